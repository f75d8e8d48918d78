from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.coding.abn_store import save_abn
from clinicbill.coding.drug_vial import DrugVial
from clinicbill.coding.drug_vial_store import save_vial
from clinicbill.coding.edits.around_store import earlier_services, load_coding_facts
from clinicbill.coding.plans.plan_of_care import PlanOfCare, Treatment
from clinicbill.coding.plans.plan_of_care_store import save_plan
from clinicbill.db.connect import write
from clinicbill.encounters.store import get_encounter
from clinicbill.practice import store as practices
from tests.support.coded_days import an_abn
from tests.support.practice import (
    STAMP,
    TODAY,
    a_case,
    a_coverage,
    a_patient,
    a_practice,
    a_visit,
    open_memory_practice,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_everything_around_a_visit_is_read(tmp_path: Path) -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient = a_patient(db)
    case = a_case(db, patient)
    a_coverage(db, patient, office.medicare)
    before = a_visit(
        db,
        patient,
        case_id=case,
        on=date(2026, 11, 16),
        diagnoses=("M99.03",),
        lines=[("98941", "AT", "65.00")],
    )
    visit = a_visit(db, patient, case_id=case, on=TODAY, lines=[("98941", "AT", "65.00")])
    plan = PlanOfCare(
        case_id=case, from_on=date(2026, 11, 1), treatment=Treatment.ACTIVE, answered_on=date(2026, 11, 2)
    )
    with write(db):
        save_plan(db, plan, STAMP)
        save_abn(db, an_abn(patient_id=patient), STAMP)
        save_vial(db, DrugVial(procedure_code="J3301", name="Vial", units_per_vial=4), STAMP)
        practices.save_payer(db, replace(practices.get_payer(db, office.medicare), mac="JF"), STAMP)

    facts = load_coding_facts(db, get_encounter(db, visit), as_of=TODAY, folder=tmp_path)

    assert (facts.filing_code, facts.around.mac, facts.around.treatment) == ("MB", "JF", "active")
    assert (len(facts.around.abns), len(facts.around.vials)) == (1, 1)
    (service,) = facts.around.earlier
    assert (service.procedure, service.on, service.diagnoses) == ("98941", date(2026, 11, 16), ("M99.03",))
    assert facts.taxonomy
    assert earlier_services(db, patient, date(2026, 11, 16), but=(before,)) == ()


def test_an_answer_given_later_does_not_count_yet(tmp_path: Path) -> None:
    db = open_memory_practice()
    a_practice(db)
    patient = a_patient(db)
    case = a_case(db, patient)
    visit = a_visit(db, patient, case_id=case, on=TODAY)
    plan = PlanOfCare(
        case_id=case, from_on=date(2026, 11, 1), treatment=Treatment.ACTIVE, answered_on=date(2026, 11, 24)
    )
    with write(db):
        save_plan(db, plan, STAMP)
    facts = load_coding_facts(db, get_encounter(db, visit), as_of=TODAY, folder=tmp_path)
    assert facts.around.treatment == ""
    assert facts.filing_code == ""
