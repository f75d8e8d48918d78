from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.people import PersonName
from clinicbill.patients import store
from clinicbill.patients.patient import Guarantor, PatientNote
from clinicbill.workflows.keep_patient import keep_guarantor, keep_note, keep_patient
from tests.support.practice import RUTH, STAMP, a_patient, open_memory_practice


def test_a_patient_is_changed() -> None:
    db = open_memory_practice()
    patient = store.get_patient(db, a_patient(db))
    outcome = keep_patient(db, STAMP, replace(patient, phone="5415550100"))
    assert (outcome.done, outcome.message, outcome.findings) == (True, "Saved Ruth M Alvarez", ())
    assert store.get_patient(db, patient.id).phone == "5415550100"


def test_must_fix_and_warnings() -> None:
    db = open_memory_practice()
    patient = store.get_patient(db, a_patient(db))
    refused = keep_patient(db, STAMP, replace(patient, birth_on=date(2027, 1, 1)))
    assert [finding.rule for finding in refused.findings] == ["R03"]
    assert store.get_patient(db, patient.id) == patient
    twin = store.get_patient(db, a_patient(db))
    assert [finding.rule for finding in keep_patient(db, STAMP, twin).findings] == ["R07"]
    with pytest.raises(CannotDo, match="choose another number"):
        keep_patient(db, STAMP, replace(twin, chart_number=patient.chart_number))


def test_a_guarantor_answers_for_the_patient() -> None:
    db = open_memory_practice()
    patient_id = a_patient(db)
    luis = Guarantor(name=PersonName(last="Alvarez", first="Luis"), address=RUTH.address)
    outcome = keep_guarantor(db, STAMP, luis, patient_id=patient_id)
    assert store.get_patient(db, patient_id).guarantor_id == outcome.row_id
    assert not keep_guarantor(db, STAMP, replace(luis, name=PersonName()), patient_id=patient_id).done


def test_notes_and_alerts() -> None:
    db = open_memory_practice()
    patient_id = a_patient(db)
    alert = PatientNote(patient_id=patient_id, kind="alert", text="Pacemaker")
    outcome = keep_note(db, STAMP, alert)
    assert outcome.message == "Saved the alert"
    [saved] = store.list_notes(db, patient_id)
    assert keep_note(db, STAMP, replace(saved, active=False)).done
    assert store.list_notes(db, patient_id) == []
    assert not keep_note(db, STAMP, replace(alert, text=" ")).done


def test_half_a_letter_is_a_finding_and_blanks_are_put_in_order() -> None:
    db = open_memory_practice()
    patient = store.get_patient(db, a_patient(db))
    broken = keep_patient(db, STAMP, replace(patient, chart_number="1\udc9f"))
    assert [(one.rule, one.field) for one in broken.findings] == [("R08", "chart_number")]
    assert keep_patient(db, STAMP, replace(patient, name=PersonName(last=" Al  varez ", first="Ruth"))).done
    assert store.get_patient(db, patient.id).name.last == "Al varez"
