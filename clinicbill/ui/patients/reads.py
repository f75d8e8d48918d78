"""What the patients page reads in one go: a patient's whole file, and what the forms offer to choose from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.claims.profile_store import profile_book
from clinicbill.db.history import Change, changes_of
from clinicbill.patients import store
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.authorization_checks import use_findings
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.coverage import Coverage, coverages_on
from clinicbill.patients.patient import Guarantor, Patient, PatientNote
from clinicbill.practice import store as practices
from clinicbill.practice.payer import Payer
from clinicbill.practice.provider import Provider, ProviderKind
from clinicbill.reports.account import PatientAccount, account

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.findings import Finding
    from clinicbill.basics.identifiers import PatientId, PayerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What forms offer: payers and referring providers, those not used any more at the end; payer profiles in force."""

    payers: tuple[Payer, ...] = ()
    referring: tuple[Provider, ...] = ()
    profiles: tuple[tuple[str, str], ...] = ()

    def payer(self, payer_id: PayerId) -> Payer | None:
        """The payer with this id."""
        return next((payer for payer in self.payers if payer.id == payer_id), None)

    def payer_name(self, payer_id: PayerId) -> str:
        """Its name, as lists show it."""
        payer = self.payer(payer_id)
        return payer.name if payer is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientFile:
    """Everything the page knows of one patient on a day."""

    patient: Patient
    as_of: date
    account: PatientAccount
    choices: Choices = field(default_factory=Choices)
    guarantor: Guarantor | None = None
    coverages: tuple[Coverage, ...] = ()
    cases: tuple[Case, ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    notes: tuple[PatientNote, ...] = ()

    @property
    def alerts(self) -> tuple[PatientNote, ...]:
        """What must be seen wherever the patient is."""
        return tuple(note for note in self.notes if note.kind == "alert" and note.active)

    def health_coverages(self, day: date) -> tuple[Coverage, ...]:
        """The health insurances that count on a day, in their order."""
        return coverages_on(self.coverages, Case(name="", kind=CaseKind.HEALTH, opened_on=day), day)

    def case_coverages(self, case: Case, day: date) -> tuple[Coverage, ...]:
        """The insurances that count for a case on a day."""
        return coverages_on(self.coverages, case, day)

    def open_cases(self) -> tuple[Case, ...]:
        """The cases care still goes on for."""
        return tuple(case for case in self.cases if case.closed_on is None or case.closed_on >= self.as_of)

    def authorization_findings(self) -> list[tuple[Authorization, Finding]]:
        """What runs out: visits or days of an authorization that is good today."""
        return [
            (authorization, finding)
            for authorization in self.authorizations
            if authorization.active and self.as_of in authorization.period
            for finding in use_findings(authorization, codes=(), day=self.as_of)
        ]


def read_choices(db: Database, as_of: date = date.max) -> Choices:
    """Payers and referring providers by name, those in use first, and the payer profiles of a day."""
    payers = practices.list_payers(db, with_inactive=True)
    referring = practices.list_providers(db, ProviderKind.REFERRING, with_inactive=True)
    return Choices(
        payers=tuple(sorted(payers, key=lambda payer: not payer.active)),
        referring=tuple(sorted(referring, key=lambda provider: not provider.active)),
        profiles=tuple((profile.key, profile.name) for profile in profile_book(db).all_on(as_of)),
    )


def read_patient(db: Database, patient_id: PatientId, as_of: date) -> PatientFile:
    """The patient with account, insurance, cases, authorizations and notes; NotFound where there is none."""
    patient = store.get_patient(db, patient_id)
    return PatientFile(
        patient=patient,
        as_of=as_of,
        account=account(db, patient_id, as_of),
        choices=read_choices(db, as_of),
        guarantor=store.get_guarantor(db, patient.guarantor_id) if patient.guarantor_id else None,
        coverages=tuple(store.list_coverages(db, patient_id)),
        cases=tuple(store.list_cases(db, patient_id)),
        authorizations=tuple(store.list_authorizations(db, patient_id)),
        notes=tuple(store.list_notes(db, patient_id, with_inactive=True)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One change of the patient's file; `about` names the record it belongs to."""

    number: int
    about: str
    change: Change


def read_history(db: Database, file: PatientFile) -> list[HistoryRow]:
    """Who changed what in the patient's file, the newest first."""
    records: list[tuple[str, str, int]] = [("Patient", "patient", file.patient.id)]
    if file.guarantor is not None:
        records.append(("Guarantor", "guarantor", file.guarantor.id))
    records += [
        (f"Insurance {file.choices.payer_name(coverage.payer_id)}", "coverage", coverage.id)
        for coverage in file.coverages
    ]
    records += [(f"Case {case.name}", "patient_case", case.id) for case in file.cases]
    records += [
        (f"Authorization {authorization.number}", "authorization", authorization.id)
        for authorization in file.authorizations
    ]
    records += [(note.kind.capitalize(), "patient_note", note.id) for note in file.notes]
    found = [(about, change) for about, table, row_id in records for change in changes_of(db, table, row_id)]
    found.sort(key=lambda pair: pair[1].at, reverse=True)
    return [
        HistoryRow(number=number, about=about, change=change) for number, (about, change) in enumerate(found)
    ]
