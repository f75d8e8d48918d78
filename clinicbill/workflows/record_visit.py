"""Enter a visit: who came, when, to whom, for which case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import Finding, Severity
from clinicbill.encounters import store
from clinicbill.encounters.facts_store import load_facts
from clinicbill.encounters.missing import VISIT_RULES
from clinicbill.encounters.savable import unsavable
from clinicbill.patients.store import get_case, get_patient
from clinicbill.practice.provider import ProviderKind
from clinicbill.practice.store import get_provider
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.workflows.outcome import Outcome


def record_visit(db: Database, stamp: Stamp, visit: Encounter) -> Outcome:
    """Save a visit, new or changed, as the front desk enters it: a future day is an appointment.

    A new visit takes the referring provider of its case where it names none. `row_id` is the visit's.

    Raises:
        CannotDo: the case is another patient's, the provider does not render services here, or a posted line
            would change.
    """
    require(stamp, Act.SAVE_VISIT)
    case = get_case(db, visit.case_id)
    if case.patient_id != visit.patient_id:
        raise CannotDo("The case is another patient’s; nothing was changed: choose the case again.")
    if get_provider(db, visit.provider_id).kind is not ProviderKind.RENDERING:
        raise CannotDo(
            "A referring provider cannot render the visit; nothing was changed: choose the provider again."
        )
    if not visit.id and visit.referring_id is None:
        visit = replace(visit, referring_id=case.referring_id)
    return keep_record(
        db,
        [*unsavable(visit), *_around(db, visit, stamp), *_second_today(db, visit)],
        lambda: store.save_encounter(db, visit, stamp),
        changed="visits",
        message=f"Saved the visit of {get_patient(db, visit.patient_id).name} on {slashed(visit.service_on)}",
    )


def _around(db: Database, visit: Encounter, stamp: Stamp) -> Iterator[Finding]:
    """What is known to be wrong before anything is coded; judged as of the visit's own day."""
    facts = load_facts(db, visit, as_of=max(stamp.on, visit.service_on))
    return (finding for rule in VISIT_RULES for finding in rule(visit, facts))


def _second_today(db: Database, visit: Encounter) -> Iterator[Finding]:
    for other in store.visits_of_patient(db, visit.patient_id):
        if other.service_on == visit.service_on and other.id != visit.id:
            yield Finding(
                rule="V09",
                severity=Severity.WARNING,
                message=f"The patient has a visit on {slashed(visit.service_on)} already",
                where="visit",
                value=other.starts_at,
                source="house rule: a second visit on one day is often the first one entered twice",
                fix="Open the other visit, or go on if there were two.",
                field="service_on",
            )
