"""Patients and what belongs to them: read, listed, saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import AuthorizationId, CaseId, CoverageId, GuarantorId, PatientId
from clinicbill.db.connect import one, rows, scalar
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.case import Case
from clinicbill.patients.coverage import Coverage
from clinicbill.patients.patient import Guarantor, Patient, PatientNote
from clinicbill.practice.rows import record_of, row_of, save

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.people import PersonName
    from clinicbill.basics.stamp import Stamp

_FIRST_CHART_NUMBER = 1001


def get_patient(db: Database, patient_id: PatientId) -> Patient:
    """One patient; NotFound where there is none."""
    return record_of(Patient, row_of(db, "patient", patient_id))


def save_patient(db: Database, patient: Patient, stamp: Stamp) -> PatientId:
    """Write a patient, or only what differs; without a chart number a new one gets the next, another keeps his."""
    if not patient.chart_number:
        kept = get_patient(db, patient.id).chart_number if patient.id else next_chart_number(db)
        patient = replace(patient, chart_number=kept)
    return PatientId(save(db, "patient", patient, stamp))


def next_chart_number(db: Database) -> str:
    """One more than the largest number in use; chart numbers with letters in them do not count."""
    largest = scalar(
        db,
        "select max(cast(chart_number as integer)) from patient "
        "where chart_number <> '' and chart_number not glob '*[^0-9]*' and length(chart_number) < 10",
    )
    return str(_FIRST_CHART_NUMBER if largest is None else largest + 1)


def find_by_chart_number(db: Database, chart_number: str) -> Patient | None:
    """The patient with this chart number."""
    row = one(db, "select * from patient where chart_number = ?", [chart_number])
    return record_of(Patient, row) if row else None


def find_same_patients(
    db: Database, name: PersonName, birth_on: date, other_than: PatientId | None = None
) -> list[Patient]:
    """Patients of the same last name, first name and birth date: most likely the same person."""
    found = rows(
        db,
        "select * from patient where last_name = ? collate nocase and first_name = ? collate nocase "
        "and birth_on = ? and id <> ? order by id",
        [name.last, name.first, birth_on.isoformat(), other_than or 0],
    )
    return [record_of(Patient, row) for row in found]


def get_guarantor(db: Database, guarantor_id: GuarantorId) -> Guarantor:
    """One guarantor; NotFound where there is none."""
    return record_of(Guarantor, row_of(db, "guarantor", guarantor_id))


def list_guarantors(db: Database) -> list[Guarantor]:
    """Guarantors by name, to choose one for another child of the family."""
    found = rows(
        db, "select * from guarantor order by last_name collate nocase, first_name collate nocase, id"
    )
    return [record_of(Guarantor, row) for row in found]


def save_guarantor(db: Database, guarantor: Guarantor, stamp: Stamp) -> GuarantorId:
    """Write a guarantor, or only what differs."""
    return GuarantorId(save(db, "guarantor", guarantor, stamp))


def list_notes(db: Database, patient_id: PatientId, *, with_inactive: bool = False) -> list[PatientNote]:
    """A patient's alerts, then the notes, newest first."""
    found = rows(
        db,
        "select * from patient_note where patient_id = ? and (active or ?) order by kind, id desc",
        [patient_id, with_inactive],
    )
    return [record_of(PatientNote, row) for row in found]


def get_note(db: Database, note_id: int) -> PatientNote:
    """One note; NotFound where there is none."""
    return record_of(PatientNote, row_of(db, "patient_note", note_id))


def save_note(db: Database, note: PatientNote, stamp: Stamp) -> int:
    """Write a note, or only what differs."""
    return save(db, "patient_note", note, stamp)


def get_coverage(db: Database, coverage_id: CoverageId) -> Coverage:
    """One insurance; NotFound where there is none."""
    return record_of(Coverage, row_of(db, "coverage", coverage_id))


def list_coverages(db: Database, patient_id: PatientId) -> list[Coverage]:
    """A patient's insurances of all times and cases, in order of priority, the newest first."""
    found = rows(
        db, "select * from coverage where patient_id = ? order by priority, from_on desc, id", [patient_id]
    )
    return [record_of(Coverage, row) for row in found]


def save_coverage(db: Database, coverage: Coverage, stamp: Stamp) -> CoverageId:
    """Write an insurance, or only what differs."""
    return CoverageId(save(db, "coverage", coverage, stamp))


def get_case(db: Database, case_id: CaseId) -> Case:
    """One case; NotFound where there is none."""
    return record_of(Case, row_of(db, "patient_case", case_id))


def list_cases(db: Database, patient_id: PatientId) -> list[Case]:
    """A patient's cases: open ones before closed ones, the newest first."""
    found = rows(
        db,
        "select * from patient_case where patient_id = ? order by closed_on is not null, opened_on desc, id desc",
        [patient_id],
    )
    return [record_of(Case, row) for row in found]


def save_case(db: Database, case: Case, stamp: Stamp) -> CaseId:
    """Write a case, or only what differs."""
    return CaseId(save(db, "patient_case", case, stamp))


_AUTHORIZATIONS = 'select a.*, use.visits_used from "authorization" a join authorization_use use on use.authorization_id = a.id '


def get_authorization(db: Database, authorization_id: AuthorizationId) -> Authorization:
    """One authorization with its visits counted; NotFound where there is none."""
    row_of(db, "authorization", authorization_id)
    row = rows(db, _AUTHORIZATIONS + "where a.id = ?", [authorization_id])[0]
    return record_of(Authorization, row, visits_used=row["visits_used"])


def list_authorizations(db: Database, patient_id: PatientId) -> list[Authorization]:
    """A patient's authorizations with their visits counted, the newest first."""
    found = rows(
        db,
        _AUTHORIZATIONS + "where a.patient_id = ? order by a.active desc, a.from_on desc, a.id desc",
        [patient_id],
    )
    return [record_of(Authorization, row, visits_used=row["visits_used"]) for row in found]


def save_authorization(db: Database, authorization: Authorization, stamp: Stamp) -> AuthorizationId:
    """Write an authorization, or only what differs."""
    return AuthorizationId(save(db, "authorization", authorization, stamp))
