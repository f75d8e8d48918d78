"""Macro: a bundle of diagnoses and lines that one key puts on a visit, for a provider, a payer, or everybody."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import MacroId, PayerId, ProviderId
from clinicbill.coding.plans.default_modifiers import ACTIVE_TREATMENT, with_modifiers
from clinicbill.encounters.encounter import POINTER_LETTERS, EncounterLine
from clinicbill.encounters.pricing import priced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clinicbill.coding.plans.default_modifiers import UsualModifiers
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.encounters.visit_facts import VisitFacts

# An id of 0: not saved yet.
_NEW = MacroId(0)
NUMBERS = range(1, 10)
MOST_DIAGNOSES = len(POINTER_LETTERS)
MOST_POINTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroLine:
    """One line of the bundle; `pointers` are places in the macro's own diagnoses, from 1."""

    procedure_code: str
    modifiers: tuple[str, ...] = ()
    pointers: tuple[int, ...] = ()
    units: int = 1
    minutes: int | None = None
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """A bundle.

    Attributes:
        number: the key 1 to 9 that chooses it in the list; None for none.
        provider_id, payer_id: for these only; None for everybody.
    """

    id: MacroId = _NEW
    name: str
    number: int | None = None
    provider_id: ProviderId | None = None
    payer_id: PayerId | None = None
    active: bool = True
    diagnoses: tuple[str, ...] = field(default=(), metadata={"saved": False})
    lines: tuple[MacroLine, ...] = field(default=(), metadata={"saved": False})


def fitting(macros: Iterable[Macro], *, provider_id: ProviderId, payer_id: PayerId | None) -> list[Macro]:
    """The macros that fit a visit: for both provider and payer, for the payer, for the provider, for everybody.

    Among these by number, then by name.
    """
    able = [
        macro
        for macro in macros
        if macro.active and macro.provider_id in (None, provider_id) and macro.payer_id in (None, payer_id)
    ]
    return sorted(
        able,
        key=lambda macro: (
            macro.payer_id is None,
            macro.provider_id is None,
            macro.number or len(NUMBERS) + 1,
            macro.name.casefold(),
        ),
    )


def keyed(macros: Sequence[Macro]) -> list[tuple[int | None, Macro]]:
    """Each macro with the digit that chooses it: its own number where it is free, then what digits are left."""
    taken: set[int] = set()
    keys: dict[int, int] = {}
    for place, macro in enumerate(macros):
        if macro.number is not None and macro.number not in taken:
            keys[place] = macro.number
            taken.add(macro.number)
    free = iter([number for number in NUMBERS if number not in taken])
    for place in range(len(macros)):
        if place not in keys and (number := next(free, None)) is not None:
            keys[place] = number
    return [(keys.get(place), macro) for place, macro in enumerate(macros)]


# Applying --------------------------------------------------------------------------------------------


def apply_macro(macro: Macro, visit: Encounter, facts: VisitFacts, usual: UsualModifiers) -> Encounter:
    """The visit with what the bundle adds: nothing doubled, pointers on their codes, fees of the day.

    A code that is on the visit already keeps its line. AT comes only where the plan of care says that the treatment
    is active.
    """
    room = MOST_DIAGNOSES - len(visit.diagnoses)
    new = [code for code in dict.fromkeys(macro.diagnoses) if code not in visit.diagnoses][:room]
    visit = replace(visit, diagnoses=(*visit.diagnoses, *new))
    present = {line.procedure_code for line in visit.lines}
    added = (
        priced(_line(line, macro, visit, usual), facts.fees, facts.payer_id)
        for line in macro.lines
        if line.procedure_code not in present
    )
    return replace(visit, lines=(*visit.lines, *added))


def _line(line: MacroLine, macro: Macro, visit: Encounter, usual: UsualModifiers) -> EncounterLine:
    code = line.procedure_code
    own = [one for one in line.modifiers if one != ACTIVE_TREATMENT or usual.active_treatment]
    made = EncounterLine(
        from_on=visit.service_on,
        to_on=visit.service_on,
        pos=visit.pos,
        procedure_code=code,
        modifiers=tuple(own),
        pointers=_pointers(line, macro, visit),
        units=line.units,
        minutes=line.minutes,
        regions=line.regions,
    )
    return with_modifiers(made, usual.of(code))


