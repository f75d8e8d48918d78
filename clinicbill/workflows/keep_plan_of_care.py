"""Keep plans of care, and enter the visits of their weekly pattern in advance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.errors import CannotDo
from clinicbill.coding.plans.plan_of_care import plan_findings
from clinicbill.coding.plans.plan_of_care_store import list_plans, save_plan, visit_days_of
from clinicbill.db.connect import write
from clinicbill.encounters import store
from clinicbill.encounters.encounter import Encounter, VisitStatus
from clinicbill.patients.store import get_case
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.plans.plan_of_care import PlanOfCare

MOST_AT_ONCE = 60


def keep_plan(db: Database, stamp: Stamp, plan: PlanOfCare) -> Outcome:
    """Save a plan of care, new or changed; one that is done with is made inactive, never deleted."""
    require(stamp, Act.SAVE_VISIT)
    others = [other for other in list_plans(db, plan.case_id) if other.id != plan.id]
    return keep_record(
        db,
        plan_findings(plan, others),
        lambda: save_plan(db, plan, stamp),
        changed="visits",
        message=f"Saved the plan of care from {slashed(plan.from_on)}",
    )


def enter_visits(
    db: Database, stamp: Stamp, like: EncounterId, days: Sequence[date], starts_at: str = ""
) -> Outcome:
    """Enter visits to code on these days, for the patient, case, provider and place of an earlier one.

    A day that has a visit of the case already gets no second one. Codes and authorization stay out: they are decided
    when the visit is coded.

    Raises:
        CannotDo: more than MOST_AT_ONCE days, or the case is closed before one of them.
    """
    require(stamp, Act.SAVE_VISIT)
    model = store.get_encounter(db, like)
    closed_on = get_case(db, model.case_id).closed_on
    if len(days) > MOST_AT_ONCE:
        raise CannotDo(
            f"{len(days)} visits are too many at once; nothing was entered: enter up to {MOST_AT_ONCE}."
        )
    if closed_on is not None and any(day > closed_on for day in days):
        raise CannotDo(
            f"The case was closed on {slashed(closed_on)}; nothing was entered: open it again first."
        )
    taken = visit_days_of(db, model.case_id)
    free = [day for day in dict.fromkeys(days) if day not in taken]
    with write(db):
        for day in free:
            store.save_encounter(db, _begun(model, day, starts_at), stamp)
    words = "1 visit" if len(free) == 1 else f"{len(free)} visits"
    return Outcome(changed=frozenset({"visits"}), message=f"Entered {words} of the plan of care")


def _begun(model: Encounter, day: date, starts_at: str) -> Encounter:
    return Encounter(
        patient_id=model.patient_id,
        case_id=model.case_id,
        provider_id=model.provider_id,
        facility_id=model.facility_id,
        referring_id=model.referring_id,
        referring_qualifier=model.referring_qualifier,
        service_on=day,
        starts_at=starts_at or model.starts_at,
        pos=model.pos,
        status=VisitStatus.TO_CODE,
    )
