"""Change a patient, the guarantor, notes and alerts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.patients import store
from clinicbill.patients.checks import (
    guarantor_findings,
    note_findings,
    patient_findings,
    same_person_findings,
)
from clinicbill.patients.text_checks import text_findings, tidied
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PatientId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.patients.patient import Guarantor, Patient, PatientNote

PATIENTS = "patients"


def keep_patient(db: Database, stamp: Stamp, patient: Patient) -> Outcome:
    """Save a patient who is registered already. Claims that were sent keep the patient as he was.

    Raises:
        CannotDo: the chart number belongs to somebody else.
    """
    require(stamp, Act.SAVE_PATIENT)
    patient = tidied(patient)
    if unkept := tuple(text_findings(patient, where="patient")):
        return Outcome(findings=unkept)
    other = store.find_by_chart_number(db, patient.chart_number)
    if other is not None and other.id != patient.id:
        raise CannotDo(
            f"Chart {patient.chart_number} is {other.name.sorted()}; nothing was changed: choose another number."
        )
    same = store.find_same_patients(db, patient.name, patient.birth_on, patient.id)
    return keep_record(
        db,
        [*patient_findings(patient, stamp.on), *same_person_findings(patient, same)],
        lambda: store.save_patient(db, patient, stamp),
        changed=PATIENTS,
        message=f"Saved {patient.name}",
    )


def keep_guarantor(db: Database, stamp: Stamp, guarantor: Guarantor, *, patient_id: PatientId) -> Outcome:
    """Save a guarantor and let him answer for the patient."""
    require(stamp, Act.SAVE_PATIENT)
    guarantor = tidied(guarantor)

    def save() -> int:
        guarantor_id = store.save_guarantor(db, guarantor, stamp)
        patient = replace(store.get_patient(db, patient_id), guarantor_id=guarantor_id)
        store.save_patient(db, patient, stamp)
        return guarantor_id

    return keep_record(
        db, guarantor_findings(guarantor), save, changed=PATIENTS, message=f"Saved {guarantor.name}"
    )


def keep_note(db: Database, stamp: Stamp, note: PatientNote) -> Outcome:
    """Save a note or an alert; one that is done with is made inactive, never deleted."""
    require(stamp, Act.SAVE_PATIENT)
    return keep_record(
        db,
        note_findings(note),
        lambda: store.save_note(db, note, stamp),
        changed=PATIENTS,
        message=f"Saved the {note.kind}",
    )
