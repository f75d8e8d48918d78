from __future__ import annotations

from datetime import date, timedelta

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.identifiers import PlanOfCareId
from clinicbill.coding.plans.plan_of_care import PlanOfCare, Treatment
from clinicbill.coding.plans.plan_of_care_store import list_plans
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.store import encounters_of_patient, get_encounter
from clinicbill.workflows.keep_plan_of_care import MOST_AT_ONCE, enter_visits, keep_plan
from tests.support.practice import STAMP, TODAY, a_case, a_patient, a_practice, a_visit, open_memory_practice


def test_a_plan_is_saved_and_an_answer_needs_its_day() -> None:
    db = open_memory_practice()
    a_practice(db)
    case = a_case(db, a_patient(db))
    plan = PlanOfCare(case_id=case, from_on=TODAY, treatment=Treatment.ACTIVE)

    assert [one.rule for one in keep_plan(db, STAMP, plan).findings] == ["R52"]
    kept = keep_plan(db, STAMP, PlanOfCare(case_id=case, from_on=TODAY))
    assert kept.message == "Saved the plan of care from 11/23/2026"
    assert [one.id for one in list_plans(db, case)] == [PlanOfCareId(kept.row_id or 0)]


def test_visits_are_entered_to_be_coded_where_there_is_none_yet() -> None:
    db = open_memory_practice()
    a_practice(db)
    patient = a_patient(db)
    model = a_visit(db, patient, on=TODAY, pos="12")
    days = [TODAY, TODAY + timedelta(days=2), TODAY + timedelta(days=7), TODAY + timedelta(days=7)]

    assert enter_visits(db, STAMP, model, days).message == "Entered 2 visits of the plan of care"
    made = [one for one in encounters_of_patient(db, patient) if one.id != model]
    assert [(one.service_on, one.status, one.pos, one.lines, one.diagnoses) for one in made] == [
        (date(2026, 11, 25), VisitStatus.TO_CODE, "12", (), ()),
        (date(2026, 11, 30), VisitStatus.TO_CODE, "12", (), ()),
    ]
    assert made[0].case_id == get_encounter(db, model).case_id
    assert enter_visits(db, STAMP, model, days).message == "Entered 0 visits of the plan of care"


def test_not_after_the_case_was_closed_and_not_without_end() -> None:
    db = open_memory_practice()
    a_practice(db)
    patient = a_patient(db)
    case = a_case(db, patient, closed_on=TODAY)
    model = a_visit(db, patient, case_id=case, on=TODAY)

    with pytest.raises(CannotDo, match="closed on 11/23/2026"):
        enter_visits(db, STAMP, model, [TODAY + timedelta(days=1)])
    with pytest.raises(CannotDo, match="too many"):
        enter_visits(db, STAMP, model, [TODAY] * (MOST_AT_ONCE + 1))
    assert len(encounters_of_patient(db, patient)) == 1
