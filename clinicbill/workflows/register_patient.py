"""Register a patient: the person, who answers for the bill, the insurances and the first case, at one stroke."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import stops
from clinicbill.patients import store
from clinicbill.patients.case import Case
from clinicbill.patients.case_checks import case_findings, payer_of_case_findings
from clinicbill.patients.checks import guarantor_findings, patient_findings, same_person_findings
from clinicbill.patients.coverage import Coverage
from clinicbill.patients.coverage_checks import coverage_findings, coverages_findings
from clinicbill.patients.patient import Guarantor, Patient
from clinicbill.patients.text_checks import text_findings, tidied
from clinicbill.practice.store import get_payer
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.findings import Finding
    from clinicbill.basics.identifiers import CaseId, PatientId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.workflows.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A new patient with everything that belongs to the first visit; no record has a number yet.

    Attributes:
        guarantor: None where the patient answers for the bill, or `patient.guarantor_id` names one of the family.
        insurances: health insurance, which pays for health cases.
        case_insurances: insurance of the case alone: workers' compensation, auto.
    """

    patient: Patient
    case: Case
    guarantor: Guarantor | None = None
    insurances: tuple[Coverage, ...] = ()
    case_insurances: tuple[Coverage, ...] = ()

    def tidied(self) -> Registration:
        """The same with its texts in order."""
        return Registration(
            patient=tidied(self.patient),
            case=tidied(self.case),
            guarantor=tidied(self.guarantor) if self.guarantor else None,
            insurances=tuple(tidied(coverage) for coverage in self.insurances),
            case_insurances=tuple(tidied(coverage) for coverage in self.case_insurances),
        )

    def coverages(self, case_id: CaseId) -> list[Coverage]:
        """All insurances, those of the case tied to it."""
        tied = [replace(coverage, case_id=case_id) for coverage in self.case_insurances]
        return [*self.insurances, *tied]


def register_patient(db: Database, stamp: Stamp, registration: Registration) -> Outcome:
    """Write patient, guarantor, case and insurances, or nothing where something must be fixed.

    `row_id` of the outcome is the patient's. Somebody of the same name and birth date is a warning.

    Raises:
        CannotDo: the chart number is taken.
    """
    require(stamp, Act.SAVE_PATIENT)
    registration = registration.tidied()
    patient = registration.patient
    findings = registration_findings(db, registration, stamp.on)
    # A chart number that no file can hold cannot be looked for.
    other = None if stops(findings) else store.find_by_chart_number(db, patient.chart_number)
    if other is not None:
        raise CannotDo(
            f"Chart {patient.chart_number} is {other.name.sorted()}; nothing was changed: choose another number."
        )
    return keep_record(
        db,
        findings,
        lambda: _save(db, stamp, registration),
        changed="patients",
        message=f"Registered {patient.name}",
    )


def registration_findings(db: Database, registration: Registration, as_of: date) -> list[Finding]:
    """What is wrong with a registration; `field` leads to the part and row: "insurances.0.member_id"."""
    patient = registration.patient
    if unkept := list(text_findings(patient, where="patient")):
        return list(_under("patient", unkept))
    same = store.find_same_patients(db, patient.name, patient.birth_on)
    every = registration.coverages(registration.case.id)
    own, tied = every[: len(registration.insurances)], every[len(registration.insurances) :]
    return [
        *_under("patient", patient_findings(patient, as_of)),
        *_under("patient", same_person_findings(patient, same)),
        *_under("guarantor", guarantor_findings(registration.guarantor) if registration.guarantor else ()),
        *_insurances(db, "insurances", own, as_of),
        *_insurances(db, "case_insurances", tied, as_of),
        *_under("insurances", coverages_findings(every)),
        *_under("case", case_findings(registration.case, as_of)),
        *_under("case", payer_of_case_findings(registration.case, every)),
    ]


def _under(part: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    return (replace(finding, field=f"{part}.{finding.field}") for finding in findings)


def _insurances(db: Database, part: str, coverages: list[Coverage], as_of: date) -> Iterator[Finding]:
    for row, coverage in enumerate(coverages):
        found = coverage_findings(coverage, get_payer(db, coverage.payer_id), as_of)
        yield from _under(f"{part}.{row}", found)


def _save(db: Database, stamp: Stamp, registration: Registration) -> PatientId:
    patient = registration.patient
    if registration.guarantor is not None:
        patient = replace(patient, guarantor_id=store.save_guarantor(db, registration.guarantor, stamp))
    patient_id = store.save_patient(db, patient, stamp)
    case_id = store.save_case(db, replace(registration.case, patient_id=patient_id), stamp)
    for coverage in registration.coverages(case_id):
        store.save_coverage(db, replace(coverage, patient_id=patient_id), stamp)
    return patient_id
