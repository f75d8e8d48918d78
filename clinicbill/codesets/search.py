"""Diagnosis codes found by what a person types: words, abbreviations, or the code itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.codesets import store
from clinicbill.codesets.icd10_tabular import expanded_code
from clinicbill.codesets.look_up import State, standing
from clinicbill.codesets.query import Query, Reading, Term, at_least_one_required, terms_of, understand
from clinicbill.codesets.rank import NO_FAVOURITES, Score, chosen_seventh, favour, rarity, score
from clinicbill.codesets.release import ICD10CM, release_for
from clinicbill.codesets.wording import word_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.codesets.rank import Candidate
    from clinicbill.codesets.store import Row

_MOST_CANDIDATES = 400
_MOST_PARTIAL = 120
# Comparing takes some 15 microseconds each; the first reading is the likeliest.
_MOST_SCORED, _LEAST_SCORED = 750, 80
_ENOUGH = 12
_LEAST_POINTS = 30.0
_LITERAL_POINTS = -3.0
_MENDED_FIT = 0.9
_OPTIONAL_WEIGHT = 0.4
_LEAST_WEIGHT, _MOST_WEIGHT = 1.5, 7.0
_KEY_WEIGHT = 5.5
_SHORTEST_WITH_WORDS = 4
# So many beyond the limit may be lifted into it because the office uses them.
_LOOKED_AT = 30
HEADER_NOTE = "Header, needs more digits"
_TYPED_CODE = re.compile(r"[A-Z][0-9A-Z]{1,6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeHit:
    """One code offered.

    Attributes:
        code: with its dot; a 7th character is already chosen.
        billable: False for a heading, which is offered only when its code itself was typed.
        matched: the wording it was found by: its title, an inclusion term or one of ours.
        note: what the person should know: the 7th character taken, or that the code is no billable one.
        usable: False for a code that is not valid on the day; what to use instead stands behind it.
    """

    code: str
    title: str
    billable: bool
    matched: str
    note: str
    usable: bool = True


def search(
    library: CodeLibrary,
    text: str,
    *,
    on: date,
    limit: int = 20,
    favoured: Mapping[str, float] = NO_FAVOURITES,
) -> list[CodeHit]:
    """The codes that fit the text best, best first, from the release that answers for the day.

    Any text is legal: quotes, operators of the search engine, emoji or nothing at all find what they can. A typed
    code that is not valid on the day comes first and says so; behind it stands what to use instead.

    `favoured` are codes the office uses, each with a weight above 0 (how often, or 1): among codes that fit about as
    well they stand first. One that fits better by name is never pushed aside, nor is a typed code.
    """
    if limit < 1:
        return []
    release = release_for(library, on).release
    typed = _typed_hits(library, text, release, on, limit)
    if typed:
        return typed
    return _worded_hits(library, understand(text), release, limit, favoured)


def preferred(hits: Sequence[tuple[float, CodeHit]], favoured: Mapping[str, float]) -> list[CodeHit]:
    """Hits with their points, best first, those the office uses lifted as `rank.favour` says."""
    if favoured and hits:
        best = hits[0][0]
        hits = sorted(hits, key=lambda hit: -(hit[0] + favour(hit[0], best, favoured.get(hit[1].code, 0.0))))
    return [hit for _, hit in hits]


def codes_under(library: CodeLibrary, stem: str, text: str, *, on: date, limit: int = 20) -> list[CodeHit]:
    """The billable codes that begin with a stem, those first that fit the text best: side, level, encounter.

    So a code of the Alphabetic Index that ends in "-" is completed. Empty where the release has no such code.
    """
    release = release_for(library, on).release
    query = understand(text)
    terms = next(filter(None, (known_terms(library, reading) for reading in query.readings)), ())
    weights = [term_weight(library, term) for term in terms]
    places = library.read(store.list_entry_ids, release, stem, _MOST_CANDIDATES)
    found = [(score(one, terms, weights, query), one) for one in library.candidates(places)]
    ranked = sorted(found, key=lambda pair: (-pair[0].points, pair[1].place))
    return [_worded_hit(one, got, query) for got, one in ranked[:limit]]


def _typed_hits(library: CodeLibrary, text: str, release: str, on: date, limit: int) -> list[CodeHit]:
    """Codes that begin with a typed code, with or without its dot; none where the text is no code."""
    first, *more = text[:64].split()[:2] or [""]
    flat = first.strip(",;:-").replace(".", "").replace("-", "").upper()
    if not flat.isascii() or not _TYPED_CODE.fullmatch(flat):
        return []
    if more and (len(flat) < _SHORTEST_WITH_WORDS or not any(letter.isdigit() for letter in flat)):
        return []  # “C6 radiculopathy” is a level, “M54.50 low back pain” a pasted code
    rows = library.read(store.list_codes_from, release, flat, limit)
    if not rows:
        rows = _unpadded(library, release, flat)
    if not rows:
        return _elsewhere(library, flat, on, limit)
    return [_row_hit(row, exact=row["flat"] == flat) for row in rows]


def _elsewhere(library: CodeLibrary, flat: str, on: date, limit: int) -> list[CodeHit]:
    """A code that another release has, or none: that it is not valid on the day, then the codes to use instead.

    Where not even its category exists the text is no code but words: C5C6, IQ50.
    """
    found = standing(library, f"{flat[:3]}.{flat[3:]}" if flat[3:] else flat, on)
    if found.state not in (State.DELETED, State.NOT_YET) and not found.instead:
        return []
    hit = CodeHit(
        code=found.code, title=found.title, billable=False, matched=found.code, note=found.said, usable=False
    )
    others = (library.read(store.get_code, release_for(library, on).release, code.replace(".", ""))
              for code in found.instead[: limit - 1])  # fmt: skip
    return [hit, *(_row_hit(row, exact=False) for row in others if row)]


def _unpadded(library: CodeLibrary, release: str, flat: str) -> list[Row]:
    """S336A, typed without its placeholders, is S33.6XXA."""
    padded = expanded_code(flat[:-1], flat[-1]).replace(".", "") if len(flat) > 3 else ""
    row = library.read(store.get_code, release, padded) if padded else None
    return [row] if row else []


def _row_hit(row: Row, *, exact: bool) -> CodeHit:
    note = "" if row["billable"] else HEADER_NOTE
    return CodeHit(
        code=row["code"],
        title=row["title"],
        billable=bool(row["billable"]),
        matched=row["code"] if exact else row["title"],
        note=note,
    )


def _worded_hits(
    library: CodeLibrary, query: Query, release: str, limit: int, favoured: Mapping[str, float]
) -> list[CodeHit]:
    best: dict[int, tuple[Score, Candidate]] = {}
    scored = 0
    for reading in query.readings:
        terms = known_terms(library, reading)
        if not terms:
            continue
        weights = [term_weight(library, term) for term in terms]
        places = _places(library, terms, release)[: max(_MOST_SCORED - scored, _LEAST_SCORED)]
        scored += len(places)
        for found in library.candidates(places):
            got = score(found, terms, weights, query)
            if reading.literal:
                got = Score(got.points + _LITERAL_POINTS, got.matched)
            if got.points >= _LEAST_POINTS and (
                found.place not in best or got.points > best[found.place][0].points
            ):
                best[found.place] = (got, found)
    ranked = sorted(best.values(), key=lambda pair: (-pair[0].points, pair[1].place))
    hits = [(got.points, _worded_hit(found, got, query)) for got, found in ranked[: limit + _LOOKED_AT]]
    return preferred(hits, favoured)[:limit]


def _worded_hit(found: Candidate, got: Score, query: Query) -> CodeHit:
    if found.sevenths == "{}":
        return CodeHit(code=found.code, title=found.title, billable=True, matched=got.matched, note="")
    seventh, meaning = chosen_seventh(found.sevenths, query)
    return CodeHit(
        code=expanded_code(found.code, seventh),
        title=f"{found.title}, {meaning}",
        billable=True,
        matched=got.matched,
        note=f"7th character {seventh}: {meaning}",
    )


def known_terms(library: CodeLibrary, reading: Reading) -> tuple[Term, ...]:
    """The terms with unknown words mended; a word that cannot be read at all is passed over.

    Abbreviations left as they stand are no reading at all when they are no words: then no terms.
    """
    terms: list[Term] = []
    for term in reading.terms:
        mended = _mended(library, term)
        if not mended and reading.literal:
            return ()
        terms.extend(mended)
    return at_least_one_required(terms)


def _mended(library: CodeLibrary, term: Term) -> Sequence[Term]:
    vocabulary = library.vocabulary
    if any(word in vocabulary for word in term.fits) or (term.unfinished and vocabulary.begins(term.word)):
        return (term,)
    if len(term.word) >= 3 and vocabulary.begins(term.word):
        return (replace(term, unfinished=True),)
    if near := vocabulary.mended(term.word, unfinished=term.unfinished):
        fits = {
            word: fit * _MENDED_FIT
            for known in near
            for read in terms_of(known)
            for word, fit in read.fits.items()
        }
        unfinished = term.unfinished and not any(word in vocabulary for word in near)
        return (replace(term, word=near[0], fits=fits, unfinished=unfinished),)
    if parts := vocabulary.parts(term.word):
        return [read for part in parts for read in terms_of(part)]
    return ()


def term_weight(library: CodeLibrary, term: Term) -> float:
    """Rare words weigh more; words that need not be found weigh little."""
    vocabulary = library.vocabulary
    count = vocabulary.counts.get(term.word, 0) or max(vocabulary.counts.get(word, 0) for word in term.fits)
    weight = min(max(rarity(count), _LEAST_WEIGHT), _MOST_WEIGHT)
    if term.word in word_table().key:
        weight = max(weight, _KEY_WEIGHT)
    return weight if term.required else weight * _OPTIONAL_WEIGHT


def _places(library: CodeLibrary, terms: Sequence[Term], release: str) -> list[int]:
    """Entries with all required terms; where they are few, those that lack one; at last any."""
    number = library.release_number(ICD10CM, release)
    required = [term for term in terms if term.required]
    places = dict.fromkeys(library.read(store.match_entries, all_of(required), number, _MOST_CANDIDATES))
    if len(places) >= _ENOUGH or len(required) < 2:
        return list(places)
    for left_out in required:
        some = [term for term in required if term is not left_out]
        places |= dict.fromkeys(library.read(store.match_entries, all_of(some), number, _MOST_PARTIAL))
    if len(places) < _ENOUGH:
        anything = " OR ".join(any_of(term) for term in required)
        places |= dict.fromkeys(library.read(store.match_entries, anything, number, _MOST_CANDIDATES))
    return list(places)


def all_of(terms: Iterable[Term]) -> str:
    """An FTS5 expression for what has all of the terms."""
    return " AND ".join(any_of(term) for term in terms)


def any_of(term: Term) -> str:
    """An FTS5 expression; every word is of letters and digits only, quoted, so nothing typed is an operator."""
    choices = [f'"{word}"' for word in term.fits]
    if term.unfinished:
        choices.append(f'"{term.word}"*')
    return f"({' OR '.join(choices)})"
