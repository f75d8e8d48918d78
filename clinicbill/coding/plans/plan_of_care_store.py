"""Plans of care in the practice file, and the visits of a case that their clocks count."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import PlanOfCareId
from clinicbill.coding.plans.plan_of_care import REEXAM_CODES, CareDay, PlanOfCare
from clinicbill.db.connect import rows
from clinicbill.practice.rows import record_of, save

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import CaseId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.encounters.encounter import Encounter

# A visit not saved yet comes after all others of its time.
_LAST = 2**62


def list_plans(db: Database, case_id: CaseId) -> list[PlanOfCare]:
    """The plans of a case in use, the oldest first."""
    found = rows(
        db, "select * from plan_of_care where case_id = ? and active order by from_on, id", [case_id]
    )
    return [record_of(PlanOfCare, row) for row in found]


def save_plan(db: Database, plan: PlanOfCare, stamp: Stamp) -> PlanOfCareId:
    """Write a plan, or what differs of it."""
    return PlanOfCareId(save(db, "plan_of_care", plan, stamp))


def care_days_before(db: Database, visit: Encounter) -> list[CareDay]:
    """The visits of the case before this one, the oldest first."""
    found = rows(
        db,
        "select e.service_on, group_concat(s.procedure_code, ' ') as codes from encounter e "
        "left join service_line s on s.encounter_id = e.id where e.case_id = :case_id and e.id <> :id "
        "and (e.service_on, e.starts_at, e.id) < (:service_on, :starts_at, :last) "
        "group by e.id order by e.service_on, e.starts_at, e.id",
        {
            "case_id": visit.case_id,
            "id": visit.id,
            "service_on": visit.service_on.isoformat(),
            "starts_at": visit.starts_at,
            "last": visit.id or _LAST,
        },
    )
    return [
        CareDay(
            on=date.fromisoformat(row["service_on"]),
            examined=not REEXAM_CODES.isdisjoint((row["codes"] or "").split()),
        )
        for row in found
    ]


def visit_days_of(db: Database, case_id: CaseId) -> set[date]:
    """The days on which the case has a visit already."""
    found = rows(db, "select distinct service_on from encounter where case_id = ?", [case_id])
    return {date.fromisoformat(row["service_on"]) for row in found}
