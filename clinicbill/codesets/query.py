"""What a person means who types a diagnosis: side, encounter, healing, vertebral level, and the words to find."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.codesets.wording import BOTH_SIDES, DENIED, SIDES, raw_words, side_of, word_table, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Raw = tuple[str, ...]

_MOST_WORDS = 14
_MOST_READINGS = 4
_MOST_CHARACTERS = 200
_ENCOUNTERS = {
    "initial": "A",
    "subsequent": "D",
    "subseq": "D",
    "followup": "D",
    "fu": "D",
    "recheck": "D",
    "sequela": "S",
    "sequelae": "S",
    "sequalae": "S",
}
_UNFINISHED_ENCOUNTERS = ("initial", "subsequent", "sequela")
_SHORTEST_ENCOUNTER = 4
_VISIT_WORDS = frozenset({"encounter", "enc", "visit"})
_FRACTURE_WORDS = frozenset({"fracture", "fx", "fractured", "broken"})
_AFTERCARE_WORDS = frozenset({"aftercare", "healing", "healed", "nonunion", "malunion"})
_FRACTURE_DETAILS = frozenset(
    {
        "open",
        "closed",
        "compound",
        "nonunion",
        "malunion",
        "delayed",
        "routine",
        "healing",
        "type",
        "i",
        "ii",
        "iii",
    }
)
_LEVEL = re.compile(r"([ctls])(\d{1,2})(?:([ctls])(\d{1,2}))?")
_REGIONS = {"c": "cervical", "t": "thoracic", "l": "lumbar", "s": "sacral"}
_JUNCTIONS = {"ct": "cervicothoracic", "tl": "thoracolumbar", "ls": "lumbosacral"}
_LAST_OF_REGION = {"c": 7, "t": 12, "l": 5, "s": 5}
_ORDINALS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing to find: any of `fits` answers it, each with how well it fits (1 is exactly).

    Attributes:
        required: whether a code without it is offered only when nothing better is found.
        unfinished: whether it is still being typed, so that words beginning with it fit too.
    """

    word: str
    fits: Mapping[str, float]
    required: bool
    unfinished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read what was typed; `literal` when abbreviations were left as they stand."""

    terms: tuple[Term, ...]
    literal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What was typed, understood.

    Attributes:
        side: R, L, B, U (“unspecified” was typed) or empty.
        encounter: A (initial), D (subsequent), S (sequela) or empty.
        details: every compared word, for choosing the 7th character.
    """

    side: str
    encounter: str
    details: frozenset[str]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasebook:
    """Abbreviations and office words of resources/codes/icd10_wording.csv.

    `always` are read as what they mean; `maybe` are read both ways. Keys are raw words.
    """

    always: Mapping[Raw, Raw]
    maybe: Mapping[Raw, Raw]
    longest: int


