"""What differs between a visit and the one before it: what a coder who copies has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from clinicbill.coding.cmt_regions import count_regions, is_manipulation, region_names, spinal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.encounters.encounter import Encounter, EncounterLine


class ChangeKind(StrEnum):
    """What a change is about."""

    DIAGNOSIS = "diagnosis"
    LINE = "line"
    MODIFIER = "modifier"
    POINTER = "pointer"
    UNITS = "units"
    CHARGE = "charge"
    REGION = "region"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitChange:
    """One difference; `line` is its place on the visit, from 0, None where it is about no line."""

    kind: ChangeKind
    words: str
    line: int | None = None


def visit_changes(last: Encounter, today: Encounter) -> list[VisitChange]:
    """What is other today than at the last visit, the most telling first. Nothing where today has no codes yet."""
    if not today.diagnoses and not today.lines:
        return []
    return [*_note(last, today), *_diagnoses(last, today), *_lines(last, today)]


def _note(last: Encounter, today: Encounter) -> Iterator[VisitChange]:
    """The note plainly names other regions than the lines and diagnoses of the visit do."""
    count = count_regions(today.diagnoses, today.lines, today.note)
    if not any(is_manipulation(line.procedure_code) for line in today.lines) or not count.noted:
        return
    coded = {*count.keyed, *count.diagnosed}
    more = tuple(letter for letter in count.noted if letter not in coded)
    fewer = tuple(letter for letter in spinal(count.counted) if letter not in count.noted)
    if more:
        yield VisitChange(kind=ChangeKind.NOTE, words=f"the note also names {region_names(more)}")
    if fewer and last.note != today.note:
        yield VisitChange(kind=ChangeKind.NOTE, words=f"the note does not name {region_names(fewer)}")


def _diagnoses(last: Encounter, today: Encounter) -> Iterator[VisitChange]:
    new = [code for code in today.diagnoses if code not in last.diagnoses]
    gone = [code for code in last.diagnoses if code not in today.diagnoses]
    if new:
        yield VisitChange(kind=ChangeKind.DIAGNOSIS, words=f"{' '.join(new)} new")
    if gone:
        yield VisitChange(kind=ChangeKind.DIAGNOSIS, words=f"{' '.join(gone)} not today")
    if not new and not gone and last.diagnoses[:1] != today.diagnoses[:1]:
        yield VisitChange(kind=ChangeKind.DIAGNOSIS, words=f"{today.diagnoses[0]} is first now")


def _lines(last: Encounter, today: Encounter) -> Iterator[VisitChange]:
    before = {line.procedure_code: line for line in reversed(last.lines)}
    for at, line in enumerate(today.lines):
        old = before.get(line.procedure_code)
        if old is None:
            yield VisitChange(kind=ChangeKind.LINE, words=f"{line.procedure_code} new", line=at)
        else:
            yield from _line(at, old, line, last, today)
    now = {line.procedure_code for line in today.lines}
    for code in before:
        if code not in now and today.lines:
            yield VisitChange(kind=ChangeKind.LINE, words=f"{code} not today")


def _line(
    at: int, old: EncounterLine, new: EncounterLine, last: Encounter, today: Encounter
) -> Iterator[VisitChange]:
    code = new.procedure_code
    for modifier in old.modifiers:
        if modifier not in new.modifiers:
            yield VisitChange(kind=ChangeKind.MODIFIER, words=f"{code} without {modifier}", line=at)
    for modifier in new.modifiers:
        if modifier not in old.modifiers:
            yield VisitChange(kind=ChangeKind.MODIFIER, words=f"{code} with {modifier}", line=at)
    if _pointed(old, last) != _pointed(new, today):
        words = f"{code} points elsewhere" if new.pointers else f"{code} points nowhere"
        yield VisitChange(kind=ChangeKind.POINTER, words=words, line=at)
    if old.regions != new.regions:
        words = f"{code} regions {''.join(old.regions) or 'none'} → {''.join(new.regions) or 'none'}"
        yield VisitChange(kind=ChangeKind.REGION, words=words, line=at)
    if old.units != new.units:
        words = f"{code} units {old.units} → {new.units}"
        yield VisitChange(kind=ChangeKind.UNITS, words=words, line=at)
    elif old.charge != new.charge:
        words = f"{code} {old.charge} → {new.charge}"
        yield VisitChange(kind=ChangeKind.CHARGE, words=words, line=at)


def _pointed(line: EncounterLine, visit: Encounter) -> list[str]:
    return [visit.diagnoses[place - 1] for place in line.pointers if place <= len(visit.diagnoses)]
