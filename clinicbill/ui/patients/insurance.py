"""Insurance: who pays on which day, in which order, for whom the patient is insured, and the card's numbers."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.identifiers import CoverageId, PatientId, PayerId
from clinicbill.patients.case import CaseKind
from clinicbill.patients.coverage import ORDER_WORDS, SELF, Coverage
from clinicbill.patients.coverage_checks import coverage_findings, coverages_findings
from clinicbill.patients.relationships import INSURANCE_TYPES, RELATIONSHIPS
from clinicbill.practice.payer_kinds import CASE_CODES, MEDICARE_CODES
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.patients.details import SEX_CHOICES
from clinicbill.ui.widgets.columns import Column, Group
from clinicbill.ui.widgets.contact_fields import address_fields, phone_field
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.list_form import ListForm
from clinicbill.ui.widgets.record_form import COUNT, Part, RecordForm, Values, whole_number
from clinicbill.ui.widgets.runs import NOT_YET

if TYPE_CHECKING:
    from clinicbill.basics.findings import Finding
    from clinicbill.basics.identifiers import CaseId
    from clinicbill.ui.patients.reads import PatientFile
    from clinicbill.ui.undo import Undo

ORDERS = tuple((order, words.capitalize()) for order, words in ORDER_WORDS.items())
RELATIONS = tuple(RELATIONSHIPS.items())
_PAYERS_FORM = ("", "As the payer wants it")
_BENEFITS = ((True, "Paid to the practice"), (False, "Paid to the patient"))
_ASSIGNMENT = ((True, "Accepted"), (False, "Not accepted"))
_TIPS = {
    "member_id": "Item 1a, as it stands on the card",
    "group_number": "Item 11",
    "relationship": "How the patient stands to the insured, item 6",
    "copay": "What the patient owes at each visit",
    "benefits_signed_on": "Signature on file, item 13",
    "accepts_assignment": "Item 27",
    "profile": "Only where this insurance wants its claims otherwise than its payer",
    "insurance_type_code": "Why another insurance pays before Medicare",
}
_WHY_SECOND = (("", "–"), *INSURANCE_TYPES.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Coverage):
    """An insurance as the form shows it; `replaces` is the older one that ends the day before it begins."""

    replaces: CoverageId | None = None

    @classmethod
    def of(cls, coverage: Coverage) -> Card:
        """The stored insurance as a card."""
        return cls(**{part.name: getattr(coverage, part.name) for part in fields(coverage)})

    def coverage(self) -> Coverage:
        """What is stored of it."""
        return Coverage(**{part.name: getattr(self, part.name) for part in fields(Coverage)})


@dataclass(frozen=True, slots=True, kw_only=True)
class InsuranceRow:
    """One insurance in the list."""

    coverage: Coverage
    payer: str
    pays_for: str


_CARD = (
    Field("Payer", "payer_id", Input.CHOICE, required=True),
    Field("Pays for", "case_id", Input.CHOICE),
    Field("Order", "priority", Input.CHOICE, choices=ORDERS, width=128),
    Field("Member id", "member_id", Input.CODE),
    Field("Group no.", "group_number", Input.CODE),
    Field("Plan", "plan_name"),
    Field("From", "from_on", Input.DATE, required=True),
    Field("to", "to_on", Input.DATE, beside=True),
)
_REPLACES = (
    Field("Replaces", "replaces", Input.CHOICE, help="That one ends on the day before this one begins"),
)
_TERMS = (
    Field("Insured is", "relationship", Input.CHOICE, choices=RELATIONS, width=150),
    Field("Copay", "copay", Input.MONEY, width=84),
    Field("visits a year", "visit_limit", width=84, check=whole_number, beside=True, placeholder="no limit"),
    Field("Benefits", "benefits_assigned", Input.CHOICE, choices=_BENEFITS),
    Field("Signed on", "benefits_signed_on", Input.DATE),
    Field("Assignment", "accepts_assignment", Input.CHOICE, choices=_ASSIGNMENT, width=150),
    Field("Claims form", "profile", Input.CHOICE, choices=(_PAYERS_FORM,)),
)
_SECOND = (Field("Why second", "insurance_type_code", Input.CHOICE, choices=_WHY_SECOND),)
_INSURED = (
    Field("Last name", "subscriber_name.last", section="The insured"),
    Field("First name", "subscriber_name.first"),
    Field("Birth date", "subscriber_birth_on", Input.DATE),
    Field("Sex", "subscriber_sex", Input.CHOICE, choices=(("", "–"), *SEX_CHOICES), width=104, beside=True),
    *address_fields("subscriber_address"),
    phone_field("Phone", "subscriber_phone"),
)

COLUMNS: tuple[Column[InsuranceRow], ...] = (
    Column("Order", lambda row: ORDER_WORDS[row.coverage.priority].capitalize()),
    Column("Payer", lambda row: row.payer, weight=MEDIUM, stretch=2, width=120),
    Column("Pays for", lambda row: row.pays_for, stretch=1, width=80),
    Column("Member id", lambda row: row.coverage.member_id, mono=True),
    Column("From", lambda row: row.coverage.from_on, right=True),
    Column("To", lambda row: row.coverage.to_on or NOT_YET, right=True),
    Column("Copay", lambda row: row.coverage.copay, right=True),
)


def new_card(file: PatientFile) -> Card:
    """A card to begin with: today, in the next free place of the order, replacing nothing."""
    taken = {coverage.priority for coverage in file.health_coverages(file.as_of)}
    order = next((order for order in ORDER_WORDS if order not in taken), 1)
    return Card(
        patient_id=PatientId(file.patient.id), payer_id=PayerId(0), priority=order, from_on=file.as_of
    )


class InsuranceTab(ListForm[InsuranceRow]):
    """What counts on the chosen day stands first."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        self._file: PatientFile | None = None
        self.day = self._as_of = as_of
        parts = (
            Part(_CARD),
            Part(_TERMS, 1),
            Part(_SECOND, 1, self._medicare_waits),
            Part(_REPLACES, 1, self._can_replace),
            Part(_INSURED, 1, lambda values: values.get("relationship") not in (SELF, None)),
        )
        form = RecordForm(parts, as_of=as_of, undo=undo, turns={"visit_limit": COUNT}, tips=_TIPS)
        super().__init__(
            "Insurance",
            COLUMNS,
            KeptForm(form, title=self._title, check=self._findings),
            identity=lambda row: row.coverage.id,
            record_of=lambda row: Card.of(row.coverage),
            sizes=(154, 346),
        )
        self.set_empty(
            "No insurance yet.", "Without one the patient pays. Several may follow each other or add up."
        )
        form.edited.connect(self._follow)

    def show_file(self, file: PatientFile) -> None:
        """Show the patient's insurances as they count on the chosen day."""
        self.kept.make_way()
        if self._file is None or self._file.patient.id != file.patient.id:
            self.day = file.as_of
        self._file = file
        form = self.kept.form
        used = [payer for payer in file.choices.payers if payer.active or self._names(payer.id)]
        form.set_choices("payer_id", [(payer.id, payer.name) for payer in used])
        injuries = [case for case in file.cases if case.kind in (CaseKind.WORKERS_COMP, CaseKind.AUTO)]
        form.set_choices(
            "case_id", [(None, "Every health visit"), *((case.id, case.name) for case in injuries)]
        )
        form.set_choices("replaces", [(None, "No other insurance"), *self._replaceable()])
        known = dict([_PAYERS_FORM, *file.choices.profiles])
        known |= {card.profile: card.profile for card in file.coverages if card.profile not in known}
        form.set_choices("profile", list(known.items()))
        self.fill(self._groups(file))

    def set_day(self, day: date) -> None:
        """Show what counts on another day of service."""
        self.day = day
        if self._file is not None:
            self.fill(self._groups(self._file))

    def begin(self) -> None:
        """A new card."""
        if self._file is not None:
            self.add(new_card(self._file))

    def _names(self, payer_id: PayerId) -> bool:
        return self._file is not None and any(c.payer_id == payer_id for c in self._file.coverages)

    def _replaceable(self) -> list[tuple[CoverageId, str]]:
        """What a new card can replace: whatever has not ended."""
        if self._file is None:
            return []
        return [
            (
                c.id,
                f"{self._file.choices.payer_name(c.payer_id)}, {ORDER_WORDS[c.priority]} since {slashed(c.from_on)}",
            )
            for c in self._file.coverages
            if c.to_on is None or c.to_on > self._file.as_of
        ]

    def _groups(self, file: PatientFile) -> list[Group[InsuranceRow]]:
        counting = set(file.health_coverages(self.day))
        for case in file.cases:
            counting |= set(file.case_coverages(case, self.day))
        names: dict[CaseId | None, str] = {None: "Health", **{case.id: case.name for case in file.cases}}
        rows = [
            InsuranceRow(
                coverage=coverage,
                payer=file.choices.payer_name(coverage.payer_id),
                pays_for=names.get(coverage.case_id, ""),
            )
            for coverage in file.coverages
        ]
        now = [row for row in rows if row.coverage in counting]
        other = [row for row in rows if row.coverage not in counting]
        groups = [Group(f"Counts on {slashed(self.day)}", "chosen by date of service", now)] if now else []
        if other:
            groups.append(Group("Other times", f"does not count on {slashed(self.day)}", other))
        return groups

    def _title(self, card: Card) -> str:
        name = self._file.choices.payer_name(card.payer_id) if self._file is not None else ""
        if not card.id:
            return f"New insurance: {name}" if name else "New insurance"
        return f"{name}, {ORDER_WORDS[card.priority]}"

    def _can_replace(self, _values: Values) -> bool:
        return self.kept.new and bool(self._replaceable())

    def _medicare_waits(self, values: Values) -> bool:
        payer = self._file.choices.payer(PayerId(values["payer_id"] or 0)) if self._file is not None else None
        medicare = payer is not None and payer.claim_filing_code in MEDICARE_CODES
        return (medicare and (values["priority"] or 1) > 1) or bool(values.get("insurance_type_code"))

    def _follow(self, name: str) -> None:
        """What follows from what was chosen, while a card is new."""
        if self._file is None or not self.kept.new:
            return
        card: Card = self.kept.form.record()
        if name == "replaces":
            self._take_place(card)
        elif name == "payer_id":
            self._tie_to_case(card)

    def _take_place(self, card: Card) -> None:
        """The new card stands where the one it replaces stood."""
        old = next((c for c in self._file.coverages if c.id == card.replaces), None) if self._file else None
        if old is not None:
            self.kept.form.set_value("priority", old.priority)
            self.kept.form.set_value("case_id", old.case_id)

    def _tie_to_case(self, card: Card) -> None:
        """Workers' compensation and auto pay for a case: choose it where there is but one."""
        if self._file is None:
            return
        payer = self._file.choices.payer(card.payer_id)
        injuries = [c for c in self._file.open_cases() if c.kind in (CaseKind.WORKERS_COMP, CaseKind.AUTO)]
        if payer is not None and payer.claim_filing_code in CASE_CODES and len(injuries) == 1:
            self.kept.form.set_value("case_id", injuries[0].id)
            self.kept.form.set_value("priority", 1)

    def _findings(self, card: Card) -> list[Finding]:
        """What is wrong with this card, and what it brings into disorder among the others."""
        payer = self._file.choices.payer(card.payer_id) if self._file is not None else None
        if self._file is None or payer is None:
            return []
        others = [self._ended(c, card) for c in self._file.coverages if c.id != card.id]
        before = coverages_findings(others)
        between = [found for found in coverages_findings([*others, card.coverage()]) if found not in before]
        if not card.id:  # what it brings into disorder stands where the eye was first
            between = [replace(found, field="payer_id") for found in between]
        return [*coverage_findings(card.coverage(), payer, self._as_of), *between]

    def _ended(self, coverage: Coverage, card: Card) -> Coverage:
        """The insurance as it will be once the card that replaces it is saved."""
        last = card.from_on - timedelta(days=1)
        if coverage.id != card.replaces or last < coverage.from_on:
            return coverage
        return replace(coverage, to_on=min(last, coverage.to_on or last))
