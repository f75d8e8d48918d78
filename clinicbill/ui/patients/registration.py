"""New patient: what the front desk asks on the phone, in its order, saved at one stroke."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from clinicbill.basics.identifiers import PayerId
from clinicbill.basics.money import ZERO
from clinicbill.basics.people import Address, PersonName
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.coverage import SELF, Coverage
from clinicbill.patients.patient import Patient
from clinicbill.practice.payer_kinds import CASE_CODES
from clinicbill.ui.patients.cases import CASE_KINDS
from clinicbill.ui.patients.details import SEX_CHOICES
from clinicbill.ui.patients.insurance import RELATIONS
from clinicbill.ui.patients.reads import Choices
from clinicbill.ui.widgets.banner import Banner
from clinicbill.ui.widgets.contact_fields import address_fields, phone_field, upper
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.record_form import Part, RecordForm, Values
from clinicbill.workflows.register_patient import Registration, registration_findings

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.findings import Finding
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.undo import Undo
    from clinicbill.workflows.outcome import Outcome

SAME_PERSON = "R07"
_INS, _CASE = "insurances.0", "case"
_NAMES = {
    CaseKind.HEALTH: "Health",
    CaseKind.WORKERS_COMP: "Work injury",
    CaseKind.AUTO: "Auto accident",
    CaseKind.CASH: "Cash",
}


def _kind(values: Values) -> object:
    return values.get(f"{_CASE}.kind")


def _insured(values: Values) -> bool:
    return values.get(f"{_INS}.payer_id") is not None


def _other_insured(values: Values) -> bool:
    return _insured(values) and values.get(f"{_INS}.relationship") != SELF


def _injury(values: Values) -> bool:
    return _kind(values) in (CaseKind.WORKERS_COMP, CaseKind.AUTO)


def _auto(values: Values) -> bool:
    return _kind(values) is CaseKind.AUTO


def _worker(values: Values) -> bool:
    return _kind(values) is CaseKind.WORKERS_COMP


def _not_cash(values: Values) -> bool:
    return _kind(values) is not CaseKind.CASH


_PERSON = (
    Field("Last name", "patient.name.last", required=True, section="Person"),
    Field("Suffix", "patient.name.suffix", width=52, beside=True),
    Field("First name", "patient.name.first"),
    Field("Middle", "patient.name.middle", width=52, beside=True),
    Field("Birth date", "patient.birth_on", Input.DATE, required=True),
    Field("Sex", "patient.sex", Input.CHOICE, choices=SEX_CHOICES, width=108, beside=True),
    phone_field("Phone", "patient.phone"),
    phone_field("Other phone", "patient.phone2"),
    Field("Email", "patient.email"),
    *address_fields("patient.address", section="Home address"),
    Field(
        "Signed on",
        "patient.signature_on_file_on",
        Input.DATE,
    ),
)
_PAYER = (Field("Payer", f"{_INS}.payer_id", Input.CHOICE, section="Insurance"),)
_CARD = (
    Field("Member id", f"{_INS}.member_id", Input.CODE),
    Field("Group no.", f"{_INS}.group_number", Input.CODE),
    Field("Insured is", f"{_INS}.relationship", Input.CHOICE, choices=RELATIONS, width=136),
    Field("From", f"{_INS}.from_on", Input.DATE, required=True),
    Field("Copay", f"{_INS}.copay", Input.MONEY, width=84, beside=True),
)
_INSURED = (
    Field("Last name", f"{_INS}.subscriber_name.last", section="The insured, at the patient’s address"),
    Field("First name", f"{_INS}.subscriber_name.first"),
    Field("Birth date", f"{_INS}.subscriber_birth_on", Input.DATE),
    Field(
        "Sex",
        f"{_INS}.subscriber_sex",
        Input.CHOICE,
        choices=(("", "–"), *SEX_CHOICES),
        width=104,
        beside=True,
    ),
)
_WHY = (
    Field(
        "Kind", f"{_CASE}.kind", Input.CHOICE, choices=CASE_KINDS, width=168, section="Why the patient comes"
    ),
    Field("Case", f"{_CASE}.name", required=True),
)
_ACCIDENT = (Field("Accident", f"{_CASE}.accident_on", Input.DATE),)
_STATE = (Field("State", f"{_CASE}.accident_state", width=52, stored=upper),)
_EMPLOYER = (Field("Employer", f"{_CASE}.employer"),)
_INSURER = (Field("Claim no.", f"{_CASE}.claim_number", Input.CODE),)
_ONSET = (
    Field("Onset", f"{_CASE}.onset_on", Input.DATE),
    Field("Referred by", f"{_CASE}.referring_id", Input.CHOICE),
)


_TIPS = {
    "patient.signature_on_file_on": "Items 12 and 13; empty until the patient has signed",
    f"{_INS}.relationship": "How the patient stands to the insured, item 6",
    f"{_INS}.copay": "What the patient owes at each visit",
    f"{_CASE}.name": "A name to find the case by, such as Low back 2026",
    f"{_CASE}.claim_number": "The insurer’s number for the injury",
    f"{_CASE}.onset_on": "The first symptoms",
}


def empty_draft(as_of: date) -> dict[str, Any]:
    """A registration nobody has typed into yet, by part and field."""
    return {
        "patient": {
            "name": PersonName(),
            "birth_on": None,
            "sex": "U",
            "phone": "",
            "phone2": "",
            "email": "",
            "address": Address(),
            "signature_on_file_on": None,
        },
        "insurances": {
            "0": {
                "payer_id": None,
                "member_id": "",
                "group_number": "",
                "relationship": SELF,
                "from_on": as_of,
                "copay": ZERO,
                "subscriber_name": PersonName(),
                "subscriber_birth_on": None,
                "subscriber_sex": "",
            }
        },
        "case": {
            "kind": CaseKind.HEALTH,
            "name": case_name(CaseKind.HEALTH, as_of),
            "accident_on": None,
            "accident_state": "",
            "employer": "",
            "claim_number": "",
            "onset_on": None,
            "referring_id": None,
        },
    }


def case_name(kind: CaseKind, as_of: date) -> str:
    """What a case is called until somebody names the complaint."""
    return f"{_NAMES[kind]} {as_of.year}"


def registration_of(draft: dict[str, Any], as_of: date) -> Registration:
    """The draft as the workflow takes it; its birth date must be typed."""
    patient = Patient(**draft["patient"])
    case = Case(**draft["case"], opened_on=as_of)
    card = dict(draft["insurances"]["0"])
    if card["payer_id"] is None or case.kind is CaseKind.CASH:
        return Registration(patient=patient, case=case)
    self_insured = card["relationship"] == SELF
    coverage = Coverage(
        **(card | {"copay": card["copay"] or ZERO}),
        subscriber_address=Address() if self_insured else patient.address,
        benefits_signed_on=patient.signature_on_file_on,
    )
    if self_insured:
        coverage = replace(
            coverage, subscriber_name=PersonName(), subscriber_birth_on=None, subscriber_sex=""
        )
    if case.kind is CaseKind.HEALTH:
        return Registration(patient=patient, case=case, insurances=(coverage,))
    return Registration(patient=patient, case=case, case_insurances=(coverage,))


def check_registration(db: Database, registration: Registration, as_of: date) -> list[Finding]:
    """What is wrong with a registration, under the names of the form's fields."""
    return [_named(finding) for finding in registration_findings(db, registration, as_of)]


