from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import AuthorizationId, PatientId
from clinicbill.basics.people import PersonName
from clinicbill.db.history import changes_of
from clinicbill.patients import store
from clinicbill.patients.patient import Guarantor, PatientNote
from tests.support.practice import (
    RUTH,
    STAMP,
    a_case,
    a_coverage,
    a_patient,
    a_practice,
    a_visit,
    an_authorization,
    open_memory_practice,
)


def test_chart_numbers_are_made_one_after_the_other() -> None:
    db = open_memory_practice()
    first, second = a_patient(db), a_patient(db, "Bell", "Marcus")
    assert store.get_patient(db, first).chart_number == "1001"
    assert store.get_patient(db, second).chart_number == "1002"
    a_patient(db, "Old", chart_number="2500")
    a_patient(db, "Older", chart_number="X9000")
    a_patient(db, "Oldest", chart_number="98765432109876")
    assert store.next_chart_number(db) == "2501"


def test_a_chart_number_stays() -> None:
    db = open_memory_practice()
    patient_id = a_patient(db)
    patient = store.get_patient(db, patient_id)
    assert patient == replace(RUTH, id=patient_id, chart_number="1001")
    store.save_patient(db, replace(patient, email="ruth@example.org"), STAMP)
    assert [change.field for change in changes_of(db, "patient", patient_id)] == ["", "email"]
    assert store.find_by_chart_number(db, "1001") == replace(patient, email="ruth@example.org")
    assert store.find_by_chart_number(db, "7") is None


def test_a_chart_number_left_empty_is_kept() -> None:
    db = open_memory_practice()
    patient_id = a_patient(db, chart_number="X17")
    patient = replace(store.get_patient(db, patient_id), chart_number="", email="ruth@example.org")
    store.save_patient(db, patient, STAMP)
    assert store.get_patient(db, patient_id).chart_number == "X17"


def test_same_person() -> None:
    db = open_memory_practice()
    patient_id = a_patient(db)
    shouted = PersonName(last="ALVAREZ", first="ruth")
    assert [p.id for p in store.find_same_patients(db, shouted, RUTH.birth_on)] == [patient_id]
    assert store.find_same_patients(db, shouted, RUTH.birth_on, patient_id) == []
    assert store.find_same_patients(db, shouted, date(1951, 4, 18)) == []


def test_guarantors() -> None:
    db = open_memory_practice()
    guarantor = Guarantor(name=PersonName(last="Alvarez", first="Luis"), phone="5415550188")
    guarantor_id = store.save_guarantor(db, guarantor, STAMP)
    assert store.get_guarantor(db, guarantor_id) == replace(guarantor, id=guarantor_id)
    assert store.list_guarantors(db) == [replace(guarantor, id=guarantor_id)]


def test_alerts_come_before_notes() -> None:
    db = open_memory_practice()
    patient_id = a_patient(db)
    for kind, text in (("note", "Paid late"), ("alert", "Pacemaker"), ("note", "Moved")):
        store.save_note(db, PatientNote(patient_id=patient_id, kind=kind, text=text), STAMP)
    assert [note.text for note in store.list_notes(db, patient_id)] == ["Pacemaker", "Moved", "Paid late"]
    alert = store.list_notes(db, patient_id)[0]
    store.save_note(db, replace(alert, active=False), STAMP)
    assert [note.text for note in store.list_notes(db, patient_id)] == ["Moved", "Paid late"]
    assert len(store.list_notes(db, patient_id, with_inactive=True)) == 3
    assert store.get_note(db, alert.id) == replace(alert, active=False)


def test_coverages_and_cases() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    second = a_coverage(db, patient_id, office.commercial, priority=2)
    old = a_coverage(db, patient_id, office.medicare, from_on=date(2020, 1, 1), to_on=date(2025, 12, 31))
    new = a_coverage(db, patient_id, office.medicare)
    assert [coverage.id for coverage in store.list_coverages(db, patient_id)] == [new, old, second]
    assert store.get_coverage(db, old).to_on == date(2025, 12, 31)
    closed = a_case(db, patient_id, closed_on=date(2026, 6, 1), opened_on=date(2026, 5, 1))
    opened = a_case(db, patient_id, "auto")
    assert [case.id for case in store.list_cases(db, patient_id)] == [opened, closed]
    assert store.get_case(db, opened).kind == "auto"


def test_authorizations_are_counted() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    coverage_id = a_coverage(db, patient_id, office.commercial)
    authorization_id = an_authorization(
        db, patient_id, coverage_id, visits_used_before=5, procedures=("98940", "97110")
    )
    spare = an_authorization(db, patient_id, coverage_id, from_on=date(2026, 6, 1), number="OPT-2")
    for day in (20, 21):
        a_visit(db, patient_id, on=date(2026, 11, day), authorization_id=authorization_id)
    found = store.get_authorization(db, authorization_id)
    assert (found.visits_used, found.visits_left) == (7, 5)
    assert found.procedures == ("98940", "97110")
    listed = store.list_authorizations(db, patient_id)
    assert [(a.id, a.visits_used) for a in listed] == [(spare, 0), (authorization_id, 7)]
    store.save_authorization(db, replace(found, active=False), STAMP)
    assert [change.field for change in changes_of(db, "authorization", authorization_id)] == ["", "active"]


def test_who_is_not_there() -> None:
    db = open_memory_practice()
    with pytest.raises(NotFound):
        store.get_patient(db, PatientId(1))
    with pytest.raises(NotFound):
        store.get_authorization(db, AuthorizationId(1))
