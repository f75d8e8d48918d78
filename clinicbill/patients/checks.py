"""What is wrong with a patient or a guarantor: pure rules, each with its source and its remedy.

Must-fix means the record contradicts itself; a warning means that some claim will stop on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import age_on, slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.patients.text_checks import text_findings
from clinicbill.practice.address_checks import AddressRule, address_findings, phone_findings
from clinicbill.practice.checks import required

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from clinicbill.patients.patient import Guarantor, Patient, PatientNote

SEXES = {"F": "Female", "M": "Male", "U": "Unknown"}
_OLDEST = 125
_HOME = AddressRule(
    where="patient address",
    field="address",
    source="005010X222A1, 2010BA N3 and N4; NUCC 1500 manual, item 5",
)
_GUARANTOR_HOME = AddressRule(
    where="guarantor address", field="address", source="house rule: statements go there"
)


def patient_findings(patient: Patient, as_of: date) -> list[Finding]:
    """What is wrong with a patient's own facts; ids R01–R06, R08 and S21–S25."""
    return list(text_findings(patient, where="patient")) or [
        *required(patient.name.last, rule="R01", what="last name", where="patient", field="name.last"),
        *_no_first_name(patient),
        *_birth(patient, as_of),
        *_sex(patient),
        *address_findings(patient.address, _HOME),
        *phone_findings(patient.phone, where="patient phone", field="phone"),
        *phone_findings(patient.phone2, where="patient’s other phone", field="phone2"),
        *_no_signature(patient),
    ]


def guarantor_findings(guarantor: Guarantor) -> list[Finding]:
    """What is wrong with a guarantor."""
    return list(text_findings(guarantor, where="guarantor")) or [
        *required(guarantor.name.last, rule="R01", what="last name", where="guarantor", field="name.last"),
        *address_findings(guarantor.address, _GUARANTOR_HOME),
        *phone_findings(guarantor.phone, where="guarantor phone", field="phone"),
    ]


def note_findings(note: PatientNote) -> list[Finding]:
    """A note without words, or with signs that cannot be kept."""
    return list(text_findings(note, where="note")) or list(
        required(note.text, rule="R01", what="text of the note", where="note", field="text")
    )


def same_person_findings(patient: Patient, same: Sequence[Patient]) -> list[Finding]:
    """Patients of the same name and birth date who are most likely the same person; rule R07."""
    return [
        Finding(
            rule="R07",
            severity=Severity.WARNING,
            message=f"{other.name.sorted()}, born {slashed(other.birth_on)}, is a patient already",
            where="patient",
            value=f"chart {other.chart_number}",
            why="Two charts of one person split the balance and the claims.",
            source="house rule: same last name, first name and birth date",
            fix=f"Open chart {other.chart_number} instead, or go on if these are two people.",
            field="name.last",
        )
        for other in same
        if other.id != patient.id
    ]


def _no_first_name(patient: Patient) -> Iterator[Finding]:
    if not patient.name.first.strip():
        yield Finding(
            rule="R02",
            severity=Severity.WARNING,
            message="The first name is missing",
            where="patient, item 2",
            source="005010X222A1, 2010BA NM104; NUCC 1500 manual, item 2",
            fix="Key the name as it stands on the insurance card.",
            field="name.first",
        )


def _birth(patient: Patient, as_of: date) -> Iterator[Finding]:
    if patient.birth_on > as_of:
        yield Finding(
            rule="R03",
            severity=Severity.MUST_FIX,
            message="The birth date is in the future",
            where="patient, item 3",
            value=slashed(patient.birth_on),
            source="005010X222A1, 2010BA DMG02; NUCC 1500 manual, item 3",
            fix="Key the birth date again.",
            field="birth_on",
        )
    elif age_on(patient.birth_on, as_of) > _OLDEST:
        yield Finding(
            rule="R03",
            severity=Severity.WARNING,
            message=f"This birth date makes the patient {age_on(patient.birth_on, as_of)} years old",
            where="patient, item 3",
            value=slashed(patient.birth_on),
            source="005010X222A1, 2010BA DMG02; NUCC 1500 manual, item 3",
            fix="Check the century.",
            field="birth_on",
        )


def _sex(patient: Patient) -> Iterator[Finding]:
    if patient.sex not in SEXES:
        yield Finding(
            rule="R04",
            severity=Severity.MUST_FIX,
            message="The sex is F, M or U",
            where="patient, item 3",
            value=patient.sex,
            source="005010X222A1, 2010BA DMG03",
            fix="Choose one.",
            field="sex",
        )
    elif patient.sex == "U":
        yield Finding(
            rule="R05",
            severity=Severity.WARNING,
            message="The sex is not keyed",
            where="patient, item 3",
            source="NUCC 1500 manual, item 3: one of two boxes is marked",
            fix="Choose what the insurer has on file.",
            field="sex",
        )


def _no_signature(patient: Patient) -> Iterator[Finding]:
    if patient.signature_on_file_on is None:
        yield Finding(
            rule="R06",
            severity=Severity.WARNING,
            message="No signature on file",
            where="patient, item 12",
            why="It lets the practice send the patient’s records with a claim.",
            source="NUCC 1500 manual, item 12; 005010X222A1, CLM09",
            fix="Have the release signed and key its date.",
            field="signature_on_file_on",
        )
