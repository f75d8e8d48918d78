"""Cases: the episode of care, its accident and dates, and who stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.case_checks import birth_findings, case_findings, payer_of_case_findings
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.contact_fields import phone_field, upper
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.list_form import ListForm
from clinicbill.ui.widgets.record_form import Part, RecordForm, Values
from clinicbill.ui.widgets.runs import Run, state

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.basics.findings import Finding
    from clinicbill.ui.patients.reads import PatientFile
    from clinicbill.ui.undo import Undo

CASE_WORDS = {
    CaseKind.HEALTH: "Health insurance",
    CaseKind.WORKERS_COMP: "Workers’ comp",
    CaseKind.AUTO: "Auto",
    CaseKind.CASH: "Cash",
}
CASE_KINDS = tuple(CASE_WORDS.items())
_INJURIES = (CaseKind.WORKERS_COMP, CaseKind.AUTO)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case in the list, with who pays for it today."""

    case: Case
    payers: str
    open: bool


def _insured(values: Values) -> bool:
    return values.get("kind") is not CaseKind.CASH


def _injury(values: Values) -> bool:
    return values.get("kind") in _INJURIES


def _health(values: Values) -> bool:
    return values.get("kind") is CaseKind.HEALTH


def _worker(values: Values) -> bool:
    return values.get("kind") is CaseKind.WORKERS_COMP


def _auto(values: Values) -> bool:
    return values.get("kind") is CaseKind.AUTO


_CASE = (
    Field("Kind", "kind", Input.CHOICE, choices=CASE_KINDS, width=168),
    Field("Name", "name", required=True, placeholder="Low back 2026"),
    Field("Opened", "opened_on", Input.DATE, required=True),
    Field("closed", "closed_on", Input.DATE, beside=True),
)
_ACCIDENT = (
    Field("Accident", "accident_on", Input.DATE),
    Field("State", "accident_state", width=52, beside=True, stored=upper),
)
_OTHER_ACCIDENT = (
    Field(
        "Other accident",
        "other_accident",
        Input.CHOICE,
        choices=((False, "No"), (True, "Yes, item 10c")),
        width=150,
    ),
    Field("happened", "accident_on", Input.DATE, beside=True),
)
_DATES = (
    Field("Onset", "onset_on", Input.DATE),
    Field("First treated", "initial_treatment_on", Input.DATE),
    Field("Referred by", "referring_id", Input.CHOICE),
)
_INSURER = (Field("Claim no.", "claim_number", Input.CODE),)
_WORKER = (Field("Employer", "employer"),)
_ADJUSTER = (
    Field("Adjuster", "adjuster_name"),
    phone_field("Phone", "adjuster_phone"),
)
_ATTORNEY = (
    Field("Attorney", "attorney_name"),
    phone_field("Phone", "attorney_phone"),
    Field(
        "Lien",
        "lien",
        Input.CHOICE,
        choices=((False, "No"), (True, "Letter of protection held")),
        help="Statements wait while it is held",
    ),
)
_ABSENCE = (
    Field("Off work", "unable_from_on", Input.DATE),
    Field("to", "unable_to_on", Input.DATE, beside=True),
    Field("In hospital", "hospital_from_on", Input.DATE),
    Field("to", "hospital_to_on", Input.DATE, beside=True),
)
_OTHER_DATES = (
    Field("Last seen", "last_seen_on", Input.DATE),
    Field("Last X-ray", "last_xray_on", Input.DATE),
    Field("Acute since", "acute_manifestation_on", Input.DATE),
    Field("Last period", "last_menstrual_on", Input.DATE),
    Field("Prescribed", "prescription_on", Input.DATE),
    Field("Took over", "assumed_care_on", Input.DATE),
    Field("Gave up", "relinquished_care_on", Input.DATE),
    Field("First contact", "first_contact_on", Input.DATE),
)

