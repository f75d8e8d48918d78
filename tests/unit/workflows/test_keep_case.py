from __future__ import annotations

from datetime import date

from clinicbill.patients import store
from clinicbill.patients.case import Case, CaseKind
from clinicbill.workflows.keep_case import keep_case
from tests.support.practice import STAMP, a_coverage, a_patient, a_practice, open_memory_practice


def test_adding_and_changing() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    crash = Case(
        patient_id=patient_id,
        name="Crash",
        kind=CaseKind.AUTO,
        opened_on=date(2026, 11, 23),
        accident_on=date(2026, 11, 18),
        accident_state="OR",
        claim_number="55-A812-3K",
    )
    outcome = keep_case(db, STAMP, crash)
    assert [finding.rule for finding in outcome.findings] == ["R37"]
    assert outcome.done
    [saved] = store.list_cases(db, patient_id)
    a_coverage(db, patient_id, office.auto, case_id=saved.id)
    assert keep_case(db, STAMP, saved).findings == ()


def test_must_fix_writes_nothing() -> None:
    db = open_memory_practice()
    patient_id = a_patient(db)
    outcome = keep_case(db, STAMP, Case(patient_id=patient_id, name="", opened_on=date(2026, 1, 1)))
    assert not outcome.done
    assert store.list_cases(db, patient_id) == []


def test_a_day_before_the_birth_writes_nothing() -> None:
    db = open_memory_practice()
    patient_id = a_patient(db)
    born = store.get_patient(db, patient_id).birth_on
    early = Case(
        patient_id=patient_id,
        name="Neck",
        opened_on=date(2026, 1, 1),
        initial_treatment_on=born.replace(year=born.year - 1),
    )
    outcome = keep_case(db, STAMP, early)
    assert [finding.rule for finding in outcome.findings] == ["R38"]
    assert store.list_cases(db, patient_id) == []
