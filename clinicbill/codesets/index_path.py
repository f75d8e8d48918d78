"""A phrase looked up along the Alphabetic Index, as a coder does: main term, subterms in any order, "see" followed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.codesets import store
from clinicbill.codesets.index_build import ARROW
from clinicbill.codesets.query import Term, understand
from clinicbill.codesets.rank import chapter_points, line_points
from clinicbill.codesets.release import release_for
from clinicbill.codesets.search import all_of, known_terms, term_weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.codesets.rank import IndexRow
    from clinicbill.codesets.store import Row

_MOST_LINES = 120
_MOST_REFERENCES = 3
_MOST_HOPS = 3
_LEAST_FIT = 40.0
_REFERENCE_COST = 0.5
_CHAPTER_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPath:
    """One way through the index that answers a phrase.

    Attributes:
        terms: the main term, then each term below it.
        code: with its dot; a stem where the index prints it with "-".
        shown: "Syndrome → cubital tunnel, see Lesion → nerve → ulnar".
        see_followed: whether a reference led to the code.
        complete: False for a code printed with "-", which needs more characters.
        fit: per cent of what was asked that the path says, less what it says beyond that; above 100 where it says
            exactly what was asked.
    """

    terms: tuple[str, ...]
    code: str
    shown: str
    see_followed: bool
    complete: bool
    fit: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """One reading of the phrase: its terms with their weights, in one edition of the index."""

    number: int
    side: str
    terms: tuple[Term, ...]
    weights: tuple[float, ...]


def find_paths(library: CodeLibrary, words: str, on: date, *, limit: int = 10) -> list[IndexPath]:
    """The paths that answer a phrase, best first; nothing where no index is loaded.

    Sides and encounters are no words of the index and are passed over; abbreviations, office words, misspellings and
    near synonyms are read as the search reads them. Of equals the shorter path stands first: the default of the index.
    """
    release = release_for(library, on).release
    number = library.index_number(release)
    if not number:
        return []
    best: dict[str, IndexPath] = {}
    query = understand(words)
    for reading in query.readings:
        terms = known_terms(library, reading)
        if not terms:
            continue
        asked = _Asked(number, query.side, terms, tuple(term_weight(library, term) for term in terms))
        for path in _paths(library, asked):
            if path.shown not in best or path.fit > best[path.shown].fit:
                best[path.shown] = path
    nearest = sorted(best.values(), key=lambda path: (-path.fit, len(path.terms)))[: 2 * limit]
    standing = [(path, row) for path in nearest if (row := _row(library, release, path.code)) is not None]
    ranked = sorted(standing, key=lambda pair: (-_rank(*pair), len(pair[0].terms), pair[0].shown))
    return [path for path, _ in ranked[:limit]]


def _row(library: CodeLibrary, release: str, code: str) -> Row | None:
    """The code to which the index leads; None where the release does not have it any more."""
    return library.read(store.get_code, release, code.replace(".", ""))


def _rank(path: IndexPath, row: Row) -> float:
    return path.fit + _CHAPTER_SHARE * chapter_points(row["chapter"])


def _paths(library: CodeLibrary, asked: _Asked) -> Iterator[IndexPath]:
    whole = _lines(library, asked.number, [term for term in asked.terms if term.required])
    found = [(line, line_points(line, asked.terms, asked.weights, asked.side)) for line in whole]
    yield from _answers(library, found)
    if any(fit >= 100 for _, fit in found):
        return
    partial = list(_partial(library, asked))
    yield from _answers(library, [pair for pair in partial if pair[1] >= _LEAST_FIT])
    yield from _through_references(library, asked, [line for line, _ in partial])


def _answers(library: CodeLibrary, found: Sequence[tuple[IndexRow, float]]) -> Iterator[IndexPath]:
    for line, fit in found:
        if line.code and fit >= _LEAST_FIT:
            yield _path(library, line, fit)


def _partial(library: CodeLibrary, asked: _Asked) -> Iterator[tuple[IndexRow, float]]:
    """Lines that lack one of the words."""
    required = [term for term in asked.terms if term.required]
    for left_out in required if len(required) > 1 else ():
        some = [term for term in required if term is not left_out]
        for line in _lines(library, asked.number, some):
            yield line, line_points(line, asked.terms, asked.weights, asked.side)


def _through_references(
    library: CodeLibrary, asked: _Asked, lines: Sequence[IndexRow]
) -> Iterator[IndexPath]:
    """A line that says a part of the phrase and nothing else may refer to a term under which the rest stands.

    "Osteoarthrosis of the knee": Osteoarthrosis, see Osteoarthritis → knee.
    """
    parts = {line.id: line for line in lines if line.target and _says_only(line, asked.terms)}
    ranked = sorted(parts.values(), key=lambda line: -len(line.name.costs))
    for line in ranked[:_MOST_REFERENCES]:
        target = _target(library, line)
        if target is None:
            continue
        rest = tuple(term for term in asked.terms if term.word not in line.name.costs)
        terms = (*(_term(word) for word, cost in target.name.costs.items() if cost), *rest)
        weights = tuple(term_weight(library, term) for term in terms)
        for other in _lines(library, asked.number, [term for term in terms if term.required]):
            fit = line_points(other, terms, weights, asked.side) - _REFERENCE_COST
            if other.code and fit >= _LEAST_FIT:
                yield replace(_path(library, other, fit), shown=_said(line, other), see_followed=True)


def _says_only(line: IndexRow, terms: Sequence[Term]) -> bool:
    asked = {word for term in terms for word in term.fits}
    return all(word in asked or not cost for word, cost in line.name.costs.items())


def _term(word: str) -> Term:
    return Term(word=word, fits={word: 1.0}, required=True)


def _target(library: CodeLibrary, line: IndexRow) -> IndexRow | None:
    """The line at which a reference ends, perhaps over others; None where it leads nowhere."""
    end: IndexRow | None = None
    for _ in range(_MOST_HOPS):
        found = library.index_lines([line.target]) if line.target else []
        if not found:
            return end
        end = line = found[0]
    return end


def _lines(library: CodeLibrary, number: int, terms: Sequence[Term]) -> list[IndexRow]:
    if not terms:
        return []
    return library.index_lines(library.read(store.match_index, all_of(terms), number, _MOST_LINES))


def _path(library: CodeLibrary, line: IndexRow, fit: float) -> IndexPath:
    target = _target(library, line) if line.target else None
    return IndexPath(
        terms=tuple(line.shown.split(ARROW)),
        code=line.code,
        shown=_said(line, target),
        see_followed=target is not None,
        complete=line.complete,
        fit=fit,
    )


def _said(line: IndexRow, target: IndexRow | None) -> str:
    return line.shown if target is None else f"{line.shown}, see {target.shown}"
