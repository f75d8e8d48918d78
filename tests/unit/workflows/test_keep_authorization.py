from __future__ import annotations

from dataclasses import replace
from datetime import date

from clinicbill.patients import store
from clinicbill.patients.authorization import Authorization
from clinicbill.workflows.keep_authorization import keep_authorization
from tests.support.practice import STAMP, a_coverage, a_patient, a_practice, open_memory_practice


def test_adding_and_changing() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    coverage_id = a_coverage(db, patient_id, office.commercial)
    new = Authorization(
        patient_id=patient_id, coverage_id=coverage_id, number="OPT-77120", from_on=date(2026, 9, 1)
    )
    outcome = keep_authorization(db, STAMP, new)
    assert (outcome.done, outcome.message) == (True, "Saved authorization OPT-77120")
    [saved] = store.list_authorizations(db, patient_id)
    assert keep_authorization(db, STAMP, replace(saved, visits_allowed=12)).done
    assert store.get_authorization(db, saved.id).visits_allowed == 12


def test_an_insurance_of_another_patient() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id, other = a_patient(db), a_patient(db, "Bell", "Marcus")
    coverage_id = a_coverage(db, other, office.commercial)
    new = Authorization(patient_id=patient_id, coverage_id=coverage_id, number="1", from_on=date(2026, 9, 1))
    outcome = keep_authorization(db, STAMP, new)
    assert [finding.rule for finding in outcome.findings] == ["R42"]
    assert store.list_authorizations(db, patient_id) == []