def _named(finding: Finding) -> Finding:
    """The insurance of an injury stands in the same fields as any other."""
    return replace(finding, field=finding.field.removeprefix("case_"))


class RegistrationForm(KeptForm):
    """Kept until it is saved: leaving it loses nothing."""

    chart_asked = Signal(str)  # chart number of who seems to be the same person

    def __init__(self, clinic: Clinic, undo: Undo) -> None:
        self._clinic = clinic
        self._as_of = clinic.as_of
        self._found: list[Finding] = []
        self._choices = Choices()
        self._named_by_us = case_name(CaseKind.HEALTH, self._as_of)
        parts = (
            Part(_PERSON),
            Part(_PAYER, 1, _not_cash),
            Part(_CARD, 1, lambda values: _insured(values) and _not_cash(values)),
            Part(_INSURED, 1, lambda values: _other_insured(values) and _not_cash(values)),
            Part(_WHY, 1),
            Part(_ACCIDENT, 1, _injury),
            Part(_STATE, 1, _auto),
            Part(_EMPLOYER, 1, _worker),
            Part(_INSURER, 1, _injury),
            Part(_ONSET, 1, _not_cash),
        )
        form = RecordForm(parts, as_of=self._as_of, undo=undo, tips=_TIPS)
        super().__init__(form, title=lambda _draft: "New patient", check=lambda _draft: self._found)
        self.banner = Banner()
        self.add_below(self.banner)
        self.start_over()

    def start_over(self) -> None:
        """An empty form."""
        self._found = []
        self._named_by_us = case_name(CaseKind.HEALTH, self._as_of)
        self.banner.silence()
        self.load(empty_draft(self._as_of), new=True)

    def offer(self, choices: Choices) -> None:
        """Payers and referring providers to choose from."""
        self._choices = choices
        payers = [(payer.id, payer.name) for payer in choices.payers if payer.active]
        referring = [(found.id, str(found)) for found in choices.referring if found.active]
        self.form.set_choices(f"{_INS}.payer_id", [(None, "No insurance"), *payers])
        self.form.set_choices(f"{_CASE}.referring_id", [(None, "Nobody"), *referring])

    def registration(self) -> Registration:
        """What was typed, as the workflow takes it."""
        return registration_of(self.form.record(), self._as_of)

    def save(self) -> None:
        """Ask for it to be registered; the workflow checks what stands in the form now."""
        self.form.speak_up()
        if not self.form.problems():
            self.save_asked.emit(self.form.record())

    def back(self) -> bool:
        """Leaving loses nothing, so nothing has to be taken back."""
        return False

    def take_outcome(self, outcome: Outcome) -> bool:
        """Saved: the form is empty for the next patient."""
        self._found = [_named(finding) for finding in outcome.findings]
        if not super().take_outcome(replace(outcome, findings=tuple(self._found))):
            return False
        self.start_over()
        return True

    def _edited(self, name: str) -> None:
        self._fill_in(name)
        super()._edited(name)
        if self.form.complete():
            self._clinic.jobs.read(
                check_registration,
                self.registration(),
                self._as_of,
                then=self._take_findings,
                latest=("registration", id(self)),
            )

    def _take_findings(self, found: list[Finding]) -> None:
        self._found = found
        same = [finding for finding in found if finding.rule == SAME_PERSON]
        self._warn_same(same[0] if same else None)
        self.look()

    def _warn_same(self, finding: Finding | None) -> None:
        if finding is None:
            self.banner.silence()
            return
        chart = finding.value.removeprefix("chart ")
        if self.banner.text == f"{finding.message}.":
            return
        button = KeyButton(f"Open chart {chart}", "F7")
        button.clicked.connect(lambda: self.chart_asked.emit(chart))
        self.banner.tell(f"{finding.message}.", finding.why, button)

    @property
    def same_chart(self) -> str:
        """The chart of who seems to be the same person; empty where there is none."""
        found = next((finding for finding in self._found if finding.rule == SAME_PERSON), None)
        return found.value.removeprefix("chart ") if found is not None else ""

    def _fill_in(self, name: str) -> None:
        """What follows from what was typed: a case insurer means an injury, a kind of case names it."""
        values = self.form.values()
        if name == f"{_INS}.payer_id":
            payer = self._choices.payer(PayerId(values[name] or 0))
            code = payer.claim_filing_code if payer is not None else ""
            kind = CaseKind.WORKERS_COMP if code == "WC" else CaseKind.AUTO
            if code in CASE_CODES and values[f"{_CASE}.kind"] is CaseKind.HEALTH:
                self.form.set_value(f"{_CASE}.kind", kind)
        elif name == f"{_CASE}.kind" and values[f"{_CASE}.name"] in ("", self._named_by_us):
            self._named_by_us = case_name(values[name], self._as_of)
            self.form.set_value(f"{_CASE}.name", self._named_by_us)