_TIPS = {
    "accident_on": "The day of the accident, items 10 and 14",
    "onset_on": "The first symptoms, item 14",
    "initial_treatment_on": "The first treatment of the case, items 14 and 15",
    "referring_id": "Item 17",
    "claim_number": "The insurer’s number for the injury, item 11b",
    "unable_from_on": "Unable to work, item 16",
    "hospital_from_on": "Stay in hospital, item 18",
    "last_seen_on": "Last seen by the attending or supervising physician, item 15 with 304",
    "last_xray_on": "The last X-ray, item 15 with 455",
    "acute_manifestation_on": "A chronic condition became acute, item 15 with 453",
    "last_menstrual_on": "The last menstrual period, item 14 with 484",
    "prescription_on": "Prescription of lenses, frames or a hearing aid, item 15 with 471",
    "assumed_care_on": "Care after surgery taken over from the surgeon, item 15 with 090",
    "relinquished_care_on": "Care after surgery given up to somebody else, item 15 with 091",
    "first_contact_on": "First visit after a work or auto injury, item 15 with 444",
}

COLUMNS: tuple[Column[CaseRow], ...] = (
    Column("Case", lambda row: row.case.name, weight=MEDIUM, stretch=1, width=120),
    Column("Kind", lambda row: CASE_WORDS[row.case.kind]),
    Column("Paid by", lambda row: row.payers, stretch=1, width=110),
    Column("Opened", lambda row: row.case.opened_on, right=True),
    Column("State", lambda row: _open_state(row)),
)


def _open_state(row: CaseRow) -> Run:
    if row.open:
        return state("circle", "Open", Role.TEXT2)
    return state("circle-check", "Closed", Role.TEXT3)


class CasesTab(ListForm[CaseRow]):
    """The fields follow the kind of case."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        self._file: PatientFile | None = None
        self._as_of = as_of
        parts = (
            Part(_CASE),
            Part(_ACCIDENT, 0, _injury),
            Part(_OTHER_ACCIDENT, 0, _health),
            Part(_DATES, 0, _insured),
            Part(_INSURER, 1, _injury),
            Part(_WORKER, 1, _worker),
            Part(_ADJUSTER, 1, _injury),
            Part(_ATTORNEY, 1, _auto),
            Part(_ABSENCE, 1, _insured),
            Part(_OTHER_DATES, 1, _insured, fold="Other dates for the claim"),
        )
        form = RecordForm(parts, as_of=as_of, undo=undo, tips=_TIPS)
        super().__init__(
            "Cases",
            COLUMNS,
            KeptForm(form, title=lambda case: case.name if case.id else "New case", check=self._findings),
            identity=lambda row: row.case.id,
            record_of=lambda row: row.case,
            sizes=(120, 380),
        )
        self.set_empty(
            "No case yet.", "Each complaint, injury or accident is a case; a visit belongs to one."
        )

    def show_file(self, file: PatientFile) -> None:
        """Show the patient's cases, open ones first."""
        self.kept.make_way()
        self._file = file
        offered = [(provider.id, str(provider)) for provider in file.choices.referring]
        self.kept.form.set_choices("referring_id", [(None, "Nobody"), *offered])
        opened = set(file.open_cases())
        self.fill(
            [CaseRow(case=case, payers=_payers(file, case), open=case in opened) for case in file.cases]
        )

    def begin(self) -> None:
        """A new case, opened today."""
        if self._file is not None:
            self.add(Case(patient_id=self._file.patient.id, name="", opened_on=self._file.as_of))

    def _findings(self, case: Case) -> list[Finding]:
        coverages = self._file.coverages if self._file is not None else ()
        born = birth_findings(case, self._file.patient.birth_on) if self._file is not None else []
        return [*case_findings(case, self._as_of), *born, *payer_of_case_findings(case, coverages)]


def _payers(file: PatientFile, case: Case) -> str:
    if case.kind is CaseKind.CASH:
        return "the patient"
    found = file.case_coverages(case, file.as_of)
    return ", ".join(file.choices.payer_name(coverage.payer_id) for coverage in found)
