"""What a note says about the elements of an E/M level: the sentence for each, and the minutes; a person decides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.coding.notes.cues import AFFIRMED, spans_of
from clinicbill.coding.notes.em_level import PROBLEMS, elements
from clinicbill.coding.notes.note import read_note
from clinicbill.coding.notes.phrases import PhraseFinder
from clinicbill.coding.notes.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.coding.notes.note import Note, Statement

# What was ordered or decided for later is said in words of the plan, so a planned thing counts here.
_COUNTS = frozenset({AFFIRMED, "planned"})
# Sections in which a sentence says nothing about this visit's work; an examination names no problem ("stable to valgus").
_PASSED_OVER = frozenset({"family", "past"})
_NO_PROBLEM = frozenset({"exam", "review"})
_MINUTES = re.compile(
    r"(?:total(?:\s+\w+){0,4}\s+time|time\s+spent|spent|total\s+of|total)\D{0,40}?(\d{1,3})\s*(?:min\b|minutes?\b)"
    r"|(\d{1,3})\s*(?:min\b|minutes?\b)(?:\s+\w+){0,3}\s+(?:spent|total)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmEvidence:
    """What was found.

    Attributes:
        by_element: key of the element → the first sentence that speaks of it.
        minutes: total minutes the note writes down; None where it writes none.
        minutes_said: the sentence that does.
    """

    by_element: Mapping[str, Evidence]
    minutes: int | None = None
    minutes_said: Evidence | None = None


def em_evidence(note: str) -> EmEvidence:
    """Read a note for the worksheet. Nothing denied, uncertain, of the family or of the past is shown as evidence."""
    read = read_note(note)
    found: dict[str, Evidence] = {}
    for statement in read.statements:
        if statement.section not in _PASSED_OVER:
            for key in _spoken_of(statement):
                found.setdefault(key, _evidence(statement))
    minutes, said = next(_minutes(read), (None, None))
    return EmEvidence(by_element=found, minutes=minutes, minutes_said=said)


@lru_cache(maxsize=1)
def _hints() -> tuple[PhraseFinder, Mapping[str, tuple[str, ...]]]:
    """Every hint once, and the elements it speaks for."""
    keys: dict[str, tuple[str, ...]] = {}
    for element in elements():
        for hint in element.hints:
            keys[hint] = (*keys.get(hint, ()), element.key)
    return PhraseFinder(keys), keys


@lru_cache(maxsize=1)
def _problems() -> frozenset[str]:
    return frozenset(element.key for element in elements() if element.kind == PROBLEMS)


def _spoken_of(statement: Statement) -> Iterator[str]:
    finder, keys = _hints()
    matches = finder.find(statement.text)
    if not matches:
        return
    parts = spans_of(statement)
    for match in matches:
        if any(part.start <= match.start() < part.end and part.kind in _COUNTS for part in parts):
            said = keys[" ".join(match.group().lower().split())]
            yield from (key for key in said if statement.section not in _NO_PROBLEM or key not in _problems())


def _minutes(note: Note) -> Iterator[tuple[int, Evidence]]:
    for statement in note.statements:
        if match := _MINUTES.search(statement.text):
            yield int(match[1] or match[2]), _evidence(statement)


def _evidence(statement: Statement) -> Evidence:
    return Evidence(start=statement.start, end=statement.end, text=statement.text)
