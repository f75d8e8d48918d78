"""How well a code answers a query: what was asked and found, less what was not asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from clinicbill.codesets.names import INCLUSION, OFFICE, TITLE
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
_WHOLE_NAME_POINTS = {OFFICE: 5.0, INCLUSION: 4.2, TITLE: 3.5}
_CHAPTER_POINTS = {
    "13": 3.0, "19": 2.0, "6": 2.0, "18": 1.5, "9": 1.0, "4": 1.0, "5": 1.0,
    "2": -3.0, "15": -8.0, "16": -10.0, "17": -4.0, "20": -2.0,
}  # fmt: skip
_SIDE_POINTS = {
    ("R", "R"): 6.0, ("R", ""): 0.0, ("R", "U"): -4.0, ("R", "B"): -8.0, ("R", "L"): -60.0,
    ("L", "L"): 6.0, ("L", ""): 0.0, ("L", "U"): -4.0, ("L", "B"): -8.0, ("L", "R"): -60.0,
    ("B", "B"): 6.0, ("B", ""): 0.0, ("B", "U"): -8.0, ("B", "R"): -4.0, ("B", "L"): -4.0,
    ("U", "U"): 3.0, ("U", ""): 0.0, ("U", "B"): -6.0, ("U", "R"): -6.0, ("U", "L"): -6.0,
    ("", "B"): -4.0, ("", "R"): -3.0, ("", "L"): -3.0,
}  # fmt: skip
_ENCOUNTER_TAKEN, _ENCOUNTER_NOT_TAKEN = 2.0, -6.0
_ENCOUNTER_WORDS = {"A": "initial", "D": "subsequent", "S": "sequela"}
_LEAST_COST, _MOST_COST = 25, 65
_COMMON_MEANING = frozenset(
    {"encounter", "fracture", "closed", "routine", "healing", "initial", "type", "i", "ii"}
)
_NAMES = msgspec.json.Decoder(list[tuple[str, dict[str, int], str]])
_SEVENTHS = msgspec.json.Decoder(dict[str, str])


# A wording: its kind, what each of its words costs when nobody asked for it (tenths of a point), the sum of
# these, and what a person reads. Plain tuples: thousands are kept, and the garbage collector passes them by.
CostedName = tuple[str, dict[str, int], int, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code of the search index, ready to be compared."""

    place: int
    code: str
    title: str
    chapter: str
    side: str
    sevenths: str
    names: tuple[CostedName, ...]
    context: frozenset[str]


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


def candidate(row: Sequence[Any]) -> Candidate:
    """A row of `store.list_entries`."""
    place, code, title, chapter, side, sevenths, names, context = row
    costed = tuple((kind, costs, sum(costs.values()), shown) for kind, costs, shown in _NAMES.decode(names))
    return Candidate(place, code, title, chapter, side, sevenths, costed, frozenset(context.split()))


def score(found: Candidate, terms: Sequence[Term], weights: Sequence[float], query: Query) -> Score:
    """Points of the best of the candidate's wordings, with side, encounter and chapter."""
    details = _seventh_words(found.sevenths, query) if found.sevenths != "{}" else frozenset()
    outside = [_outside_fit(found, term, details) for term in terms]
    whole = sum(weights)
    best, matched = -1000.0, found.title
    for name in found.names:
        points = _name_points(name, terms, weights, outside, whole)
        if points > best:
            best, matched = points, name[3]
    # Rounded, so that the last bit of a float never decides between two wordings.
    return Score(round(best + _code_points(found, query), 3), matched)


def _name_points(
    name: CostedName, terms: Sequence[Term], weights: Sequence[float], outside: Sequence[float], whole: float
) -> float:
    kind, costs, total, _ = name
    got, extra, exact = 0.0, total, True
    for term, weight, elsewhere in zip(terms, weights, outside, strict=True):
        fit = 0.0
        for word, quality in term.fits.items():
            if word in costs:
                extra -= costs[word]
                fit = max(fit, quality)
        if term.unfinished and fit < _UNFINISHED_FIT:
            for word, cost in costs.items():
                if word.startswith(term.word):
                    extra -= cost
                    fit = max(fit, _UNFINISHED_FIT + 0.19 * len(term.word) / len(word))
        exact = exact and fit >= _EXACT_FIT
        got += weight * max(fit, elsewhere)
    unasked = min(max(extra, 0) / 10, _MOST_EXTRA)
    points = 100 * got / whole - unasked
    if exact and unasked <= _LITTLE_EXTRA:
        return points + _WHOLE_NAME_POINTS[kind]
    return points


def _outside_fit(found: Candidate, term: Term, details: frozenset[str]) -> float:
    """How well a term is answered by the headings above the code, or by the 7th character's meaning."""
    if term.word in details:
        return 1.0
    fit = max((quality for word, quality in term.fits.items() if word in found.context), default=0.0)
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
