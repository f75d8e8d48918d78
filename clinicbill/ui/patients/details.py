"""Details: the patient as a person, and who answers for the bill."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.people import Address, PersonName
from clinicbill.patients.checks import SEXES, guarantor_findings, patient_findings
from clinicbill.patients.patient import Guarantor, Patient
from clinicbill.ui.widgets.contact_fields import address_fields, phone_field
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.record_form import Part, RecordForm, Values

if TYPE_CHECKING:
    from clinicbill.basics.findings import Finding
    from clinicbill.ui.patients.reads import PatientFile
    from clinicbill.ui.undo import Undo

SEX_CHOICES = tuple((value, words) for value, words in SEXES.items())
SELF, OTHER = "self", "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The patient with the guarantor, as one form shows them; `answers` is self or other."""

    name: PersonName
    birth_on: date
    sex: str
    address: Address
    phone: str
    phone2: str
    email: str
    chart_number: str
    signature_on_file_on: date | None
    active: bool
    answers: str = SELF
    guarantor: Guarantor = field(default_factory=lambda: Guarantor(name=PersonName()))

    @classmethod
    def of(cls, patient: Patient, guarantor: Guarantor | None) -> Details:
        """What the form shows of a patient."""
        own = {f.name: getattr(patient, f.name) for f in fields(cls) if hasattr(patient, f.name)}
        if guarantor is None:
            return cls(**own)
        return cls(**own, answers=OTHER, guarantor=guarantor)

    def applied_to(self, patient: Patient) -> Patient:
        """The patient as typed; the guarantor is saved for itself."""
        own = {f.name: getattr(self, f.name) for f in fields(self) if hasattr(patient, f.name)}
        kept = patient.guarantor_id if self.answers == OTHER else None
        return replace(patient, **own, guarantor_id=kept)


_PERSON = (
    Field("Last name", "name.last", required=True, section="Person"),
    Field("Suffix", "name.suffix", width=56, beside=True),
    Field("First name", "name.first"),
    Field("Middle", "name.middle", width=56, beside=True),
    Field("Birth date", "birth_on", Input.DATE, required=True),
    Field("Sex", "sex", Input.CHOICE, choices=SEX_CHOICES, width=110, beside=True),
    phone_field("Phone", "phone"),
    phone_field("Other phone", "phone2"),
    Field("Email", "email"),
)
_HOME = (
    *address_fields("address", section="Home address"),
    Field(
        "Signed on",
        "signature_on_file_on",
        Input.DATE,
        section="In the chart",
    ),
    Field("Chart no.", "chart_number", Input.CODE, width=112, required=True),
    Field(
        "Patient",
        "active",
        Input.CHOICE,
        choices=((True, "Active"), (False, "Inactive")),
        width=112,
        beside=True,
    ),
    Field(
        "Bills go to",
        "answers",
        Input.CHOICE,
        choices=((SELF, "The patient"), (OTHER, "Somebody else")),
        width=150,
    ),
)
_GUARANTOR = (
    Field("Last name", "guarantor.name.last", section="Who answers for the bill", required=True),
    Field("First name", "guarantor.name.first"),
    *address_fields("guarantor.address"),
    phone_field("Phone", "guarantor.phone"),
)


_TIPS = {
    "signature_on_file_on": "When the release of records was signed, item 12",
    "answers": "Who gets the statements and answers for the bill",
}


def _has_guarantor(values: Values) -> bool:
    return values.get("answers") == OTHER


class DetailsTab(KeptForm):
    """Two columns: the person left, address and bill right."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        self._as_of = as_of
        self._file: PatientFile | None = None
        parts = (Part(_PERSON), Part(_HOME, 1), Part(_GUARANTOR, 0, _has_guarantor))
        form = RecordForm(parts, as_of=as_of, undo=undo, tips=_TIPS)
        super().__init__(form, title=lambda _found: "Details", check=self._findings)

    def show_file(self, file: PatientFile) -> None:
        """Show the patient, unless something typed is not saved."""
        if self.dirty:
            return
        self._file = file
        self.load(Details.of(file.patient, file.guarantor))

    def patient(self, typed: Details) -> Patient:
        """The patient as typed."""
        if self._file is None:
            raise LookupError("no patient is shown")
        return typed.applied_to(self._file.patient)

    def guarantor(self, typed: Details) -> Guarantor | None:
        """Who answers for the bill as typed; None where it is the patient."""
        return typed.guarantor if typed.answers == OTHER else None

    def _findings(self, typed: Details) -> list[Finding]:
        found = patient_findings(self.patient(typed), self._as_of)
        if typed.answers == OTHER:
            found += [
                replace(finding, field=f"guarantor.{finding.field}")
                for finding in guarantor_findings(typed.guarantor)
            ]
        return found
