"""Every wording a diagnosis code can be found by: its title, its inclusion terms, its headings' and our own."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.codesets.icd10_tabular import TabularCode
from clinicbill.codesets.wording import SIDES, raw_words, side_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.codesets.icd10_tabular import Tabular

TITLE, INCLUSION, OFFICE, INDEX, SEE = "t", "i", "o", "x", "y"
_SIDE_WORDS = frozenset({*SIDES, "bilateral", "bilaterally", "both"})
_MOST_ADDED = 6
_NOTHING: Mapping[str, bool] = {}
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One wording: `kind` is TITLE, INCLUSION, OFFICE, INDEX or SEE (a line of the index that refers to another); `shown` is what a person reads.

    `words` says of each compared word whether it is optional: a word in brackets or behind “or” may be asked
    for and costs next to nothing when it is not.
    """

    kind: str
    words: Mapping[str, bool]
    shown: str


_NO_INDEX: Mapping[str, Sequence[Name]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One code of the search index, before its 7th character: how it is found.

    Attributes:
        side: R, L, B, U (“unspecified”) or empty.
        names: the title first.
        context: words of the headings above it.
    """

    code: TabularCode
    side: str
    names: tuple[Name, ...]
    context: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    title: Mapping[str, bool]
    names: tuple[Name, ...]
    context: frozenset[str]


def search_entries(
    tabular: Tabular, terms: Mapping[str, Sequence[str]], index: Mapping[str, Sequence[Name]] = _NO_INDEX
) -> Iterator[Entry]:
    """One entry per code without 7th character, in the list's order.

    `terms` are our own words per code, `index` the paths of the Alphabetic Index that lead to it.
    """
    sections = {(block.chapter, block.label): _block_words(block.title) for block in tabular.blocks}
    above: dict[str, _Heading] = {}
    common = _common_words(tabular)
    for code in tabular.codes:
        if code.seventh:
            continue
        section = sections.get((code.chapter, code.section), frozenset())
        heading = above.get(code.parent) or _Heading(title=_NOTHING, names=(), context=section)
        title = wording_words(code.title)
        context = heading.context | _included(code)
        own = _own_names(code, title, terms.get(code.code, ()))
        names = (*own, *index.get(code.code, ()), *_inherited(heading, title, common.get(code.parent, _NONE)))
        above[code.code] = _Heading(title=title, names=names[1:], context=context.union(title))
        if code.billable or code.sevenths:
            side = side_of(raw_words(code.title))
            yield Entry(code=code, side=side, names=_distinct(names), context=context)


@lru_cache(maxsize=1)
def office_terms() -> Mapping[str, Sequence[str]]:
    """Our own wordings per code, from resources/codes/icd10_terms.csv."""
    terms: dict[str, list[str]] = defaultdict(list)
    with asset("codes/icd10_terms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            terms[row["code"]].append(row["term"])
    return terms


@lru_cache(maxsize=65_536)
def wording_words(text: str) -> Mapping[str, bool]:
    """The compared words of a wording, sides left out; True marks the optional ones."""
    found: dict[str, bool] = {}
    for part, bracketed in _parts(text):
        raw = raw_words(part)
        optional = _behind_or(raw) if "or" in raw else frozenset()
        for word in words(word for word in raw if word not in _SIDE_WORDS):
            found.setdefault(word, bracketed or word in optional)
    return found


def _behind_or(raw: Sequence[str]) -> frozenset[str]:
    return frozenset(words(after for before, after in pairwise(raw) if before == "or"))


def _own_names(code: TabularCode, title: Mapping[str, bool], terms: Sequence[str]) -> Iterator[Name]:
    yield Name(kind=TITLE, words=title, shown=code.title)
    for term in terms:  # before the inclusion terms: of two of the same words the first is kept
        yield Name(kind=OFFICE, words=wording_words(term), shown=term)
    for note in code.notes:
        if note.kind == "inclusion":
            yield Name(kind=INCLUSION, words=wording_words(note.text), shown=note.text)


def _common_words(tabular: Tabular) -> Mapping[str, frozenset[str]]:
    """The words that more than half of the codes below a heading have: they tell none of them from the others.

    "Right ear", "left ear" and "unspecified ear" all say ear, "bilateral" does not.
    """
    below: dict[str, list[Mapping[str, bool]]] = defaultdict(list)
    for code in tabular.codes:
        if code.parent and not code.seventh:
            below[code.parent].append(wording_words(code.title))
    counts = {parent: Counter(word for title in titles for word in title) for parent, titles in below.items()}
    return {
        parent: frozenset(word for word, count in counts[parent].items() if 2 * count > len(titles))
        for parent, titles in below.items()
        if len(titles) > 1
    }


def _inherited(heading: _Heading, title: Mapping[str, bool], common: frozenset[str]) -> Iterator[Name]:
    """The heading's other names, each with what this title adds to the heading's own.

    A name with a word that this title has dropped is not passed on: of “subluxation and dislocation” one child
    is the subluxation, the other the dislocation.
    """
    dropped = heading.title.keys() - title.keys()
    added = {
        word: optional or word in common for word, optional in title.items() if word not in heading.title
    }
    if len(added) > _MOST_ADDED:
        return
    for name in heading.names:
        if dropped.isdisjoint(name.words):
            yield Name(kind=name.kind, words={**added, **name.words}, shown=name.shown)


def _distinct(names: Sequence[Name]) -> tuple[Name, ...]:
    kept: dict[frozenset[str], Name] = {}
    for name in names:
        kept.setdefault(frozenset(name.words), name)
    return tuple(kept.values())


def _included(code: TabularCode) -> frozenset[str]:
    return frozenset(
        word for note in code.notes if note.kind == "includes" for word in wording_words(note.text)
    )


def _block_words(title: str) -> frozenset[str]:
    return frozenset(wording_words(title.split("(")[0]))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut at its brackets: each piece, and whether it stood in brackets."""
    outside = text.replace("[", "(").replace("]", ")").split("(")
    yield outside[0], False
    for piece in outside[1:]:
        inside, _, after = piece.partition(")")
        yield inside, True
        yield after, False
