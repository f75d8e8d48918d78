"""CodedDay: what was coded and what is known around it, the same whether it comes from a visit or from a claim."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.look_up import CodeAnswer, CodeLookUp
from clinicbill.coding.abn import Abn
from clinicbill.coding.drug_vial import DrugVial
from clinicbill.coding.edits.reference import NOTHING_LOADED, Reference
from clinicbill.coding.edits.rules import Problem, Scope, line_item
from clinicbill.encounters.encounter import POINTER_LETTERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedLine:
    """One service line as the edits look at it.

    Attributes:
        pointers: positions of diagnoses, 1–12, the main one first.
        diagnoses: the codes it points at, in that order.
        taxonomy, credential: of who rendered it.
    """

    on: date
    procedure: str
    modifiers: tuple[str, ...] = ()
    pointers: tuple[int, ...] = ()
    diagnoses: tuple[str, ...] = ()
    units: int = 1
    pos: str = "11"
    ndc: str = ""
    ndc_unit: str = ""
    ndc_quantity: str = ""
    wasted_units: int = 0
    taxonomy: str = ""
    credential: str = ""
    charge_cents: int = 0

    def has(self, *modifiers: str) -> bool:
        """Whether it carries one of the modifiers."""
        return not set(modifiers).isdisjoint(self.modifiers)

    @property
    def shown(self) -> str:
        """As item 24D shows it: 97140 GP 59."""
        return " ".join((self.procedure, *self.modifiers))


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierService:
    """A service of the same patient on another day, or on another visit of the same day.

    Attributes:
        diagnoses: what its line pointed at.
        taxonomy: of who rendered it.
    """

    on: date
    procedure: str
    modifiers: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    taxonomy: str = ""
    charge_cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What neither the visit nor the frozen claim says of itself.

    Attributes:
        mac: the Medicare contractor of the payer that is billed first.
        treatment: the plan of care's answer on the day: "active", "maintenance", or "" where nobody answered.
        abns: the notices given to the patient.
        earlier: the patient's other services here, for global periods and yearly amounts.
        vials: the office's drugs by procedure code.
        reference: NCCI, MUE, fee schedule and add-on codes, as far as they are loaded.
    """

    mac: str = ""
    treatment: str = ""
    abns: tuple[Abn, ...] = ()
    earlier: tuple[EarlierService, ...] = ()
    vials: tuple[DrugVial, ...] = ()
    reference: Reference = NOTHING_LOADED


_NOBODY_ASKED = CodeAnswer(known=True, billable=True, covers=True, said="")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedDay:
    """Everything the edits look at.

    Attributes:
        as_of: the day of the check; no rule asks the clock.
        diagnoses: ICD-10-CM codes with their dot, the order is A–L.
        sex: F, M or U.
        filing_code: SBR09 of the payer; empty where nobody insures the day.
        profile: key of the payer profile.
        case_kind: health, workers_comp, auto or cash.
        initial_treatment_on: when the course of treatment began.
        ordered: whether an ordering or referring provider with an NPI is named.
        orderer: DN, DK or DQ; empty where nobody is named.
        prior_authorization: the number of item 23; empty where there is none.
        codes: None leaves out what needs the code library.
    """

    as_of: date
    diagnoses: tuple[str, ...]
    lines: tuple[CodedLine, ...]
    birth_on: date
    sex: str = "U"
    filing_code: str = ""
    profile: str = ""
    case_kind: str = "health"
    delivery: str = ""
    initial_treatment_on: date | None = None
    ordered: bool = False
    orderer: str = ""
    prior_authorization: str = ""
    codes: CodeLookUp | None = None
    around: Around = field(default_factory=Around)

    @property
    def scope(self) -> Scope:
        """What decides which row of a rule counts."""
        return Scope(
            filing_code=self.filing_code,
            mac=self.around.mac,
            case_kind=self.case_kind,
            delivery=self.delivery,
            day=self.first_on,
        )

    @property
    def first_on(self) -> date:
        """The earliest date of service."""
        return min((line.on for line in self.lines), default=self.as_of)

    @property
    def is_medicare(self) -> bool:
        """Original Medicare, Part B."""
        return self.filing_code == "MB"

    def days(self) -> list[tuple[date, list[tuple[int, CodedLine]]]]:
        """The dates of service, each with (index, line) of its lines."""
        found: dict[date, list[tuple[int, CodedLine]]] = defaultdict(list)
        for index, line in enumerate(self.lines):
            found[line.on].append((index, line))
        return sorted(found.items())

    def lines_with(self, codes: Collection[str]) -> Iterator[tuple[int, CodedLine]]:
        """(index, line) of the lines with one of the procedures."""
        return ((index, line) for index, line in enumerate(self.lines) if line.procedure in codes)

    def answer(self, code: str) -> CodeAnswer:
        """What the code library says of a diagnosis on the first day; nothing against it where none is asked."""
        return self.codes.look_up(code, self.first_on) if self.codes is not None else _NOBODY_ASKED


def at_line(
    rule: str,
    index: int,
    line: CodedLine,
    message: str,
    *,
    item: str = "24D",
    cell: str = "modifiers",
    value: str = "",
    fix: str = "",
    source: str = "",
) -> Problem:
    """A problem of one line; its value is what item 24D shows unless another is given."""
    return Problem(
        rule=rule,
        message=message,
        where=line_item(index, item),
        value=value or line.shown,
        field=f"lines.{index}.{cell}",
        fix=fix,
        source=source,
    )


def at_diagnosis(
    rule: str, index: int, code: str, message: str, *, fix: str = "", source: str = ""
) -> Problem:
    """A problem of one diagnosis."""
    letter = POINTER_LETTERS[index] if index < len(POINTER_LETTERS) else ""
    return Problem(
        rule=rule,
        message=message,
        where=f"item 21{letter}",
        value=code,
        field=f"diagnoses.{index}",
        fix=fix,
        source=source,
    )
