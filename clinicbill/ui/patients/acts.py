"""What can be done with a patient's money and visits from here, each in a sheet: finished or abandoned as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import ZERO
from clinicbill.encounters.encounter import Encounter
from clinicbill.patients.authorization import best_fit
from clinicbill.practice.provider import Provider, ProviderKind
from clinicbill.practice.store import list_facilities, list_providers
from clinicbill.ui.patients.payment_sheet import PaymentSheet
from clinicbill.ui.widgets.ask_sheet import AskSheet
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.workflows.apply_credit import apply_credit
from clinicbill.workflows.permissions import Act, may
from clinicbill.workflows.record_visit import record_visit
from clinicbill.workflows.reverse_posting import reverse_posting

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import AuthorizationId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.practice.facility import Facility
    from clinicbill.reports.account import PaymentAccount
    from clinicbill.ui.patients.page import PatientsPage
    from clinicbill.ui.patients.reads import PatientFile
    from clinicbill.workflows.outcome import Outcome

_WHY = (
    Field(
        "Reason",
        "why",
        Input.LONG,
        required=True,
        lines=2,
        help="Whoever looks at the account later reads it",
    ),
)
_NOBODY = "No patient is shown"


class Acts:
    """The page's sheets, and why one cannot be opened now."""

    def __init__(self, page: PatientsPage) -> None:
        self._page = page

    def show_allowed(self) -> None:
        """Say on each button why it cannot run."""
        page, file = self._page, self._page.panel.file
        role, nobody = page.clinic.facts.role, "" if file is not None else _NOBODY
        page.allow("patients.payment", why_not=nobody)
        page.allow("patients.visit", why_not=nobody)
        page.allow("patients.apply", why_not=nobody or self._no_credit(file, role))
        page.allow("patients.reverse", why_not=nobody or self._no_payment(role))

    def _no_credit(self, file: PatientFile | None, role: str) -> str:
        if file is None or not may(role, Act.APPLY_CREDIT):
            return "Applying credit is a biller’s"
        if file.account.unapplied.amount <= ZERO:
            return "No unapplied credit"
        return "" if file.account.sums.patient_owes.amount > ZERO else "The patient owes nothing"

    def _no_payment(self, role: str) -> str:
        if not may(role, Act.REVERSE_POSTING):
            return "Reversing is a biller’s"
        payment = self._page.panel.account.payment()
        if payment is None:
            return "Choose a payment of the account"
        return "It is reversed already" if payment.undone else ""

    def _tell_done(self, outcome: Outcome) -> None:
        self._page.say(outcome.message)

    def take_payment(self) -> None:
        """A payment of the patient shown."""
        file = self._page.panel.file
        if file is not None:
            sheet = PaymentSheet(self._page.clinic, file.account)
            sheet.taken.connect(self._tell_done)
            sheet.open_over(self._page)

    def apply_credit(self) -> None:
        """Use up unapplied credit, the oldest balance first."""
        file = self._page.panel.file
        if file is None:
            return

        def work(db: Database, stamp: Stamp, _values: dict[str, Any]) -> Outcome:
            return apply_credit(db, stamp, file.patient.id)

        sheet = AskSheet(self._page.clinic, (), {}, work)
        sheet.done.connect(self._tell_done)
        sheet.open_over(self._page, "Apply credit", verb="Apply credit", note=credit_note(file))

    def reverse_payment(self) -> None:
        """Post the opposite of the payment under the cursor; both stay to be seen."""
        payment = self._page.panel.account.payment()
        if payment is None:
            return

        def work(db: Database, stamp: Stamp, values: dict[str, Any]) -> Outcome:
            return reverse_posting(db, stamp, payment.posting_id, why=values["why"])

        sheet = AskSheet(self._page.clinic, _WHY, {"why": ""}, work)
        sheet.done.connect(self._tell_done)
        sheet.open_over(self._page, reverse_title(payment), verb="Reverse payment")

    def start_visit(self) -> None:
        """Ask who sees the patient and for which case."""
        file = self._page.panel.file
        if file is None:
            return
        if not file.open_cases():
            self._page.tell("A visit belongs to a case: add one with F4 first")
            return
        self._page.jobs.read(who_sees, then=self._ask_visit, failed=self._page.say_failed)

    def _ask_visit(self, found: tuple[list[Provider], list[Facility]]) -> None:
        file = self._page.panel.file
        if file is None:
            return
        providers, facilities = found

        def work(db: Database, stamp: Stamp, typed: dict[str, Any]) -> Outcome:
            return record_visit(db, stamp, visit_of(file, typed, facilities))

        fields, values = visit_fields(file, providers, facilities)
        sheet = AskSheet(self._page.clinic, fields, values, work)
        sheet.done.connect(self._open_visit)
        sheet.open_over(self._page, f"Visit of {file.patient.name}", verb="Start visit")

    def _open_visit(self, outcome: Outcome) -> None:
        self._page.say(outcome.message)
        self._page.go("coding", outcome.row_id)


