"""Patient, Guarantor and PatientNote: who is treated, who answers for the bill, and what the office must remember."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clinicbill.basics.identifiers import GuarantorId, PatientId
from clinicbill.basics.people import Address, PersonName

# An id of 0: not saved yet.
_NEW_GUARANTOR = GuarantorId(0)
_NO_PATIENT = PatientId(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantor:
    """Who answers for the patient's share when it is not the patient.

    Attributes:
        id: our row; 0 until it is saved.
    """

    id: GuarantorId = _NEW_GUARANTOR
    name: PersonName
    address: Address = Address()
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """A patient (2010CA / 2010BA, items 2, 3, 5, 12).

    Attributes:
        id: our row; 0 until it is saved.
        chart_number: made by the store where it is empty; never used twice.
        sex: F, M or U (DMG03).
        phone: ten digits.
        signature_on_file_on: when the release of item 12 was signed; None means there is none.
    """

    id: PatientId = _NO_PATIENT
    chart_number: str = ""
    name: PersonName
    birth_on: date
    sex: str = "U"
    address: Address = Address()
    phone: str = ""
    phone2: str = ""
    email: str = ""
    guarantor_id: GuarantorId | None = None
    signature_on_file_on: date | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientNote:
    """A note in the chart, or an alert that is shown wherever the patient is.

    Attributes:
        id: our row; 0 until it is saved.
        kind: note or alert.
    """

    id: int = 0
    patient_id: PatientId = _NO_PATIENT
    kind: str = "note"
    text: str
    active: bool = True
