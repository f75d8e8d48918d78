from __future__ import annotations

from dataclasses import replace
from datetime import date

from clinicbill.coding.plans.plan_of_care import CareDay, PlanOfCare, Treatment
from clinicbill.coding.plans.plan_of_care_store import care_days_before, list_plans, save_plan, visit_days_of
from clinicbill.encounters.store import get_encounter
from tests.support.practice import STAMP, TODAY, a_case, a_patient, a_practice, a_visit, open_memory_practice


def test_plans_come_back_and_visits_before_are_counted() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient = a_patient(db)
    case = a_case(db, patient)
    plan = PlanOfCare(
        case_id=case, provider_id=office.provider, from_on=date(2026, 11, 2), to_on=date(2027, 1, 31),
        visits_planned=12, visits_per_week=2, reexam_visits=6, reexam_days=30, treatment=Treatment.ACTIVE,
        answered_on=date(2026, 11, 2), goals="Sit for an hour",
    )  # fmt: skip
    kept = replace(plan, id=save_plan(db, plan, STAMP))
    assert list_plans(db, case) == [kept]

    a_visit(db, patient, on=date(2026, 11, 2), lines=[("99213", "25", "90"), ("98941", "", "65")])
    a_visit(db, patient, on=date(2026, 11, 9), lines=())
    today = a_visit(db, patient, on=TODAY)
    a_visit(db, patient, on=date(2026, 11, 30))

    assert care_days_before(db, get_encounter(db, today)) == [
        CareDay(on=date(2026, 11, 2), examined=True),
        CareDay(on=date(2026, 11, 9)),
    ]
    assert visit_days_of(db, case) == {date(2026, 11, 2), date(2026, 11, 9), TODAY, date(2026, 11, 30)}
    save_plan(db, replace(kept, active=False), STAMP)
    assert list_plans(db, case) == []
