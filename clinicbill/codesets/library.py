"""The code library: a plain SQLite file that can be built anew at any time and holds no patient text."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
import weakref
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from clinicbill.basics.errors import NotWritable
from clinicbill.codesets import store
from clinicbill.codesets.build import Progress, silent, write_library
from clinicbill.codesets.built_from import Sources, loaded_sources
from clinicbill.codesets.folder import FOLDER_VARIABLE, codes_folder
from clinicbill.codesets.rank import Candidate, IndexRow, candidate, index_row
from clinicbill.codesets.release import ICD10CM
from clinicbill.codesets.spelling import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import sqlite_utils

    from clinicbill.codesets.store import Row

_UNFINISHED = ".unfinished"
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN}
_DAY_SECONDS = 86_400
_MOST_KEPT = 4_000

P = ParamSpec("P")
T = TypeVar("T")


class CodeLibrary:
    """An open library. Any thread may read; each gets a connection of its own."""

    def __init__(self, path: Path, sources: Sources | None = None) -> None:
        self.path = path
        self._sources = sources
        self._threads = threading.local()
        self._opened: list[sqlite_utils.Database] = []
        # Threads that end without a word leave their connection behind; the last holder of the library closes it.
        weakref.finalize(self, _close_all, self._opened)
        self._releases: dict[str, list[Row]] = {}
        self._candidates: dict[int, Candidate] = {}
        self._lines: dict[int, IndexRow] = {}

    @property
    def sources(self) -> Sources:
        """What it is made from."""
        if self._sources is None:
            self._sources = loaded_sources(self.path.parent)
        return self._sources

    def read(
        self, reader: Callable[Concatenate[sqlite_utils.Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call one of the readers of `store`; a file found damaged is built anew, once.

        Raises:
            NotWritable: it is damaged and cannot be built anew.
        """
        try:
            return reader(self._database(), *args, **kwargs)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in _DAMAGE:
                raise
            self.close()
            _build(self.path, self.sources, silent)
            return reader(self._database(), *args, **kwargs)

    def releases(self, system: str) -> list[Row]:
        """The loaded releases of a code system, oldest first."""
        if system not in self._releases:
            self._releases[system] = self.read(store.list_releases, system)
        return self._releases[system]

    def release_number(self, system: str, name: str) -> int:
        """The number under which a release's entries lie in the search index."""
        return next(int(row["number"]) for row in self.releases(system) if row["name"] == name)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every word of the search index."""
        return Vocabulary(dict(self.read(store.list_vocabulary)))

    def candidates(self, places: Sequence[int]) -> list[Candidate]:
        """The entries of the search index at these places; those read before are kept."""
        if len(self._candidates) > _MOST_KEPT:
            self._candidates = {}
        kept = self._candidates
        missing = [place for place in places if place not in kept]
        if missing:
            for row in self.read(store.list_entries, missing):
                kept[row[0]] = candidate(row)
        return [kept[place] for place in places]

    def index_number(self, release: str) -> int:
        """The number under which the Alphabetic Index of a release of the diagnosis codes lies; 0 for none."""
        return next(int(row["index_number"]) for row in self.releases(ICD10CM) if row["name"] == release)

    def index_lines(self, ids: Sequence[int]) -> list[IndexRow]:
        """The lines of the Alphabetic Index with these ids; those read before are kept."""
        if len(self._lines) > _MOST_KEPT:
            self._lines = {}
        kept = self._lines
        missing = [one for one in ids if one not in kept]
        if missing:
            for row in self.read(store.list_index_lines, missing):
                kept[row[0]] = index_row(row)
        return [kept[one] for one in ids if one in kept]

    def close(self) -> None:
        """Close this thread's connection; the library opens again by itself when it is read."""
        database: sqlite_utils.Database | None = getattr(self._threads, "database", None)
        if database is not None:
            self._threads.database = None
            self._opened.remove(database)
            database.close()

    def _database(self) -> sqlite_utils.Database:
        database: sqlite_utils.Database | None = getattr(self._threads, "database", None)
        if database is None:
            database = store.connect(self.path)
            self._threads.database = database
            self._opened.append(database)
        return database


def _close_all(opened: list[sqlite_utils.Database]) -> None:
    while opened:
        opened.pop().close()


def library_folder() -> Path:
    """Where the library lies: CLINICBILL_CODES_DIR, else this user's data folder."""
    return codes_folder()


def open_library(folder: Path | None = None, progress: Progress = silent) -> CodeLibrary:
    """The library of this program, built first where it is absent, outdated or damaged.

    The file bears the stamp in its name, so that another program of another version keeps its own.

    Raises:
        UnreadableFile: the packaged code list is missing or damaged.
        NotWritable: the folder takes no file.
    """
    place = _made(folder or library_folder())
    sources = loaded_sources(place)
    path = place / _file_name(sources)
    if not _is_sound(path, sources):
        _build(path, sources, progress)
    return CodeLibrary(path, sources)


def _file_name(sources: Sources) -> str:
    return f"codes-{sources.stamp}.sqlite"


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable(folder) from error
    return folder


def _not_writable(folder: Path) -> NotWritable:
    return NotWritable(
        f"The code library cannot be written to {folder}; your practice file is not touched; "
        f"free some space there or set {FOLDER_VARIABLE} to another folder."
    )


def is_current(library: CodeLibrary) -> bool:
    """Whether the library is made of what is loaded now; else `open_library` gives another one."""
    return library.path.name == _file_name(loaded_sources(library.path.parent))


def _is_sound(path: Path, sources: Sources) -> bool:
    if not path.is_file():
        return False
    try:
        database = store.connect(path)
    except sqlite3.Error:
        return False
    try:
        return store.get_meta(database, "stamp") == sources.stamp
    except sqlite3.Error:
        return False
    finally:
        database.close()


def _build(path: Path, sources: Sources, progress: Progress) -> None:
    """Write a new file beside `path` and move it into place; two programs may do so at once."""
    unfinished: Path | None = None
    try:
        handle, name = tempfile.mkstemp(suffix=_UNFINISHED, prefix="codes-", dir=path.parent)
        os.close(handle)
        unfinished = Path(name)
        write_library(unfinished, sources, progress)
        _move(unfinished, path, sources)
        _tidy(path)
    except (OSError, sqlite3.Error) as error:
        raise _not_writable(path.parent) from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)


def _move(unfinished: Path, path: Path, sources: Sources) -> None:
    with unfinished.open("r+b") as written:
        os.fsync(written.fileno())
    try:
        os.replace(unfinished, path)
    except PermissionError:
        # Windows refuses while another program reads the file; if that one is sound, it is as good as ours.
        if not _is_sound(path, sources):
            raise


def _tidy(path: Path) -> None:
    """Remove libraries of older programs and what a killed build left, if a day older than this file."""
    newest = path.stat().st_mtime
    for other in (*path.parent.glob("codes-*.sqlite"), *path.parent.glob(f"codes-*{_UNFINISHED}")):
        with suppress(OSError):
            if other != path and other.stat().st_mtime < newest - _DAY_SECONDS:
                other.unlink()
