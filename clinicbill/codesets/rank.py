"""How well a code answers a query: what was asked and found, less what was not asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from clinicbill.codesets.names import INCLUSION, INDEX, OFFICE, SEE, TITLE
from clinicbill.codesets.wording import DENIED, raw_words, word_table, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clinicbill.codesets.query import Query, Term

# Points are per cent of what was asked. The numbers were set on the development phrases of the samples.
_CONTEXT_FIT = 0.55
_UNFINISHED_FIT = 0.8
_EXACT_FIT = 0.9
_LITTLE_EXTRA = 0.7
_MOST_EXTRA = 45.0
_WHOLE_NAME_POINTS = {OFFICE: 5.0, INDEX: 4.6, INCLUSION: 4.2, SEE: 4.0, TITLE: 3.5}
# The index names a code by what it is filed under, title and inclusion terms by what it is.
_KIND_COST = {INDEX: 3.0, SEE: 3.0}
_CHAPTER_POINTS = {
    "13": 3.0, "19": 2.0, "6": 2.0, "18": 1.5, "9": 1.0, "4": 1.0, "5": 1.0,
    "2": -3.0, "15": -8.0, "16": -10.0, "17": -4.0, "20": -2.0,
}  # fmt: skip
_SIDE_POINTS = {
    ("R", "R"): 6.0, ("R", ""): 0.0, ("R", "U"): -4.0, ("R", "B"): -8.0, ("R", "L"): -60.0,
    ("L", "L"): 6.0, ("L", ""): 0.0, ("L", "U"): -4.0, ("L", "B"): -8.0, ("L", "R"): -60.0,
    ("B", "B"): 6.0, ("B", ""): 0.0, ("B", "U"): -8.0, ("B", "R"): -4.0, ("B", "L"): -4.0,
    ("U", "U"): 3.0, ("U", ""): 0.0, ("U", "B"): -6.0, ("U", "R"): -6.0, ("U", "L"): -6.0,
    ("", "B"): -7.0, ("", "R"): -3.0, ("", "L"): -3.0,
}  # fmt: skip
_ENCOUNTER_TAKEN, _ENCOUNTER_NOT_TAKEN = 2.0, -6.0
_ENCOUNTER_WORDS = {"A": "initial", "D": "subsequent", "S": "sequela"}
_SPECIFIED_COST = 15
_LEAST_COST, _MOST_COST = 25, 65
_COMMON_MEANING = frozenset(
    {"encounter", "fracture", "closed", "routine", "healing", "initial", "type", "i", "ii"}
)
_NEAR_POINTS = 12.0
_MOST_FAVOUR = 7.0
NO_FAVOURITES: Mapping[str, float] = {}


# Thousands of these are kept and hundreds are read per key. `gc=False` keeps them out of the garbage collector's walks,
# which else take longer than the search itself; nothing in them can refer back, so nothing is lost by it.
class CostedName(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A wording: what each of its words costs when nobody asked for it (tenths of a point), and their sum."""

    kind: str
    costs: dict[str, int]
    total: int
    shown: str


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A code of the search index, ready to be compared; `context` has the words of the headings above it."""

    place: int
    code: str
    title: str
    chapter: str
    side: str
    sevenths: str
    names: tuple[CostedName, ...]
    context: dict[str, None]


class IndexRow(msgspec.Struct, frozen=True, gc=False):
    """A line of the Alphabetic Index, ready to be compared; `target` is the id of the line "see" leads to, or 0."""

    id: int
    target: int
    shown: str
    side: str
    name: CostedName
    code: str
    complete: bool


_NAMES = msgspec.json.Decoder(tuple[CostedName, ...])
_COSTS = msgspec.json.Decoder(dict[str, int])
_SEVENTHS = msgspec.json.Decoder(dict[str, str])


@dataclass(frozen=True, slots=True)
class Score:
    """Points of one candidate, with the wording that earned them."""

    points: float
    matched: str


def rarity(entries: int) -> float:
    """How much it tells that a word fits which stands in so many of some 36,000 entries: 0 to 10.6."""
    return math.log(40_000 / (entries + 1))


def word_cost(word: str, entries: int, *, optional: bool) -> int:
    """What a word of a wording costs when nobody asked for it, in tenths of a point; rare words cost more."""
    table = word_table()
    if word in table.free:
        return 0 if word == "unspecified" else 2
    if optional or word.startswith(DENIED):
        return 3
    if word in table.light:
        return 15
    return min(max(round(10 * rarity(entries)), _LEAST_COST), _MOST_COST)


def index_cost(word: str, entries: int, *, optional: bool) -> int:
    """The same for a line of the Alphabetic Index, whose non-essential modifiers cost nothing."""
    if optional:
        return 0
    # "Specified NEC" is never the default of the index.
    return _SPECIFIED_COST if word == "specified" else word_cost(word, entries, optional=False)


def candidate(row: Sequence[Any]) -> Candidate:
    """A row of `store.list_entries`."""
    place, code, title, chapter, side, sevenths, names, context = row
    above = dict.fromkeys(context.split())
    return Candidate(place, code, title, chapter, side, sevenths, _NAMES.decode(names), above)


def score(found: Candidate, terms: Sequence[Term], weights: Sequence[float], query: Query) -> Score:
    """Points of the best of the candidate's wordings, with side, encounter and chapter."""
    details = _seventh_words(found.sevenths, query) if found.sevenths != "{}" else frozenset()
    outside = [_outside_fit(found, term, details) for term in terms]
    whole = sum(weights) or 1.0
    best, matched = -1000.0, found.title
    for name in found.names:
        points = _name_points(name, terms, weights, outside, whole)
        if points > best:
            best, matched = points, name.shown
    # Rounded, so that the last bit of a float never decides between two wordings.
    return Score(round(best + _code_points(found, query), 3), matched)