def credit_note(file: PatientFile) -> str:
    """What applying the credit does, in a sentence or two."""
    credit, owed = file.account.unapplied.amount, file.account.sums.patient_owes.amount
    used = min(credit, owed)
    rest = f" {credit - used} stays unapplied." if credit > used else ""
    return f"{used} of the credit of {credit} pays what the patient owes, the oldest first.{rest}"


def reverse_title(payment: PaymentAccount) -> str:
    """Which payment is meant."""
    return f"Reverse the {payment.what.lower()} of {slashed(payment.posted_on)}, {payment.paid.amount}"


def who_sees(db: Database) -> tuple[list[Provider], list[Facility]]:
    """Who renders services, and where."""
    return list_providers(db, ProviderKind.RENDERING), list_facilities(db)


def visit_fields(
    file: PatientFile, providers: list[Provider], facilities: list[Facility]
) -> tuple[tuple[Field, ...], dict[str, object]]:
    """What is asked for a visit, and what it begins with."""
    cases = [(case.id, case.name) for case in file.open_cases()]
    seen_by = [(provider.id, str(provider)) for provider in providers]
    places = [(one.id, f"{one.name}, POS {one.pos}") for one in facilities]
    fields = (
        Field("Day", "service_on", Input.DATE, required=True),
        Field("at", "starts_at", width=72, beside=True, placeholder="10:15"),
        Field("Case", "case_id", Input.CHOICE, choices=cases, required=True),
        Field("Provider", "provider_id", Input.CHOICE, choices=seen_by, required=True),
        Field(
            "Place",
            "facility_id",
            Input.CHOICE,
            choices=[*places, (None, "The practice’s own address, POS 11")],
        ),
    )
    values: dict[str, object] = {
        "service_on": file.as_of,
        "starts_at": "",
        "case_id": cases[0][0],
        "provider_id": seen_by[0][0] if seen_by else None,
        "facility_id": places[0][0] if places else None,
    }
    return fields, values


def visit_of(file: PatientFile, typed: dict[str, Any], facilities: list[Facility]) -> Encounter:
    """The visit as typed, with the place of service of its facility and the authorization that fits it."""
    visit = Encounter(patient_id=file.patient.id, **typed)
    place = next((one for one in facilities if one.id == visit.facility_id), None)
    return replace(
        visit, pos=place.pos if place is not None else visit.pos, authorization_id=fitting(file, visit)
    )


def fitting(file: PatientFile, visit: Encounter) -> AuthorizationId | None:
    """The authorization a visit would use up."""
    case = next(one for one in file.cases if one.id == visit.case_id)
    billed = file.case_coverages(case, visit.service_on)
    if not billed:
        return None
    found = best_fit(
        file.authorizations, coverage_id=billed[0].id, case_id=case.id, codes=(), day=visit.service_on
    )
    return found.id if found is not None else None
