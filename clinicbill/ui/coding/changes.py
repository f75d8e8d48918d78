"""Changes of a visit while it is coded: each takes a visit and gives another one, pointers following their codes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.coding.cmt_regions import region_letters
from clinicbill.coding.plans.default_modifiers import ACTIVE_TREATMENT, with_modifiers
from clinicbill.coding.timed_units import with_units
from clinicbill.encounters.encounter import POINTER_LETTERS, Encounter, EncounterLine
from clinicbill.encounters.pricing import charge_for, priced
from clinicbill.encounters.repeat import same_as

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clinicbill.basics.identifiers import ServiceLineId
    from clinicbill.encounters.visit_facts import VisitFacts
    from clinicbill.practice.procedure import Procedure
    from clinicbill.ui.coding.desk_facts import DeskFacts

MOST_POINTERS = 4


def add_diagnosis(visit: Encounter, code: str) -> Encounter:
    """The code at the end of the list."""
    return replace(visit, diagnoses=(*visit.diagnoses, code))


def replace_diagnosis(visit: Encounter, at: int, code: str) -> Encounter:
    """Another code under the same letter; the pointers stay."""
    codes = list(visit.diagnoses)
    codes[at] = code
    return replace(visit, diagnoses=tuple(codes))


def remove_diagnosis(visit: Encounter, at: int) -> Encounter:
    """Without one code; what pointed at it points at nothing, the others move up."""
    kept = [place for place in range(len(visit.diagnoses)) if place != at]
    return _rearranged(visit, kept)


def move_diagnosis(visit: Encounter, at: int, by: int) -> Encounter:
    """A code some places down (or up), as far as the list goes; pointers stay on their codes."""
    order = list(range(len(visit.diagnoses)))
    order.insert(min(max(at + by, 0), len(order) - 1), order.pop(at))
    return _rearranged(visit, order)


def _rearranged(visit: Encounter, order: list[int]) -> Encounter:
    places = {old + 1: new + 1 for new, old in enumerate(order)}

    def followed(line: EncounterLine) -> EncounterLine:
        return replace(line, pointers=tuple(places[p] for p in line.pointers if p in places))

    lines = tuple(followed(line) for line in visit.lines)
    return replace(visit, diagnoses=tuple(visit.diagnoses[old] for old in order), lines=lines)


def put_line(visit: Encounter, at: int, line: EncounterLine) -> Encounter:
    """Another line in one place."""
    lines = list(visit.lines)
    lines[at] = line
    return replace(visit, lines=tuple(lines))


def add_line(visit: Encounter, line: EncounterLine) -> Encounter:
    """The line at the end."""
    return replace(visit, lines=(*visit.lines, line))


def remove_line(visit: Encounter, at: int) -> Encounter:
    """Without one line."""
    return replace(visit, lines=visit.lines[:at] + visit.lines[at + 1 :])


def move_line(visit: Encounter, at: int, by: int) -> Encounter:
    """A line some places down (or up), as far as the list goes."""
    lines = list(visit.lines)
    lines.insert(min(max(at + by, 0), len(lines) - 1), lines.pop(at))
    return replace(visit, lines=tuple(lines))


def toggled(pointers: tuple[int, ...], position: int) -> tuple[int, ...]:
    """With the pointer if it was not there and there is room, without it if it was."""
    if position in pointers:
        return tuple(pointer for pointer in pointers if pointer != position)
    return (*pointers, position) if len(pointers) < MOST_POINTERS else pointers


def all_pointers(visit: Encounter, pointers: tuple[int, ...]) -> tuple[int, ...]:
    """The first four diagnoses; none where they are pointed at already."""
    first = tuple(range(1, min(len(visit.diagnoses), MOST_POINTERS) + 1))
    return () if pointers == first else first


def with_region(line: EncounterLine, letter: str) -> EncounterLine:
    """The line with a region it did not have, without one it had; in the order C T L S P H R U W A."""
    letters = set(line.regions) ^ {letter.upper()}
    return replace(line, regions=tuple(one for one in region_letters() if one in letters))


def with_minutes(visit: Encounter, desk: DeskFacts, facts: VisitFacts) -> Encounter:
    """The visit with the units that the minutes of its timed lines give, by the rule of the payer."""
    lines = with_units(visit.lines, desk.timed_rule, desk.timed.__contains__)
    repriced_lines = (repriced(old, new, facts) for old, new in zip(visit.lines, lines, strict=True))
    return replace(visit, lines=tuple(repriced_lines))


def with_defaults(visit: Encounter, at: int, desk: DeskFacts, facts: VisitFacts) -> Encounter:
    """The visit with the default modifiers of one line behind its own."""
    line = visit.lines[at]
    usual = desk.usual(visit, facts).of(line.procedure_code)
    return put_line(visit, at, repriced(line, with_modifiers(line, usual), facts))


def positions_of(letters: Iterable[str]) -> tuple[int, ...]:
    """Positions for letters as typed, each once, at most four; anything but A to L is left out."""
    found = [POINTER_LETTERS.index(letter) + 1 for letter in map(str.upper, letters) if letter in _ANY_CASE]
    return tuple(dict.fromkeys(found))[:MOST_POINTERS]


_ANY_CASE = frozenset(POINTER_LETTERS + POINTER_LETTERS.lower())


def with_procedure(
    visit: Encounter, line: EncounterLine, procedure: Procedure, facts: VisitFacts, last: Encounter | None
) -> EncounterLine:
    """The line with a procedure: its usual modifiers, pointers as last time, the charge of the fee schedule.

    AT is no modifier to begin with: it follows from the plan of care (`coding.default_modifiers`).
    """
    usual = tuple(one for one in procedure.modifiers if one != ACTIVE_TREATMENT)
    line = replace(
        line,
        procedure_code=procedure.code,
        modifiers=line.modifiers or usual,
        pointers=line.pointers or usual_pointers(visit, procedure.code, last),
    )
    return priced(line, facts.fees, facts.payer_id)


def new_line(visit: Encounter, line_id: ServiceLineId) -> EncounterLine:
    """An empty line of the visit's day and place."""
    return EncounterLine(
        id=line_id, from_on=visit.service_on, to_on=visit.service_on, pos=visit.pos, procedure_code=""
    )