def index_row(row: Sequence[Any]) -> IndexRow:
    """A row of `store.list_index_lines`."""
    found, _, target, shown, side, words, code, complete = row
    costs = _COSTS.decode(words)
    return IndexRow(
        found, target, shown, side, CostedName(INDEX, costs, sum(costs.values()), shown), code, bool(complete)
    )


def line_points(line: IndexRow, terms: Sequence[Term], weights: Sequence[float], side: str) -> float:
    """Points of a line of the Alphabetic Index, which has no headings and no encounter: 100 is all that was asked."""
    points = _name_points(line.name, terms, weights, [0.0] * len(terms), sum(weights) or 1.0)
    points += _KIND_COST[INDEX]
    return round(points + _SIDE_POINTS.get((side, line.side), 0.0), 3)


def favour(points: float, best: float, weight: float) -> float:
    """What a code of the office's gains: enough to pass codes that fit about as well, never one that fits clearly better.

    The other side of the body, another encounter or a word more or less are further apart than that.
    """
    if weight <= 0 or points < best - _NEAR_POINTS:
        return 0.0
    return _MOST_FAVOUR * weight / (weight + 1.0)


def chapter_points(chapter: str) -> float:
    """What such offices see more often comes first where words alone do not decide."""
    return _CHAPTER_POINTS.get(chapter, 0.0)


def _name_points(
    name: CostedName, terms: Sequence[Term], weights: Sequence[float], outside: Sequence[float], whole: float
) -> float:
    # Called thousands of times per key: comparisons are written out, since max() costs more than all of them.
    costs, got, extra, exact = name.costs, 0.0, name.total, True
    for term, weight, elsewhere in zip(terms, weights, outside, strict=True):
        fit = 0.0
        for word, quality in term.fits.items():
            if word in costs:
                extra -= costs[word]
                if quality > fit:
                    fit = quality
        if term.unfinished and fit < _UNFINISHED_FIT:
            begun, asked_for = _begun(term.word, costs)
            extra -= asked_for
            if begun > fit:
                fit = begun
        if fit < _EXACT_FIT:
            exact = False
        got += weight * (fit if fit > elsewhere else elsewhere)
    unasked = min(max(extra, 0) / 10, _MOST_EXTRA)
    points = 100 * got / whole - unasked - _KIND_COST.get(name.kind, 0.0)
    if exact and unasked <= _LITTLE_EXTRA:
        return points + _WHOLE_NAME_POINTS[name.kind]
    return points


def _begun(start: str, costs: Mapping[str, int]) -> tuple[float, int]:
    """How well words that begin so answer one still being typed, and what they would have cost."""
    fit, asked_for = 0.0, 0
    for word, cost in costs.items():
        if word.startswith(start):
            asked_for += cost
            fit = max(fit, _UNFINISHED_FIT + 0.19 * len(start) / len(word))
    return fit, asked_for


def _outside_fit(found: Candidate, term: Term, details: frozenset[str]) -> float:
    """How well a term is answered by the headings above the code, or by the 7th character's meaning."""
    if term.word in details:
        return 1.0
    fit, context = 0.0, found.context
    for word, quality in term.fits.items():
        if quality > fit and word in context:
            fit = quality
    return fit * _CONTEXT_FIT


def _code_points(found: Candidate, query: Query) -> float:
    points = _SIDE_POINTS.get((query.side, found.side), 0.0) + _CHAPTER_POINTS.get(found.chapter, 0.0)
    if query.encounter:
        taken = found.sevenths.startswith('{"A"')
        points += _ENCOUNTER_TAKEN if taken else _ENCOUNTER_NOT_TAKEN
    return points


def chosen_seventh(sevenths: str, query: Query) -> tuple[str, str]:
    """The 7th character that fits best what was said, and its meaning; the first one where nothing was said."""
    return _chosen(sevenths, query.encounter, query.details)


@lru_cache(maxsize=512)
def _chosen(sevenths: str, encounter: str, details: frozenset[str]) -> tuple[str, str]:
    meanings: Mapping[str, str] = _SEVENTHS.decode(sevenths)
    asked = _ENCOUNTER_WORDS.get(encounter, "")

    def fitting(character: str) -> float:
        said = meaning_words(meanings[character])
        special = said - _COMMON_MEANING
        return 3.0 * (asked in said) + 2.0 * len(special & details) - 0.5 * len(special - details - {asked})

    # Of equals the first stands: “initial encounter for closed fracture”, “without tophus”.
    best = max(meanings, key=fitting)
    return best, meanings[best]


def telling_words(meaning: str) -> frozenset[str]:
    """What tells one 7th character from another beside the encounter: open, nonunion, tophus."""
    return meaning_words(meaning) - _COMMON_MEANING - frozenset(_ENCOUNTER_WORDS.values())


def _seventh_words(sevenths: str, query: Query) -> frozenset[str]:
    return meaning_words(chosen_seventh(sevenths, query)[1])


@lru_cache(maxsize=512)
def meaning_words(meaning: str) -> frozenset[str]:
    """The compared words of a 7th character's meaning."""
    return frozenset(word for word in words(raw_words(meaning)) if word != DENIED)