@lru_cache(maxsize=1)
def phrasebook() -> Phrasebook:
    """The phrases, read once."""
    books: dict[str, dict[Raw, Raw]] = {"always": {}, "maybe": {}}
    with asset("codes/icd10_wording.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            books[row["reading"]][tuple(raw_words(row["said"]))] = tuple(raw_words(row["meant"]))
    longest = max(len(said) for book in books.values() for said in book)
    return Phrasebook(always=books["always"], maybe=books["maybe"], longest=longest)


def understand(text: str) -> Query:
    """Read what was typed. Never fails: hostile or empty text gives a query without words."""
    cut = text[:_MOST_CHARACTERS]
    typed = tuple(raw_words(cut))[:_MOST_WORDS]
    unfinished = typed[-1] if typed and cut[-1:].isalnum() else ""
    book = phrasebook()
    always = _said_otherwise(typed, book.always, book.longest)
    both = _said_otherwise(typed, {**book.always, **book.maybe}, book.longest)
    each = _each_said_otherwise(always, book)
    side, encounter = side_of(always), _encounter(always)
    readings = tuple(
        Reading(terms=_terms(raw, unfinished), literal=raw == typed and raw != always)
        for raw in dict.fromkeys((always, both, *each, typed))
    )
    details = frozenset(word for raw in (always, both, *each) for word in words(raw))
    return Query(
        side=side,
        encounter=encounter,
        details=details,
        readings=tuple(reading for reading in readings if reading.terms),
    )


def _said_otherwise(raw: Raw, book: Mapping[Raw, Raw], longest: int) -> Raw:
    """The words with every known phrase replaced, the longest phrase first at each place."""
    out: list[str] = []
    place = 0
    while place < len(raw):
        for length in range(min(longest, len(raw) - place), 0, -1):
            meant = book.get(raw[place : place + length])
            if meant is not None:
                out.extend(meant)
                place += length
                break
        else:
            out.append(raw[place])
            place += 1
    return tuple(out)


def _each_said_otherwise(raw: Raw, book: Phrasebook) -> list[Raw]:
    """The words with one of several `maybe` phrases replaced at a time; none where there is only one."""
    found: list[Raw] = []
    for place in range(len(raw)):
        for length in range(min(book.longest, len(raw) - place), 0, -1):
            meant = book.maybe.get(raw[place : place + length])
            if meant is not None:
                found.append((*raw[:place], *meant, *raw[place + length :]))
    return found[:_MOST_READINGS] if len(found) > 1 else []


def _encounter(raw: Raw) -> str:
    # Aftercare of an injury is told by the 7th character (ICD-10-CM Official Guidelines, section I.C.21.c.7).
    if not _FRACTURE_WORDS.isdisjoint(raw) and not _AFTERCARE_WORDS.isdisjoint(raw):
        return "D"
    return next((found for word in raw if (found := _encounter_word(word))), "")


def _encounter_word(word: str) -> str:
    if found := _ENCOUNTERS.get(word):
        return found
    if len(word) >= _SHORTEST_ENCOUNTER:
        for full in _UNFINISHED_ENCOUNTERS:
            if full.startswith(word):
                return _ENCOUNTERS[full]
    return ""


def _is_visit_word(word: str) -> bool:
    return word in _VISIT_WORDS or (len(word) >= _SHORTEST_ENCOUNTER and "encounter".startswith(word))


def _terms(raw: Raw, unfinished: str) -> tuple[Term, ...]:
    """One term per word that is neither a side nor an encounter; levels become regions."""
    encounter = bool(_encounter(raw))
    kept = [
        word
        for word in raw
        if word not in SIDES
        and word not in BOTH_SIDES
        and not _encounter_word(word)
        and not (encounter and _is_visit_word(word))
    ]
    fracture = not _FRACTURE_WORDS.isdisjoint(kept)
    terms: dict[str, Term] = {}
    for word in words(kept):
        for term in terms_of(word, fracture=fracture):
            terms.setdefault(term.word, term)
    if kept and kept[-1] == unfinished and raw[-1] == unfinished:
        _mark_unfinished(terms, unfinished)
    return at_least_one_required(tuple(terms.values()))


def terms_of(word: str, *, fracture: bool = False) -> Iterator[Term]:
    """What one compared word asks for: itself and its near synonyms; a vertebral level asks for its region."""
    table = word_table()
    bare = word.removeprefix(DENIED)
    if level := _LEVEL.fullmatch(bare):
        yield from _level_terms(bare, level)
        return
    mark = DENIED if word != bare else ""
    fits = {word: 1.0, **{mark + also: fit / 100 for also, fit in table.also.get(bare, {}).items()}}
    aside = bool(mark) or (fracture and word in _FRACTURE_DETAILS)
    yield Term(word=word, fits=fits, required=not aside and bare not in table.soft)


def _level_terms(word: str, level: re.Match[str]) -> Iterator[Term]:
    """L5-S1 asks for the lumbosacral region; C5-6 for the cervical one, and for that level where it is named."""
    letter, number, other = level[1], int(level[2]), level[3] or ""
    region = _JUNCTIONS.get(letter + other, _REGIONS[letter])
    fits = {region: 1.0}
    if not other and number == _LAST_OF_REGION[letter]:
        fits |= {_JUNCTIONS[letter + below]: 0.85 for below in "tls" if letter + below in _JUNCTIONS}
    if letter == "s":
        fits |= {"lumbosacral": 0.9, "sacrococcygeal": 0.8}
    if letter == "c":
        fits |= {"neck": 0.8}
    yield Term(word=region, fits=fits, required=True)
    if other:
        yield Term(word=word, fits={word: 1.0}, required=False)
        return
    named = {word: 1.0}
    if number < len(_ORDINALS):
        named[_ORDINALS[number]] = 1.0
    if letter == "t":  # thoracic fractures are told by pairs: T5-T6, T11-T12
        odd = number - 1 + number % 2
        named[f"t{odd}t{odd + 1}"] = 1.0
    yield Term(word=word, fits=named, required=False)


def _mark_unfinished(terms: dict[str, Term], typed: str) -> None:
    shaped = words((typed,))
    if not shaped or shaped[0] not in terms:
        return
    if len(typed) == 1:  # one letter says too little, one digit is finished
        if typed.isalpha():
            del terms[shaped[0]]
        return
    term = terms[shaped[0]]
    terms[shaped[0]] = replace(term, fits={**term.fits, typed: 1.0}, word=typed, unfinished=True)


def at_least_one_required(terms: Sequence[Term]) -> tuple[Term, ...]:
    """The terms; where none must be found, all must."""
    if any(term.required for term in terms):
        return tuple(terms)
    return tuple(replace(term, required=True) for term in terms)