def _pointers(line: MacroLine, macro: Macro, visit: Encounter) -> tuple[int, ...]:
    codes = [macro.diagnoses[place - 1] for place in line.pointers if place <= len(macro.diagnoses)]
    places = [visit.diagnoses.index(code) + 1 for code in codes if code in visit.diagnoses]
    return tuple(dict.fromkeys(places))[:MOST_POINTERS]


def left_out(macro: Macro, visit: Encounter, usual: UsualModifiers) -> tuple[str, ...]:
    """What the bundle names and does not put on this visit, in words: lines that stand there, AT without an answer."""
    present = {line.procedure_code for line in visit.lines}
    kept = [f"{one.procedure_code} stands there" for one in macro.lines if one.procedure_code in present]
    room = MOST_DIAGNOSES - len(visit.diagnoses)
    new = [code for code in dict.fromkeys(macro.diagnoses) if code not in visit.diagnoses]
    kept += [f"{code} has no room" for code in new[room:]]
    active = any(
        ACTIVE_TREATMENT in one.modifiers for one in macro.lines if one.procedure_code not in present
    )
    if active and not usual.active_treatment:
        kept.append("AT: the plan of care does not say active treatment")
    return tuple(kept)


def macro_of(visit: Encounter, name: str, *, like: Macro | None = None) -> Macro:
    """A visit as a macro of a name: its diagnoses and lines, without days, charges and what belongs to one patient."""
    lines = tuple(
        MacroLine(
            procedure_code=line.procedure_code,
            modifiers=line.modifiers,
            pointers=line.pointers,
            units=line.units,
            minutes=line.minutes,
            regions=line.regions,
        )
        for line in visit.lines
    )
    base = like if like is not None else Macro(name=name)
    return replace(base, name=name, diagnoses=visit.diagnoses, lines=lines)


# What may be saved -----------------------------------------------------------------------------------


def macro_findings(macro: Macro, others: Iterable[Macro]) -> list[Finding]:
    """S54: a name; S55: nothing in it, or too much; S56: pointers; S57: a name or number taken."""
    return [*_name(macro), *_content(macro), *_taken(macro, others)]


def _name(macro: Macro) -> Iterator[Finding]:
    if not macro.name.strip():
        yield _finding("S54", "The macro needs a name", "name", "Key a short name.")


def _content(macro: Macro) -> Iterator[Finding]:
    if not macro.diagnoses and not macro.lines:
        yield _finding("S55", "Nothing is in this macro", "lines", "Add a diagnosis or a line.")
    if len(macro.diagnoses) > MOST_DIAGNOSES or len(set(macro.diagnoses)) < len(macro.diagnoses):
        message = f"Up to {MOST_DIAGNOSES} diagnoses, none twice"
        yield _finding("S55", message, "diagnoses", "Take some of them off.")
    for line in macro.lines:
        if any(not 1 <= place <= len(macro.diagnoses) for place in line.pointers):
            message = f"{line.procedure_code} points to a diagnosis that is not in the macro"
            yield _finding("S56", message, "lines", "Correct its pointers.")


def _taken(macro: Macro, others: Iterable[Macro]) -> Iterator[Finding]:
    for other in others:
        if other.id == macro.id or not other.active or not macro.active or _whose(other) != _whose(macro):
            continue
        if other.name.casefold() == macro.name.strip().casefold():
            yield _finding("S57", f"There is a macro {other.name} already", "name", "Choose another name.")
        if macro.number is not None and other.number == macro.number:
            message = f"Key {macro.number} is {other.name}’s"
            yield _finding("S57", message, "number", "Choose another key, or none.", Severity.WARNING)


def _whose(macro: Macro) -> tuple[int | None, int | None]:
    return (macro.provider_id, macro.payer_id)


def _finding(rule: str, message: str, name: str, fix: str, severity: Severity = Severity.MUST_FIX) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        where="macro",
        source="house rule",
        fix=fix,
        field=name,
    )
