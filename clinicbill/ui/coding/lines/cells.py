"""The cells of a service line as a table: what each is called, shows, and makes of what is typed into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from clinicbill.basics.dates import parse_date, slashed
from clinicbill.basics.money import ZERO, Money
from clinicbill.encounters.encounter import EncounterLine
from clinicbill.practice.procedure_checks import MOST_MODIFIERS

_MOST_UNITS = 999
_MOST_MINUTES = 600
_APART = re.compile(r"[^0-9A-Z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One column of the service lines.

    Attributes:
        name: field of `EncounterLine`; "number" and "service" are shown only.
        title: the head.
        item: where it stands on the CMS-1500, for the tip of the head.
        least: pixels at 100 % without padding.
        right: figures stand right.
        text: what typing begins with; None where nothing is typed.
        read: the line with what was typed; ValueError says what is wrong with the text.
        wide: shown only where there is room.
        live: what is typed shows its effect at once, and not only when the cell is left.
        some: belongs to some procedures only, and shows where the office has one of them.
    """

    name: str
    title: str
    item: str
    least: int
    right: bool = False
    text: Callable[[EncounterLine], str] | None = None
    read: Callable[[str, EncounterLine, date], EncounterLine] | None = None
    wide: bool = False
    live: bool = False
    some: bool = False

    @property
    def typed(self) -> bool:
        """Whether something can be typed or chosen here."""
        return self.text is not None


def read_modifiers(text: str, line: EncounterLine, _today: date) -> EncounterLine:
    """Typed in a row or with spaces: "gp59" and "GP 59" are GP and 59."""
    found = [part[at : at + 2] for part in _APART.split(text.upper()) for at in range(0, len(part), 2)]
    if len(found) > MOST_MODIFIERS:
        raise ValueError(f"A line holds {MOST_MODIFIERS} modifiers")
    return replace(line, modifiers=tuple(found))


def read_units(text: str, line: EncounterLine, _today: date) -> EncounterLine:
    """A whole number; an empty cell is one unit."""
    return replace(line, units=_number(text or "1", 1, _MOST_UNITS, "Units are"))


def read_minutes(text: str, line: EncounterLine, _today: date) -> EncounterLine:
    """Minutes of treatment; an empty cell does not apply."""
    return replace(line, minutes=_number(text, 0, _MOST_MINUTES, "Minutes are") if text else None)


def _number(text: str, least: int, most: int, what: str) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ValueError(f"{what} a whole number from {least} to {most}")
    return int(text)


def read_charge(text: str, line: EncounterLine, _today: date) -> EncounterLine:
    """An amount; an empty cell is nothing charged."""
    charge = Money.parse(text) if text else ZERO
    if charge < ZERO:
        raise ValueError("A charge is not negative")
    return replace(line, charge=charge)


def read_from(text: str, line: EncounterLine, today: date) -> EncounterLine:
    """The first day; a line of one day stays one."""
    day = parse_date(text, as_of=today)
    return replace(
        line, from_on=day, to_on=day if line.to_on in (line.from_on, day) else max(line.to_on, day)
    )


def read_to(text: str, line: EncounterLine, today: date) -> EncounterLine:
    """The last day."""
    return replace(line, to_on=parse_date(text, as_of=today))


def read_pos(text: str, line: EncounterLine, _today: date) -> EncounterLine:
    """Two digits; one is filled up."""
    if not text.isascii() or not text.isdigit() or len(text) > 2:
        raise ValueError("POS is two digits, such as 11 for the office")
    return replace(line, pos=text.zfill(2))


def _minutes(line: EncounterLine) -> str:
    return "" if line.minutes is None else str(line.minutes)


CELLS = (
    Cell(name="number", title="", item="", least=14),
    Cell(
        name="from_on",
        title="From",
        item="24A",
        least=76,
        text=lambda line: slashed(line.from_on),
        read=read_from,
        wide=True,
    ),
    Cell(
        name="to_on",
        title="To",
        item="24A",
        least=76,
        text=lambda line: slashed(line.to_on),
        read=read_to,
        wide=True,
    ),
    Cell(
        name="pos",
        title="POS",
        item="24B",
        least=24,
        text=lambda line: line.pos,
        read=read_pos,
        wide=True,
    ),
    Cell(name="procedure_code", title="CPT", item="24D", least=48, text=lambda line: line.procedure_code),
    Cell(name="service", title="Service", item="24D", least=0),
    Cell(
        name="modifiers",
        title="Modifiers",
        item="24D",
        least=112,
        text=lambda line: " ".join(line.modifiers),
        read=read_modifiers,
        live=True,
    ),
    Cell(name="pointers", title="Pointers", item="24E", least=58, text=lambda line: line.pointer_letters),
    Cell(name="regions", title="Reg.", item="", least=25, text=lambda line: "".join(line.regions), some=True),
    Cell(
        name="minutes",
        title="Min",
        item="",
        least=24,
        right=True,
        text=_minutes,
        read=read_minutes,
        live=True,
    ),
    Cell(
        name="units",
        title="Units",
        item="24G",
        least=30,
        right=True,
        text=lambda line: str(line.units),
        read=read_units,
        live=True,
    ),
    Cell(
        name="charge",
        title="Charge",
        item="24F",
        least=56,
        right=True,
        text=lambda line: line.charge.plain(),
        read=read_charge,
        live=True,
    ),
)


def beside_cells(line: EncounterLine) -> str:
    """What the line says that has no cell of its own, in short words: "EPSDT ST, purchased for $41.50"."""
    said = (
        "emergency" if line.emergency else "",
        "NDC" if line.ndc else "",
        "narrative" if line.narrative else "",
        f"EPSDT {line.epsdt}" if line.epsdt else "",
        "family planning" if line.family_planning else "",
        f"purchased for {line.purchased}" if line.purchased is not None else "",
    )
    return ", ".join(words for words in said if words)


PLACES = {cell.name: place for place, cell in enumerate(CELLS)}
CODE, SERVICE, MODIFIERS, POINTERS, REGIONS, MINUTES = (
    PLACES[name] for name in ("procedure_code", "service", "modifiers", "pointers", "regions", "minutes")
)
# Letters toggle what stands there; nothing is typed.
TOGGLED = frozenset({POINTERS, REGIONS})
TYPED = tuple(place for place, cell in enumerate(CELLS) if cell.typed)
# What a corrected claim may not say differently: it moves money.
MONEY_CELLS = frozenset({"procedure_code", "from_on", "to_on", "units", "charge"})
