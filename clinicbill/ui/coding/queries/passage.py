"""Passages of a note: where marked letters stand in it, the sentence around the cursor, words typed again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.coding.notes.note import read_note
from clinicbill.coding.queries.query import Indicator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.coding.queries.query import CodingQuery

_BEYOND = 0xFFFF  # letters above it take two places on the screen
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
Span = tuple[int, int]


def _widths(note: str) -> Iterator[int]:
    """How many places each letter takes in Qt's text: two for most emoji, one for a whole line end."""
    for at, letter in enumerate(note):
        if letter == "\n" and at and note[at - 1] == "\r":
            yield 0
        else:
            yield 2 if ord(letter) > _BEYOND else 1


def to_note(note: str, place: int) -> int:
    """The letter of the note that stands at a place of the screen's text."""
    passed = 0
    for at, wide in enumerate(_widths(note)):
        if passed >= place and wide:
            return at
        passed += wide
    return len(note)


def to_screen(note: str, at: int) -> int:
    """The place of the screen's text where a letter of the note stands."""
    return sum(wide for wide, _letter in zip(_widths(note), note[:at], strict=False))


def passage(note: str, start: int, end: int) -> Span:
    """What is asked about: the marked letters without blanks around them, else the sentence at the cursor.

    Both ends are the same where there is nothing to ask about.
    """
    marked = note[start:end]
    if marked.strip():
        return start + len(marked) - len(marked.lstrip()), start + len(marked.rstrip())
    spans = [(one.start, one.end) for one in read_note(note).statements]
    spans = spans or [match.span() for match in _LINE.finditer(note)]
    after = (span for span in spans if start <= span[1])
    return next(after, spans[-1] if spans else (0, 0))


def cited(note: str, typed: str) -> Indicator | None:
    """Typed words as an indicator, where the note says them; blanks, line ends and capitals do not count."""
    words = typed.split()
    if not words:
        return None
    found = re.search(r"\s+".join(re.escape(word) for word in words), note, re.IGNORECASE)
    return Indicator(text=found[0], start=found.start(), end=found.end()) if found else None


def stands_at(note: str, query: CodingQuery) -> Span | None:
    """Where the passage of a query stands in the note now; None where it was changed."""
    if query.quote and note[query.span_start : query.span_end] == query.quote:
        return query.span_start, query.span_end
    at = note.find(query.quote) if query.quote else -1
    return (at, at + len(query.quote)) if at >= 0 else None


def numbers(text: str) -> tuple[int, ...]:
    """Places in the list of indicators, from 0, as digits say them from 1: "1 3" or "13"."""
    return tuple(dict.fromkeys(int(digit) - 1 for digit in text if digit in "123456789"))


def digits(places: tuple[int, ...]) -> str:
    """The same, as it is typed."""
    return " ".join(str(place + 1) for place in places)


def shortened(text: str, most: int) -> str:
    """One line of at most so many letters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