def usual_pointers(visit: Encounter, code: str, last: Encounter | None) -> tuple[int, ...]:
    """Where a new line points: at the same diagnoses as last time, else at the only one there is."""
    before = next((line for line in last.lines if line.procedure_code == code), None) if last else None
    if last is not None and before is not None:
        wanted = [last.diagnoses[p - 1] for p in before.pointers if p <= len(last.diagnoses)]
        if wanted and all(diagnosis in visit.diagnoses for diagnosis in wanted):
            return tuple(visit.diagnoses.index(diagnosis) + 1 for diagnosis in wanted)
    return (1,) if len(visit.diagnoses) == 1 else ()


def repriced(before: EncounterLine, after: EncounterLine, facts: VisitFacts) -> EncounterLine:
    """The changed line with the charge it should have now; one keyed by hand stays as long as the code does."""
    if before.procedure_code == after.procedure_code and before.charge != _scheduled(before, facts):
        return after
    return priced(after, facts.fees, facts.payer_id)


def _scheduled(line: EncounterLine, facts: VisitFacts) -> object:
    charge = charge_for(
        facts.fees.get(line.procedure_code, ()),
        payer_id=facts.payer_id,
        modifiers=line.modifiers,
        on=line.from_on,
        units=line.units,
    )
    return line.charge if charge is None else charge


def repriced_all(visit: Encounter, before: VisitFacts, after: VisitFacts) -> Encounter:
    """Every line at the fees that count now, after the insurance or the day changed."""

    def again(line: EncounterLine) -> EncounterLine:
        by_hand = line.charge != _scheduled(line, before)
        return line if by_hand else priced(line, after.fees, after.payer_id)

    return replace(visit, lines=tuple(again(line) for line in visit.lines))


def moved_to(visit: Encounter, changed: Encounter) -> Encounter:
    """The details of `changed` with the lines taken along: their days by as many days, their POS where it was the visit's."""
    shift = changed.service_on - visit.service_on

    def along(line: EncounterLine) -> EncounterLine:
        pos = changed.pos if line.pos == visit.pos else line.pos
        return replace(line, from_on=line.from_on + shift, to_on=line.to_on + shift, pos=pos)

    return replace(changed, lines=tuple(along(line) for line in visit.lines))


def same_as_last(visit: Encounter, last: Encounter, facts: VisitFacts) -> Encounter:
    """Diagnoses and lines of the last visit at today's fees."""
    return same_as(last, visit, facts.fees, facts.payer_id)


def with_ids(visit: Encounter, next_id: Callable[[], ServiceLineId]) -> Encounter:
    """Every line with an id of its own, so that it can be followed before it is saved."""
    lines = tuple(line if line.id else replace(line, id=next_id()) for line in visit.lines)
    return replace(visit, lines=lines)
