"""Default modifiers: what new lines start with, by payer, kind of insurance, kind of case and code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.coding.plans.default_modifiers import DefaultModifier, default_modifier_findings
from clinicbill.patients.case import CaseKind
from clinicbill.practice.payer_kinds import CLAIM_FILING_CODES
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.setup.people import IN_USE
from clinicbill.ui.setup.record_kind import RecordKind, active_state
from clinicbill.ui.setup.section import ListSection
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.record_form import WORDS, Part
from clinicbill.ui.widgets.runs import Runs, code, quiet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.basics.findings import Finding
    from clinicbill.ui.setup.reads import SetupFile
    from clinicbill.ui.undo import Undo

_CASES = {
    CaseKind.HEALTH: "Health insurance",
    CaseKind.WORKERS_COMP: "Workers’ comp",
    CaseKind.AUTO: "Auto",
    CaseKind.CASH: "Cash",
}
_CASE_CHOICES = (("", "Every case"), *((kind.value, words) for kind, words in _CASES.items()))
_KIND_CHOICES = (("", "Every kind"), *((key, f"{key}  {words}") for key, words in CLAIM_FILING_CODES.items()))


def code_words(code_text: str) -> str:
    """Which codes a row is for: a code, how codes begin, or every code."""
    whole = 5
    return code_text if len(code_text) == whole else f"{code_text}…" if code_text else "every code"


def _for(row: DefaultModifier) -> Runs:
    parts = (
        CLAIM_FILING_CODES.get(row.claim_filing_code, ""),
        _CASES.get(CaseKind(row.case_kind), "") if row.case_kind else "",
        "one payer" if row.payer_id is not None else "",
    )
    return (quiet(", ".join(part for part in parts if part) or "everybody"),)


def _check(row: DefaultModifier, others: Sequence[DefaultModifier]) -> list[Finding]:
    return default_modifier_findings(row, others)


def _blank(day: date) -> DefaultModifier:
    return DefaultModifier(procedure_code="", modifiers=(), from_on=day)


FIELDS = (
    Field("Code", "procedure_code", Input.CODE, width=84, stored=str.upper, placeholder="every"),
    Field(
        "Modifiers", "modifiers", Input.CODE, width=140, required=True, placeholder="GP 59", stored=str.upper
    ),
    Field("Payer", "payer_id", Input.CHOICE, choices=((None, "Every payer"),), section="For whom"),
    Field("Kind", "claim_filing_code", Input.CHOICE, choices=_KIND_CHOICES),
    Field("Case", "case_kind", Input.CHOICE, choices=_CASE_CHOICES, width=190),
    Field("From", "from_on", Input.DATE, required=True, section="Days of service"),
    Field("to", "to_on", Input.DATE, beside=True),
    Field("Why", "note", placeholder="As the coding page shows it beside the modifier"),
    Field("In use", "active", Input.CHOICE, choices=IN_USE, width=140),
)
DEFAULT_MODIFIERS: RecordKind[DefaultModifier] = RecordKind(
    noun="default",
    plural="Default modifiers",
    columns=(
        Column("Code", lambda row: code_words(row.procedure_code), weight=MEDIUM, width=84),
        Column("Modifiers", lambda row: code(" ".join(row.modifiers)), width=90),
        Column("For", _for, stretch=1, width=90),
        Column("From", lambda row: slashed(row.from_on)),
        Column("", active_state),
    ),
    parts=(Part(FIELDS),),
    title=lambda row: f"{code_words(row.procedure_code)}: {' '.join(row.modifiers)}",
    check=_check,
    blank=_blank,
    empty=(
        "No default modifier yet.",
        "New lines start with them; the most telling row wins: payer, then kind, case, code. AT is never one.",
    ),
    turns={"modifiers": WORDS},
    tips={
        "procedure_code": "A code, or how codes begin: 97 is every code that begins so",
        "modifiers": "AT is refused: it follows from the plan of care",
        "payer_id": "A row for one payer goes before every other",
    },
)


class DefaultModifierSection(ListSection[DefaultModifier]):
    """The list with the payers of the practice to choose from."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        super().__init__(DEFAULT_MODIFIERS, lambda file: file.default_modifiers, as_of=as_of, undo=undo)

    def prepare(self, file: SetupFile) -> None:
        """Offer the payers a row can be for, those it names already too."""
        named = {row.payer_id for row in file.default_modifiers}
        offered = [(one.id, one.name) for one in file.payers if one.active or one.id in named]
        self.kept.form.set_choices("payer_id", [(None, "Every payer"), *offered])
