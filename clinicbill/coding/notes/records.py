"""What reading a note gives: suggestions with their evidence, and what is withheld with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of the note, word for word; `start` and `end` count its characters from 0, `end` not included."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another code that the same words may mean."""

    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One problem of the note with the code it supports; billable on the date of service.

    Attributes:
        confidence: 0 to 1: how well the words of the note and of the code agree.
        evidence: what of the note it rests on, the naming of the problem first.
        why: the index path or the wording matched, then each rule applied, for the person who decides.
        missing: what the note leaves open, each with what was taken instead.
        alternatives: up to four, best first.
        section: the kind of section the problem stands in; empty in a note without headings.
        phrase: the problem in the words it was looked up by: what the office's choices are counted under.
    """

    code: str
    title: str
    confidence: float
    evidence: tuple[Evidence, ...]
    why: tuple[str, ...]
    missing: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    section: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A problem that the note names and that is not suggested.

    Attributes:
        reason: a sentence for the person: which words hold it back, and what they mean.
        source: the rule.
        kind: family, other, negated, hypothetical, planned, historical or uncertain.
        section: the kind of section it stands in.
    """

    text: str
    start: int
    end: int
    reason: str
    source: str
    kind: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReading:
    """All of a note: suggestions as the assessment lists them, withheld problems as they stand."""

    suggestions: tuple[Suggestion, ...]
    withheld: tuple[Withheld, ...]
