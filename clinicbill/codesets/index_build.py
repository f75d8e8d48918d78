"""The Alphabetic Index written into the code library: its lines, their words, and what each edition is."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from clinicbill.codesets import store
from clinicbill.codesets.index_lines import ReadyLine, ready_lines
from clinicbill.codesets.index_reader import read_index
from clinicbill.codesets.names import INDEX, SEE, Name
from clinicbill.codesets.rank import index_cost

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import sqlite_utils

    from clinicbill.codesets.icd10_tabular import Tabular

ARROW = " → "
_LINE_COLUMNS = ("id", "place", "target", "shown", "side", "words", "code", "complete")
_PART_COLUMNS = ("number", "part", "name", "from_on", "to_on", "origin", "sha256")
# A code to which hundreds of lines lead is a heap ("other specified"); the shortest of them tell the most.
_MOST_NAMES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEdition:
    """One file of the index that is loaded: which part, when it is in force, and where it lies."""

    part: str
    name: str
    from_on: date
    to_on: date | None
    origin: str
    sha256: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The parts of the index that answer together; `number` is 0 where none is loaded."""

    number: int
    editions: tuple[IndexEdition, ...]
    lines: tuple[ReadyLine, ...]


NO_BOOK = Book(number=0, editions=(), lines=())


def read_book(number: int, editions: Sequence[IndexEdition]) -> Book:
    """The lines of these editions made ready.

    Raises:
        UnreadableFile: one of the files is damaged.
    """
    lines = tuple(ready_lines(read_index(edition.path) for edition in editions))
    return Book(number=number, editions=tuple(editions), lines=lines)


def nearest_editions(editions: Iterable[IndexEdition], on: date) -> tuple[IndexEdition, ...]:
    """Of each part the edition that covers the day, else the nearest; of several the latest."""
    parts: dict[str, list[IndexEdition]] = defaultdict(list)
    for edition in editions:
        parts[edition.part].append(edition)
    return tuple(
        min(found, key=lambda edition: (_days_off(edition, on), -edition.from_on.toordinal()))
        for _, found in sorted(parts.items(), key=lambda item: (item[0] != "main", item[0]))
    )


def _days_off(edition: IndexEdition, on: date) -> int:
    if on < edition.from_on:
        return (edition.from_on - on).days
    return max(0, (on - edition.to_on).days) if edition.to_on else 0


def index_names(book: Book, tabular: Tabular) -> Mapping[str, Sequence[Name]]:
    """The paths by the code to which they lead; a full code's lead to its stem."""
    stems = {code.code: code.parent if code.seventh else code.code for code in tabular.codes}
    found: dict[str, list[Name]] = defaultdict(list)
    for line in book.lines:
        stem = stems.get(line.code)
        if stem is not None:
            kind = SEE if line.target >= 0 else INDEX
            found[stem].append(Name(kind=kind, words=line.words, shown=ARROW.join(line.terms)))
    for names in found.values():
        names.sort(key=_unlike)
        del names[_MOST_NAMES:]
    return found


def _unlike(name: Name) -> int:
    return sum(not optional for optional in name.words.values())


def write_book(db: sqlite_utils.Database, book: Book, counts: Mapping[str, int]) -> None:
    """Write all lines, those of few words first, so that the shortest answer is found first."""
    parts = (
        (book.number, one.part, one.name, one.from_on.isoformat(), one.to_on.isoformat() if one.to_on else None,
         one.origin, one.sha256)
        for one in book.editions
    )  # fmt: skip
    store.add_rows(db, "icd10_index_part", parts, _PART_COLUMNS)
    ordered = sorted(book.lines, key=lambda line: (len(line.words), line.place))
    first = book.number * store.RELEASE_RANGE
    ids = {line.place: first + rank for rank, line in enumerate(ordered)}
    rows = (
        (ids[line.place], first + line.place, ids.get(line.target, 0), ARROW.join(line.terms), line.side,
         json.dumps(_costs(line.words, counts)), line.code, int(line.complete))
        for line in ordered
    )  # fmt: skip
    store.add_rows(db, "icd10_index", rows, _LINE_COLUMNS)
    indexed = ((ids[line.place], " ".join(line.words)) for line in ordered)
    store.add_rows(db, "icd10_index_words", indexed, ("rowid", "words"))


def _costs(words: Mapping[str, bool], counts: Mapping[str, int]) -> dict[str, int]:
    return {
        word: index_cost(word, counts.get(word, 0), optional=optional) for word, optional in words.items()
    }
