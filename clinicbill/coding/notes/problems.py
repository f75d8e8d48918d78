"""Which words of a note name its problems: headlines before prose, pieces by meaning, cut to what can be looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.coding.notes.cues import AFFIRMED, NEGATED, spans_of
from clinicbill.coding.notes.headings import UNHEADED, section_table
from clinicbill.coding.notes.note import NUMBER, PLAIN, Statement
from clinicbill.coding.notes.words import names_problem, note_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.coding.notes.cues import Span
    from clinicbill.coding.notes.note import Note

# Where problems are suggested from; the first of these that a note has.
_SOURCES = (("assessment",), (UNHEADED,), ("problems",), ("plan",), ("complaint",), ("history",))
_TRIM = " \t\r\n\v\f.,;:-–—/()[]•*_\"'“”’&+#=>\u00a0\ufeff"
_LEADING = re.compile(
    r"(?:(?:(?:(?:multiple|several|medical|chronic) )*comorbidit\w+(?: including| such as| are)?|not only|evidence of|findings of|and|with|but|also|or|the|an?|his|her|their|my|some|mild|w/|who|which|due to|secondary to|plus|as well as|"
    r"this is(?: an?)?|it is|there is|these are|today|including|of|for|from|in|remains|dx|diagnosis|impression|assessment|conclusion|problem|primary|secondary|is|has|have|now|still|that|then|to|by)\b[\s:,]*"
    r"(?:#?\d\b[\s:.]*)?)+",
    re.IGNORECASE,
)
_KEEP_LEADING = re.compile(
    r"(?:primary|secondary|mild)\s+(?:\w+\s+)?(?:osteo|arthr|hypert|OA|gout)", re.IGNORECASE
)
_SAME_PHRASE = re.compile(r"(?:without|w/o|not|no)\s*$", re.IGNORECASE)
_LONGEST_PROSE = 400
_MOST_WORDS_BARE = 8
_DEEPER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of one statement with one meaning; offsets count in the note.

    Attributes:
        kind: empty if affirmed, else a kind of `cues`; `cue` its words.
        headline: whether it names a problem by itself, rather than within a sentence.
    """

    text: str
    start: int
    end: int
    kind: str
    cue: str
    statement: Statement
    headline: bool


def source_kinds(note: Note) -> list[tuple[str, ...]]:
    """The kinds of sections that problems are suggested from, one after the other until something is found.

    A note with an assessment is read there alone.
    """
    found: list[tuple[str, ...]] = [kinds for kinds in _SOURCES if note.has(*kinds)]
    return found[:1] if found[:1] == [_SOURCES[0]] else found


def problem_statements(note: Note, kinds: tuple[str, ...]) -> Iterator[tuple[Statement, bool]]:
    """The statements that may name a problem, each with whether it is a headline; details below one are left out."""
    top: Statement | None = None
    within_detail = -1
    for statement in note.of(*kinds):
        if statement.line == within_detail and not (statement.first and statement.marker == NUMBER):
            continue
        headline = not _is_prose(statement.text)
        names = headline and statement.first and names_problem(statement.text)
        if top is not None and top.marker == PLAIN and statement.marker == NUMBER and names:
            top = None if not is_instruction(statement.text) else top
        if statement.first and _is_detail(statement, top):
            within_detail = statement.line
            continue
        if names and top is None:
            top = statement
        yield statement, headline


def _is_detail(statement: Statement, top: Statement | None) -> bool:
    """Whether a line belongs to the problem above it: labelled as such, with another mark, or set deeper."""
    label = statement.text.split(":")[0].strip().lower() if ":" in statement.text else ""
    if label in section_table().labels:
        return True
    if top is None or statement.marker == PLAIN:
        return False
    return statement.marker != top.marker or statement.indent >= top.indent + _DEEPER


def is_instruction(text: str) -> bool:
    """Whether words begin as an instruction does: “continue”, “refer”."""
    return section_table().opening.match(text.lstrip(_TRIM)) is not None


def _is_prose(text: str) -> bool:
    return note_words().subjects.match(text.lstrip(_TRIM)) is not None or _is_story(text)


_STORY = re.compile(
    r"\b(?:presents|presented|reports|reported|states|stated|denies|complains|will be|has been|have been|we |i |he |she |"
    r"they |was|were|is a|is an|year[- ]old|had)\b",
    re.IGNORECASE,
)


def _is_story(text: str) -> bool:
    return _STORY.search(text) is not None


def pieces(statement: Statement, *, headline: bool) -> list[Piece]:
    """The statement cut by meaning; “spondylosis without myelopathy” stays one name."""
    joined = _with_denials(statement.text, spans_of(statement))
    return [
        piece
        for span in joined
        if (piece := _piece(statement, span.start, span.end, span.kind, span.cue, headline=headline))
        is not None
    ]


def _with_denials(text: str, found: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in found:
        before = joined[-1] if joined else None
        without = span.cue.lower() in ("without", "w/o")
        if (
            before
            and before.kind == AFFIRMED
            and span.kind == NEGATED
            and without
            and not text[before.start : before.end].rstrip().endswith(",")
            and "," not in text[before.end - 1 : span.start]
        ):
            joined[-1] = type(span)(start=before.start, end=span.end, kind=AFFIRMED, cue="")
        else:
            joined.append(span)
    return joined


def _piece(
    statement: Statement, start: int, end: int, kind: str, cue: str, *, headline: bool
) -> Piece | None:
    left, right = trimmed(statement.text, start, end)
    if left >= right:
        return None
    return Piece(
        text=statement.text[left:right], start=statement.start + left, end=statement.start + right, kind=kind,
        cue=cue, statement=statement, headline=headline,
    )  # fmt: skip


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The place without marks and small words at its borders."""
    before = -1
    while start != before and start < end:
        before = start
        while start < end and text[start] in _TRIM:
            start += 1
        match = _LEADING.match(text, start, end)
        if match and match.end() > start and not _KEEP_LEADING.match(text, start, end):
            start = match.end()
    while start < end and text[end - 1] in _TRIM:
        end -= 1
    return start, end


def named_in(piece: Piece) -> Piece | None:
    """The part of a piece that names the problem: behind the words that lead to it, before the story goes on.

    None where nothing is named: an instruction, or prose without any such words.
    """
    text = piece.text[:_LONGEST_PROSE]
    start = 0
    if not piece.headline:
        behind = _behind_triggers(text)
        if behind is None and (_is_prose(text) or len(text.split()) > _MOST_WORDS_BARE):
            return None
        start = behind or 0
    elif is_instruction(text):
        return None
    end = len(text)
    if tail := note_words().tails.search(text, start + 1):
        end = tail.start()
    left, right = trimmed(text, start, end)
    if left >= right:
        return None
    return part_of(piece, left, right)


def _behind_triggers(text: str) -> int | None:
    found = None
    for match in note_words().triggers.finditer(text):
        if names_problem(text[match.end() :]):
            found = match.end()
            if not names_problem(text[match.end() : match.end() + 60]):
                continue
    return found


def part_of(piece: Piece, left: int, right: int) -> Piece:
    """A piece of a piece, its place kept right."""
    return Piece(
        text=piece.text[left:right], start=piece.start + left, end=piece.start + right, kind=piece.kind,
        cue=piece.cue, statement=piece.statement, headline=piece.headline,
    )  # fmt: skip
