"""The code library written anew from the packaged tabular list and our own wordings."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from clinicbill.basics.assets import asset
from clinicbill.codesets import store
from clinicbill.codesets.icd10_tabular import Tabular, TabularCode, packaged_tabular, read_tabular
from clinicbill.codesets.names import Entry, office_terms, search_entries
from clinicbill.codesets.rank import telling_words, word_cost
from clinicbill.codesets.release import ICD10CM
from clinicbill.codesets.wording import DENIED, word_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import sqlite_utils

# Raise it with every change of a table or of what is written into one: older files are then built anew.
SCHEMA_VERSION = 1
WORD_FILES = ("codes/icd10_words.toml", "codes/icd10_terms.csv")
_IN_FORCE = ("release", "from_on", "to_on")
_CODE_COLUMNS = (
    "id", *_IN_FORCE, "flat", "code", "title", "billable", "parent", "section", "chapter", "seventh"
)  # fmt: skip
_ENTRY_COLUMNS = ("id", *_IN_FORCE, "code", "title", "chapter", "side", "sevenths", "names", "context")
_STEPS = 5
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release of the code set: when it is in force, and the file it comes from."""

    name: str
    from_on: date
    to_on: date | None
    origin: str
    path: Path

    @property
    def in_force(self) -> tuple[str, str, str | None]:
        """Name, first and last day as every row carries them."""
        return self.name, self.from_on.isoformat(), self.to_on.isoformat() if self.to_on else None


def packaged_release() -> Release:
    """The April 2026 release inside the dependency; its end is not known: a successor is not loaded."""
    return Release(
        name="4/2026",
        from_on=date(2026, 4, 1),
        to_on=None,
        origin="ICD-10-CM Tabular List, April 1 2026 (CDC/NCHS, CMS), as packed in simple-icd-10-cm 1.5.0",
        path=packaged_tabular(),
    )


def stamp() -> str:
    """What a finished library must carry to be used: the shape of its tables and all it was made from."""
    digest = hashlib.sha256(str(SCHEMA_VERSION).encode())
    for name in WORD_FILES:
        digest.update(asset(name).read_bytes())
    source = packaged_tabular()
    digest.update(f"{source.name} {source.stat().st_size}".encode())
    return digest.hexdigest()[:16]


def silent(done: int, of: int, text: str) -> None:
    """Progress that tells nobody."""


def write_library(path: Path, release: Release, progress: Progress = silent) -> None:
    """Make a whole library at `path`, which must not exist yet.

    Raises:
        UnreadableFile: the tabular list cannot be read.
        sqlite3.Error, OSError: the file cannot be written.
    """
    progress(0, _STEPS, "Reading the diagnosis codes")
    tabular = read_tabular(release.path)
    db = store.create(path)
    try:
        progress(1, _STEPS, "Writing the diagnosis codes")
        _write_release(db, release, number=1)
        _write_codes(db, release, tabular)
        progress(2, _STEPS, "Writing the notes")
        _write_notes(db, release, tabular)
        progress(3, _STEPS, "Preparing the search")
        _write_entries(db, release, tabular, number=1)
        progress(4, _STEPS, "Finishing the code library")
        store.set_meta(db, "stamp", stamp())
        store.finish(db)
    finally:
        db.close()
    progress(_STEPS, _STEPS, "The code library is ready")


def _write_release(db: sqlite_utils.Database, release: Release, *, number: int) -> None:
    digest = hashlib.sha256(release.path.read_bytes()).hexdigest()
    name, from_on, to_on = release.in_force
    row = (number, ICD10CM, name, from_on, to_on, release.origin, digest)
    columns = ("number", "system", "name", "from_on", "to_on", "origin", "sha256")
    store.add_rows(db, "release", [row], columns)


def _write_codes(db: sqlite_utils.Database, release: Release, tabular: Tabular) -> None:
    blocks = (
        (*release.in_force, block.kind, block.chapter, block.label, block.title) for block in tabular.blocks
    )
    store.add_rows(db, "icd10_block", blocks, (*_IN_FORCE, "kind", "chapter", "label", "title"))
    rows = (
        (place, *release.in_force, _flat(code), code.code, code.title, int(code.billable), code.parent,
         code.section, code.chapter, code.seventh)
        for place, code in enumerate(tabular.codes, 1)
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


def _write_entries(db: sqlite_utils.Database, release: Release, tabular: Tabular, *, number: int) -> None:
    entries = sorted(search_entries(tabular, office_terms()), key=_offer_order)
    numbered = list(enumerate(entries, number * store.RELEASE_RANGE))
    indexed = [(place, sorted(_indexed_words(entry))) for place, entry in numbered]
    counts = Counter(word for _, found in indexed for word in found)
    rows = (_entry_row(place, release, entry, counts) for place, entry in numbered)
    store.add_rows(db, "icd10_entry", rows, _ENTRY_COLUMNS)
    store.add_rows(
        db, "icd10_words", ((place, " ".join(found)) for place, found in indexed), ("rowid", "words")
    )
    store.add_rows(db, "icd10_vocabulary", sorted(counts.items()), ("word", "entries"))


def _offer_order(entry: Entry) -> tuple[int, int, int]:
    """Likely chapters first, then short titles, then titles without a side."""
    chapter = _CHAPTER_ORDER.get(entry.code.chapter, _OTHER_CHAPTER)
    free = word_table().free
    costly = sum(not optional and word not in free for word, optional in entry.names[0].words.items())
    return chapter, costly, int(entry.side in ("R", "L"))


def _entry_row(place: int, release: Release, entry: Entry, counts: Mapping[str, int]) -> tuple[object, ...]:
    names = [[name.kind, _costs(name.words, counts), name.shown] for name in entry.names]
    code = entry.code
    return (
        place, *release.in_force, code.code, code.title, code.chapter, entry.side,
        json.dumps(dict(code.sevenths)), json.dumps(names), " ".join(sorted(entry.context)),
    )  # fmt: skip


def _costs(words: Mapping[str, bool], counts: Mapping[str, int]) -> dict[str, int]:
    return {word: word_cost(word, counts[word], optional=optional) for word, optional in words.items()}


def _indexed_words(entry: Entry) -> Iterable[str]:
    found = set(entry.context)
    for name in entry.names:
        found.update(name.words)
    for meaning in entry.code.sevenths.values():
        found |= telling_words(meaning)
    return (word for word in found if not word.startswith(DENIED) or len(word) > 1)


def _flat(code: TabularCode) -> str:
    return code.code.replace(".", "")
