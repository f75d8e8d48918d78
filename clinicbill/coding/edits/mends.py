"""What one key does about an edit: the modifier that mends it put on or taken off, a line with JW added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from clinicbill.coding.abn import abn_for
from clinicbill.coding.drug_vial import vial_for, wasted
from clinicbill.coding.edits.assistants import is_staff
from clinicbill.coding.edits.global_period import choices
from clinicbill.coding.edits.of_visit import CodingFacts, coded_day
from clinicbill.coding.edits.sides import BOTH, LEFT, RIGHT, sides_of
from clinicbill.encounters.encounter import Encounter, EncounterLine
from clinicbill.encounters.pricing import priced
from clinicbill.practice.procedure_checks import MOST_MODIFIERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.basics.findings import Finding

_LINE_FIELD_PARTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """One key's work.

    Attributes:
        text: the verb on the button, such as "Add 25".
        visit: the visit after it.
    """

    text: str
    visit: Encounter


def mend(finding: Finding, visit: Encounter, facts: CodingFacts) -> Mend | None:
    """The change that mends a finding; None where a person has to decide or to look elsewhere."""
    parts = finding.field.split(".")
    if parts[0] != "lines" or len(parts) < _LINE_FIELD_PARTS or finding.rule not in _MENDS:
        return None
    at = int(parts[1])
    return _MENDS[finding.rule](visit, at, facts) if at < len(visit.lines) else None


def _put(visit: Encounter, at: int, line: EncounterLine, facts: CodingFacts) -> Encounter:
    """Another line in its place, at the fee it has now; a charge keyed by hand stays."""
    before = visit.lines[at]
    if priced(before, facts.fees, facts.payer_id).charge == before.charge:
        line = priced(line, facts.fees, facts.payer_id)
    return replace(visit, lines=(*visit.lines[:at], line, *visit.lines[at + 1 :]))


def _with(
    visit: Encounter, at: int, facts: CodingFacts, *, add: str = "", off: tuple[str, ...] = ()
) -> Mend | None:
    """Modifiers taken off and one put on; in front where it decides about payment."""
    line = visit.lines[at]
    kept = tuple(one for one in line.modifiers if one not in off and one != add)
    modifiers = (*kept, add) if add else kept
    if modifiers == line.modifiers or len(modifiers) > MOST_MODIFIERS:
        return None
    gone = " ".join(one for one in line.modifiers if one in off)
    text = f"{add} instead of {gone}" if add and gone else f"Add {add}" if add else f"Take {gone} off"
    return Mend(text=text, visit=_put(visit, at, replace(line, modifiers=modifiers), facts))


def _add(modifier: str, visit: Encounter, at: int, facts: CodingFacts) -> Mend | None:
    return _with(visit, at, facts, add=modifier)


def _off(modifiers: tuple[str, ...], visit: Encounter, at: int, facts: CodingFacts) -> Mend | None:
    return _with(visit, at, facts, off=modifiers)


def _liability(visit: Encounter, at: int, facts: CodingFacts) -> Mend | None:
    """AT where the plan of care says active; GA where a notice was signed; nothing is guessed."""
    line = visit.lines[at]
    signed = abn_for(facts.around.abns, line.procedure_code, line.from_on)
    if facts.around.treatment == "active" and signed is None:
        return _with(visit, at, facts, add="AT")
    return _with(visit, at, facts, add="GA", off=("AT", "GZ")) if signed is not None else None


def _no_active(visit: Encounter, at: int, facts: CodingFacts) -> Mend | None:
    """Maintenance: GA with a signed notice, else AT only comes off."""
    return _liability(visit, at, facts) or _with(visit, at, facts, off=("AT",))


def _excluded(visit: Encounter, at: int, facts: CodingFacts) -> Mend | None:
    """GX without GY gets it; a manipulation loses it."""
    line = visit.lines[at]
    if "GX" in line.modifiers and "GY" not in line.modifiers:
        return _with(visit, at, facts, add="GY")
    return _with(visit, at, facts, off=("GY",))


def _separate(visit: Encounter, at: int, facts: CodingFacts) -> Mend | None:
    """XS where Medicare reads the X modifiers, else 59."""
    return _with(visit, at, facts, add="XS" if facts.filing_code == "MB" else "59")


def _side(visit: Encounter, at: int, facts: CodingFacts) -> Mend | None:
    """The side of the diagnoses, where they have one."""
    day = coded_day(visit, facts)
    sides = sides_of(day, day.lines[at])
    return _with(visit, at, facts, add=sides.pop(), off=(RIGHT, LEFT, BOTH)) if len(sides) == 1 else None


def _global(visit: Encounter, at: int, facts: CodingFacts) -> Mend | None:
    """The modifier that fits what was coded; where none clearly does, a person chooses."""
    fitting = [choice for choice in choices(coded_day(visit, facts), at) if choice.fits]
    return _with(visit, at, facts, add=fitting[0].modifier) if len(fitting) == 1 else None


def _assistant(visit: Encounter, at: int, facts: CodingFacts) -> Mend | None:
    staff = is_staff(coded_day(visit, facts).lines[at])
    return _with(visit, at, facts, add="AS" if staff else "80", off=("AS", "80", "81", "82"))


def _waste(visit: Encounter, at: int, facts: CodingFacts) -> Mend | None:
    """JZ where the vials were used up; else a line with JW for what was thrown away."""
    line = visit.lines[at]
    if "JZ" in line.modifiers and line.wasted_units:
        return _with(visit, at, facts, off=("JZ",))
    vial = vial_for(facts.around.vials, line.procedure_code, line.ndc)
    left = line.wasted_units or (wasted(vial, line.units) if vial is not None else 0)
    same = [
        place
        for place, other in enumerate(visit.lines)
        if other.procedure_code == line.procedure_code and "JW" in other.modifiers
    ]
    if not left:
        return _with(visit, at, facts, add="JZ") if not same else None
    free = tuple(one for one in line.modifiers if one != "JZ")
    given = _put(visit, at, replace(line, modifiers=free, wasted_units=left), facts)
    if same:
        fixed = replace(given.lines[same[0]], units=left)
        return Mend(text=f"Set JW to {left}", visit=_put(given, same[0], fixed, facts))
    thrown = replace(
        line, id=type(line.id)(0), modifiers=(*free, "JW"), units=left, wasted_units=0, minutes=None
    )
    thrown = priced(thrown, facts.fees, facts.payer_id)
    lines = (*given.lines[: at + 1], thrown, *given.lines[at + 1 :])
    return Mend(text=f"Add JW line, {left} units", visit=replace(given, lines=lines))


def _earlier(visit: Encounter, at: int, _facts: CodingFacts) -> Mend | None:
    """The line one place up."""
    if at == 0:
        return None
    lines = list(visit.lines)
    lines.insert(at - 1, lines.pop(at))
    return Mend(text="Move up", visit=replace(visit, lines=tuple(lines)))


def _no_line(visit: Encounter, at: int, _facts: CodingFacts) -> Mend | None:
    line = visit.lines[at]
    lines = (*visit.lines[:at], *visit.lines[at + 1 :])
    return Mend(text=f"Take {line.procedure_code} off", visit=replace(visit, lines=lines))


_MENDS: dict[str, Callable[[Encounter, int, CodingFacts], Mend | None]] = {
    "C03": _liability,
    "C05": _no_active,
    "C07": _liability,
    "C08": partial(_add, "GY"),
    "C09": _excluded,
    "C15": partial(_add, "51"),
    "C16": _separate,
    "C18": partial(_add, "25"),
    "C19": partial(_add, "GP"),
    "D03": partial(_add, "KX"),
    "D05": partial(_off, ("KV", "J4", "J5")),
    "D07": _waste,
    "D08": _waste,
    "N01": _no_line,
    "N14": partial(_off, (RIGHT, LEFT)),
    "N15": _side,
    "N17": partial(_add, "KX"),
    "N20": partial(_add, "57"),
    "N21": partial(_off, ("24",)),
    "N22": partial(_off, ("58", "78", "79")),
    "N23": partial(_off, ("GA", "GZ", "GX")),
    "N26": partial(_add, "25"),
    "O01": _global,
    "O03": lambda visit, at, facts: _with(visit, at, facts, add="25", off=("57",)),
    "O04": partial(_add, "25"),
    "O05": _global,
    "O08": _side,
    "O11": partial(_off, ("59",)),
    "O12": _assistant,
    "O14": _earlier,
}
