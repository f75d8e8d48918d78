"""Default modifiers: what a new line starts with, by payer, kind of insurance, kind of case and code.

The most telling row wins. AT is never a default: it says that a treatment is active, which somebody has to have
answered for the plan of care.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import DefaultModifierId, PayerId
from clinicbill.practice.payer_kinds import CLAIM_FILING_CODES, MEDICARE_CODES
from clinicbill.practice.procedure_checks import MODIFIER, MOST_MODIFIERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clinicbill.encounters.encounter import EncounterLine

# An id of 0: not saved yet.
_NEW = DefaultModifierId(0)
ACTIVE_TREATMENT = "AT"
_MANIPULATIONS = ("98940", "98941", "98942")
_AT_SOURCE = "CMS, Medicare Benefit Policy Manual (100-02), chapter 15, section 240.1.3; Claims Processing Manual, chapter 12, section 220"


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultModifier:
    """One row of the table.

    Attributes:
        procedure_code: a code, or how codes begin ("97" for all that begin so); empty for every code.
        payer_id: for this payer only.
        claim_filing_code: for payers of this kind only (SBR09).
        case_kind: for cases of this kind only.
        from_on, to_on: first and last day of service.
        note: why, in the office's words.
    """

    id: DefaultModifierId = _NEW
    procedure_code: str
    payer_id: PayerId | None = None
    claim_filing_code: str = ""
    case_kind: str = ""
    modifiers: tuple[str, ...]
    from_on: date
    to_on: date | None = None
    note: str = ""
    active: bool = True

    @property
    def weight(self) -> tuple[bool, bool, bool, int]:
        """How telling it is: payer before kind of insurance before kind of case before code."""
        return (
            self.payer_id is not None,
            bool(self.claim_filing_code),
            bool(self.case_kind),
            len(self.procedure_code),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualModifiers:
    """What decides the default modifiers of a visit's lines.

    Attributes:
        rows: the table.
        payer_id, claim_filing_code: of the payer billed first; None and empty where nobody insures the visit.
        active_treatment: whether the plan of care says that the treatment is active on the day.
    """

    on: date
    rows: tuple[DefaultModifier, ...] = ()
    payer_id: PayerId | None = None
    claim_filing_code: str = ""
    case_kind: str = ""
    active_treatment: bool = False

    def row(self, code: str) -> DefaultModifier | None:
        """The row that counts for a code."""
        able = [row for row in self.rows if self._fits(row, code)]
        return max(able, key=lambda row: (row.weight, row.from_on, row.id), default=None)

    def of(self, code: str, own: Sequence[str] = ()) -> tuple[str, ...]:
        """What a new line starts with: the row's modifiers, else `own` (the procedure list's).

        AT comes from the answer in the plan of care alone, for Medicare's manipulations.
        """
        row = self.row(code)
        found = row.modifiers if row is not None else own
        usual = tuple(modifier for modifier in found if modifier != ACTIVE_TREATMENT)
        return (ACTIVE_TREATMENT, *usual)[:MOST_MODIFIERS] if self.asks_active(code) else usual

    def asks_active(self, code: str) -> bool:
        """Whether the plan of care's answer puts AT on this code."""
        medicare = self.claim_filing_code in MEDICARE_CODES
        return self.active_treatment and medicare and code in _MANIPULATIONS

    def why(self, code: str, modifier: str) -> str:
        """Where a modifier of a line comes from; empty where it is no default."""
        if modifier == ACTIVE_TREATMENT:
            return "Plan of care: active treatment" if self.asks_active(code) else ""
        row = self.row(code)
        if row is None or modifier not in row.modifiers:
            return ""
        return f"Default modifier: {row.note}" if row.note else "Default modifier"

    def _fits(self, row: DefaultModifier, code: str) -> bool:
        return (
            row.active
            and row.from_on <= self.on
            and (row.to_on is None or self.on <= row.to_on)
            and code.startswith(row.procedure_code)
            and row.payer_id in (None, self.payer_id)
            and row.claim_filing_code in ("", self.claim_filing_code)
            and row.case_kind in ("", self.case_kind)
        )


def with_modifiers(line: EncounterLine, usual: Iterable[str]) -> EncounterLine:
    """The line with these modifiers behind its own, none twice, at most four."""
    together = dict.fromkeys((*line.modifiers, *usual))
    return replace(line, modifiers=tuple(together)[:MOST_MODIFIERS])


# What may be saved -----------------------------------------------------------------------------------


def default_modifier_findings(row: DefaultModifier, others: Iterable[DefaultModifier]) -> list[Finding]:
    """S50: AT; S51: modifiers that cannot be; S52: two rows for the same; S53: the days."""
    return [*_active(row), *_modifiers(row), *_twice(row, others), *_days(row)]


def _active(row: DefaultModifier) -> Iterator[Finding]:
    if ACTIVE_TREATMENT in row.modifiers:
        yield _finding(
            "S50",
            "AT is never a default modifier",
            "modifiers",
            "Answer for each plan of care whether the treatment is active; AT follows from that.",
            why="AT certifies that this treatment is active and corrective, not maintenance.",
            source=_AT_SOURCE,
        )


def _modifiers(row: DefaultModifier) -> Iterator[Finding]:
    wrong = [one for one in row.modifiers if not MODIFIER.fullmatch(one)]
    if not row.modifiers or wrong or len(row.modifiers) > MOST_MODIFIERS:
        message = f"“{wrong[0]}” is no modifier" if wrong else f"One to {MOST_MODIFIERS} modifiers"
        yield _finding("S51", message, "modifiers", "Two letters or digits each, blanks between.")
    elif len(set(row.modifiers)) < len(row.modifiers):
        yield _finding("S51", "A modifier stands twice", "modifiers", "Take one of them off.")
    if row.claim_filing_code and row.claim_filing_code not in CLAIM_FILING_CODES:
        message = f"“{row.claim_filing_code}” is no kind of insurance"
        yield _finding("S51", message, "claim_filing_code", "Choose one of the list.")


def _twice(row: DefaultModifier, others: Iterable[DefaultModifier]) -> Iterator[Finding]:
    for other in others:
        if other.active and row.active and _key(other) == _key(row) and _overlap(row, other):
            message = "There is a row for the same code, payer, insurance and case on these days"
            yield _finding("S52", message, "procedure_code", "Change that one, or end it first.")
            return


def _key(row: DefaultModifier) -> tuple[str, int | None, str, str]:
    return (row.procedure_code, row.payer_id, row.claim_filing_code, row.case_kind)


def _overlap(one: DefaultModifier, other: DefaultModifier) -> bool:
    last = date.max
    return one.from_on <= (other.to_on or last) and other.from_on <= (one.to_on or last)


def _days(row: DefaultModifier) -> Iterator[Finding]:
    if row.to_on is not None and row.to_on < row.from_on:
        yield _finding("S53", "It ends before it begins", "to_on", "Correct the days.")


def _finding(
    rule: str, message: str, field_name: str, fix: str, *, why: str = "", source: str = "house rule"
) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.MUST_FIX,
        message=message,
        where="default modifier",
        why=why,
        source=source,
        fix=fix,
        field=field_name,
    )
