"""The code library written anew from the packaged tabular list and our own wordings."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from clinicbill.codesets import store
from clinicbill.codesets.icd10_order import ordered_tabular, read_order
from clinicbill.codesets.icd10_tabular import Tabular, TabularCode, read_tabular
from clinicbill.codesets.index_build import (
    NO_BOOK,
    Book,
    IndexEdition,
    index_names,
    nearest_editions,
    read_book,
    write_book,
)
from clinicbill.codesets.names import INDEX, SEE, Entry, Name, office_terms, search_entries
from clinicbill.codesets.rank import index_cost, telling_words, word_cost
from clinicbill.codesets.release import ICD10CM
from clinicbill.codesets.wording import DENIED, word_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import sqlite_utils

    from clinicbill.codesets.built_from import Release, Sources


_IN_FORCE = ("release", "from_on", "to_on")
_CODE_COLUMNS = (
    "id", *_IN_FORCE, "flat", "code", "title", "billable", "parent", "section", "chapter", "seventh"
)  # fmt: skip
_ENTRY_COLUMNS = ("id", *_IN_FORCE, "code", "title", "chapter", "side", "sevenths", "names", "context")
_STEPS = 3
# Offered first where words alone do not decide: what such offices see; last: birth, poisoning, accidents.
_CHAPTER_ORDER = {
    "13": 0,
    "19": 1,
    "6": 2,
    "18": 2,
    "21": 3,
    "9": 3,
    "4": 3,
    "5": 3,
    "15": 6,
    "16": 7,
    "17": 5,
    "20": 5,
}
_OTHER_CHAPTER = 4


class Progress(Protocol):
    """Told how far the work is: `done` of `of` steps, and what is being done."""

    def __call__(self, done: int, of: int, text: str) -> None:
        """Take the news."""


def silent(done: int, of: int, text: str) -> None:
    """Progress that tells nobody."""


def write_library(path: Path, sources: Sources, progress: Progress = silent) -> None:
    """Make a whole library at `path`, which must not exist yet.

    Raises:
        UnreadableFile: a tabular list, an order file or an index cannot be read.
        sqlite3.Error, OSError: the file cannot be written.
    """
    steps = _Steps(progress, of=2 + _STEPS * len(sources.releases))
    steps.tell("Reading the diagnosis codes")
    lists = _read_lists(sources.releases)
    db = store.create(path)
    try:
        counts: Counter[str] = Counter()
        books = _Books(sources.indexes)
        for number, release in enumerate(sources.releases, 1):
            _write_one(db, number, release, lists, books, counts, steps)
        steps.tell("Finishing the code library")
        for book in books.made.values():
            write_book(db, book, counts)
            # A main term that only refers to another leads to no entry, and is a word all the same.
            counts.update(word for line in book.lines for word in line.words if word not in counts)
        store.add_rows(db, "icd10_vocabulary", sorted(counts.items()), ("word", "entries"))
        store.set_meta(db, "stamp", sources.stamp)
        store.finish(db)
    finally:
        db.close()
    steps.tell("The code library is ready")


@dataclass(slots=True)
class _Steps:
    """Counts the steps told."""

    progress: Progress
    of: int
    done: int = 0

    def tell(self, text: str) -> None:
        self.progress(self.done, self.of, text)
        self.done += 1


class _Books:
    """The index of each release; releases whose nearest editions are the same share one."""

    def __init__(self, editions: Sequence[IndexEdition]) -> None:
        self._editions = editions
        self.made: dict[tuple[IndexEdition, ...], Book] = {}

    def of(self, release: Release) -> Book:
        nearest = nearest_editions(self._editions, release.from_on)
        if not nearest:
            return NO_BOOK
        if nearest not in self.made:
            self.made[nearest] = read_book(len(self.made) + 1, nearest)
        return self.made[nearest]


def _read_lists(releases: Sequence[Release]) -> Mapping[str, tuple[Tabular, str]]:
    """The codes of each release by its name, with the release whose notes they carry."""
    whole = {one.name: read_tabular(one.path) for one in releases if not one.titles_only}
    found = {name: (tabular, name) for name, tabular in whole.items()}
    for one in releases:
        if one.titles_only:
            near = min(
                (other for other in releases if not other.titles_only),
                key=lambda other: abs((other.from_on - one.from_on).days),  # used at once
            )
            found[one.name] = ordered_tabular(read_order(one.path), whole[near.name]), near.name
    return found


def _write_one(
    db: sqlite_utils.Database, number: int, release: Release, lists: Mapping[str, tuple[Tabular, str]],
    books: _Books, counts: Counter[str], steps: _Steps,
) -> None:  # fmt: skip
    tabular, notes_of = lists[release.name]
    book = books.of(release)
    steps.tell(f"Writing the diagnosis codes of {release.name}")
    _write_release(db, release, number, "" if notes_of == release.name else notes_of, book.number)
    _write_codes(db, release, tabular, number=number)
    steps.tell("Writing the notes")
    _write_notes(db, release, tabular)
    steps.tell("Preparing the search")
    counts.update(_write_entries(db, release, tabular, book, number=number))


def _write_release(
    db: sqlite_utils.Database, release: Release, number: int, notes_of: str, index_number: int
) -> None:
    digest = release.sha256 or hashlib.sha256(release.path.read_bytes()).hexdigest()
    name, from_on, to_on = release.in_force
    row = (number, ICD10CM, name, from_on, to_on, release.origin, digest, notes_of, index_number)
    columns = (
        "number", "system", "name", "from_on", "to_on", "origin", "sha256", "notes_of", "index_number"
    )  # fmt: skip
    store.add_rows(db, "release", [row], columns)


def _write_codes(db: sqlite_utils.Database, release: Release, tabular: Tabular, *, number: int) -> None:
    blocks = (
        (*release.in_force, block.kind, block.chapter, block.label, block.title) for block in tabular.blocks
    )
    store.add_rows(db, "icd10_block", blocks, (*_IN_FORCE, "kind", "chapter", "label", "title"))
    rows = (
        (place, *release.in_force, _flat(code), code.code, code.title, int(code.billable), code.parent,
         code.section, code.chapter, code.seventh)
        for place, code in enumerate(tabular.codes, number * store.RELEASE_RANGE)
    )  # fmt: skip
    store.add_rows(db, "icd10", rows, _CODE_COLUMNS)


def _write_notes(db: sqlite_utils.Database, release: Release, tabular: Tabular) -> None:
    columns = (*_IN_FORCE, "owner_kind", "owner", "kind", "text")
    store.add_rows(db, "icd10_note", _note_rows(release, tabular), columns)


def _note_rows(release: Release, tabular: Tabular) -> Iterator[tuple[object, ...]]:
    for block in tabular.blocks:
        for note in block.notes:
            yield (*release.in_force, block.kind, block.label, note.kind, note.text)
    for code in tabular.codes:
        for note in code.notes:
            yield (*release.in_force, "code", code.code, note.kind, note.text)


def _write_entries(
    db: sqlite_utils.Database, release: Release, tabular: Tabular, book: Book, *, number: int
) -> Counter[str]:
    """Write the search index of a release and tell in how many entries each word stands."""
    entries = sorted(search_entries(tabular, office_terms(), index_names(book, tabular)), key=_offer_order)
    numbered = list(enumerate(entries, number * store.RELEASE_RANGE))
    indexed = [(place, sorted(_indexed_words(entry))) for place, entry in numbered]
    counts = Counter(word for _, found in indexed for word in found)
    rows = (_entry_row(place, release, entry, counts) for place, entry in numbered)
    store.add_rows(db, "icd10_entry", rows, _ENTRY_COLUMNS)
    store.add_rows(
        db, "icd10_words", ((place, " ".join(found)) for place, found in indexed), ("rowid", "words")
    )
    return counts


def _offer_order(entry: Entry) -> tuple[int, int, int]:
    """Likely chapters first, then short titles, then titles without a side."""
    chapter = _CHAPTER_ORDER.get(entry.code.chapter, _OTHER_CHAPTER)
    free = word_table().free
    costly = sum(not optional and word not in free for word, optional in entry.names[0].words.items())
    return chapter, costly, int(entry.side in ("R", "L"))


def _entry_row(place: int, release: Release, entry: Entry, counts: Mapping[str, int]) -> tuple[object, ...]:
    names = [
        [name.kind, costs := _costs(name, counts), sum(costs.values()), name.shown] for name in entry.names
    ]
    code = entry.code
    return (
        place, *release.in_force, code.code, code.title, code.chapter, entry.side,
        json.dumps(dict(code.sevenths)), json.dumps(names), " ".join(sorted(entry.context)),
    )  # fmt: skip


def _costs(name: Name, counts: Mapping[str, int]) -> dict[str, int]:
    cost = index_cost if name.kind in (INDEX, SEE) else word_cost
    return {word: cost(word, counts[word], optional=optional) for word, optional in name.words.items()}


def _indexed_words(entry: Entry) -> Iterable[str]:
    found = set(entry.context)
    for name in entry.names:
        found.update(name.words)
    for meaning in entry.code.sevenths.values():
        found |= telling_words(meaning)
    return (word for word in found if not word.startswith(DENIED) or len(word) > 1)


def _flat(code: TabularCode) -> str:
    return code.code.replace(".", "")
