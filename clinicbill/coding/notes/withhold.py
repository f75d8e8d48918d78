"""The problems a note names that no code may be taken from, each with the words and the rule that hold it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.codesets.wording import raw_words, words
from clinicbill.coding.notes.cues import AFFIRMED, FAMILY, HISTORICAL, NEGATED, UNCERTAIN, UNTICKED, cue_table
from clinicbill.coding.notes.problems import part_of, pieces, trimmed
from clinicbill.coding.notes.records import Withheld
from clinicbill.coding.notes.words import names_problem, note_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.coding.notes.note import Note, Statement
    from clinicbill.coding.notes.problems import Piece
    from clinicbill.coding.notes.records import Suggestion

# Sections whose every problem is held back, whatever its words.
_BY_SECTION = {"family": FAMILY, "past": HISTORICAL, "differential": UNCERTAIN}
_SILENT = ("social", "medication", "unknown")
_SECTION_WORDS = {
    "family": "stands in the family history",
    "past": "stands in the past history",
    "differential": "stands in the differential diagnosis",
}
_WORDED = {UNCERTAIN: "worded “{}”", NEGATED: "denied: “{}”"}
_MOST_WITHHELD = 200


def withheld_in(note: Note, suggestions: Sequence[Suggestion]) -> tuple[Withheld, ...]:
    """What is held back, in the order of the note; not what is suggested from better words elsewhere."""
    suggested = [frozenset(_compared(one.evidence[0].text)) for one in suggestions if one.evidence]
    found: list[Withheld] = []
    for statement in note.statements:
        if statement.section in _SILENT or not names_problem(statement.text):
            continue
        found.extend(_of(statement, suggested))
        if len(found) >= _MOST_WITHHELD:
            break
    return tuple(found)


def _of(statement: Statement, suggested: Sequence[frozenset[str]]) -> Iterator[Withheld]:
    for piece in pieces(statement, headline=True):
        kind = _BY_SECTION.get(statement.section, piece.kind) if piece.kind == AFFIRMED else piece.kind
        if kind == AFFIRMED or not names_problem(piece.text):
            continue
        short = _shortened(piece)
        if kind != NEGATED and any(frozenset(_compared(short.text)) <= known for known in suggested):
            continue
        yield _withheld(short, kind)


def _shortened(piece: Piece) -> Piece:
    """Without the story behind the problem; all of it where nothing would be left."""
    tail = note_words().tails.search(piece.text, 1)
    if tail is None:
        return piece
    left, right = trimmed(piece.text, 0, tail.start())
    if left < right and names_problem(piece.text[left:right]):
        return part_of(piece, left, right)
    return piece


def _withheld(piece: Piece, kind: str) -> Withheld:
    named = cue_table().kinds[kind]
    cue = " ".join(piece.cue.split()).lower()
    section = piece.statement.section
    if cue == UNTICKED:
        reason = f"its box is not ticked: {named.reason}"
    elif kind == UNCERTAIN and cue:
        reason = f"worded '{cue}': {named.source}"
    elif cue:
        reason = f"worded '{cue}': {named.reason}"
    else:
        reason = f"{_SECTION_WORDS[section]}: {named.reason}"
    return Withheld(
        text=piece.text, start=piece.start, end=piece.end, reason=reason, source=named.source, kind=kind,
        section=section,
    )  # fmt: skip


def _compared(text: str) -> list[str]:
    return words(word for word in raw_words(text[:300]) if word != ",")


def without_held_back(suggestion: Suggestion, withheld: Sequence[Withheld]) -> Suggestion:
    """The suggestion without alternatives that say what the note doubts or denies."""
    own = frozenset(_compared(suggestion.title)) | frozenset(suggestion.phrase.split())
    held = [
        frozenset(_compared(one.text))
        for one in withheld
        if one.kind in (UNCERTAIN, NEGATED) and not frozenset(_compared(one.text)) <= own
    ]
    kept = tuple(
        other
        for other in suggestion.alternatives
        if not any(words_held <= own | frozenset(_compared(other.title)) for words_held in held)
    )
    return suggestion if len(kept) == len(suggestion.alternatives) else replace(suggestion, alternatives=kept)
