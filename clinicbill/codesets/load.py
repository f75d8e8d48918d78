"""Loading code files: read and proved beside their place, then moved there and registered, or nothing at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clinicbill.basics.errors import NotWritable, UnreadableFile
from clinicbill.codesets import register, release_store
from clinicbill.codesets.files.choose_files import Chosen, choose
from clinicbill.codesets.files.read_release import TABLES, read_rows
from clinicbill.codesets.files.supplied import Watch, supplied
from clinicbill.codesets.folder import FOLDER_VARIABLE, loaded_folder
from clinicbill.codesets.icd10_order import read_order
from clinicbill.codesets.icd10_tabular import read_tabular
from clinicbill.codesets.index_reader import read_index
from clinicbill.codesets.register import LoadedRelease, NewRelease, System

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

# Raise it with every change of a table: a file loaded by an older program is then read again.
TABLES_VERSION = 1
_STAGED = "unfinished-"
_DAY_SECONDS = 86_400
_KEY_LENGTH = 12
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A release that was read whole and proved, and is not yet in use.

    Attributes:
        path: where its file lies for now; file: the name it gets.
        rows: how many entries it has.
    """

    release: NewRelease
    path: Path
    file: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Everything read from the files handed over.

    Attributes:
        passed_over: files of a zip that were not needed.
    """

    staged: tuple[Staged, ...]
    passed_over: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOutcome:
    """What was loaded, in the order of the files; `rows` says how many entries each has."""

    releases: tuple[LoadedRelease, ...]
    rows: tuple[int, ...]
    passed_over: tuple[str, ...]


def load(
    paths: Sequence[Path],
    *,
    on: date,
    loaded_at: datetime,
    from_on: date | None = None,
    name: str = "",
    folder: Path | None = None,
    progress: Callable[[int, int, str], None] = lambda _done, _of, _text: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> LoadOutcome:
    """Load code files, loose or zipped: all of them, or nothing where one is wrong.

    Args:
        paths: the files.
        on: today; NCCI pairs that ended more than two years before it are not kept.
        loaded_at: the moment, UTC.
        from_on: the first day, where the files do not say it or say it wrong.
        name: of the release; by default its first month, such as 10/2026.
        folder: of the library; None for this user's.
        progress: told bytes read, bytes in all, and what is being done.
        cancelled: asked now and then; True stops the work before anything is changed.

    Raises:
        UnreadableFile: a file is wrong or damaged.
        CannotDo: no first day is known.
        NotWritable: the folder is full or takes no file.
        Stopped: the work was cancelled.
    """
    watch = Watch(progress, cancelled)
    with stage(paths, on=on, from_on=from_on, name=name, folder=folder, watch=watch) as read:
        watch.check()
        return commit(read, loaded_at, folder)


@contextmanager
def stage(
    paths: Sequence[Path],
    *,
    on: date,
    from_on: date | None = None,
    name: str = "",
    folder: Path | None = None,
    watch: Watch | None = None,
) -> Iterator[Stage]:
    """Read and prove the files without putting anything into use; what is not committed is removed at the end.

    Raises:
        UnreadableFile, CannotDo, NotWritable, Stopped: as `load`.
    """
    place = loaded_folder(folder)
    watch = watch or Watch()
    with supplied(paths) as files, _staging(place) as beside:
        chosen, passed_over = choose(files, from_on)
        watch.of = 2 * sum(one.file.size for each in chosen for one in each.files)
        staged = [_staged(each, beside / str(turn), watch, on, name) for turn, each in enumerate(chosen)]
        yield Stage(staged=tuple(staged), passed_over=tuple(passed_over))


def commit(read: Stage, loaded_at: datetime, folder: Path | None = None) -> LoadOutcome:
    """Put what was read into use: files first, then all rows of the register at once.

    Raises:
        NotWritable, DatabaseBusy: nothing was put into use.
    """
    place = loaded_folder(folder)
    try:
        for one in read.staged:
            _move(one.path, place / one.file, sound=_lies_sound(one, place / one.file))
    except OSError as error:
        raise _not_writable(place) from error
    releases = register.add([(one.release, one.file) for one in read.staged], loaded_at, folder)
    _tidy(place, {release.path.name for release in register.list_releases(folder, active_only=False)})
    return LoadOutcome(
        releases=tuple(releases),
        rows=tuple(one.rows for one in read.staged),
        passed_over=read.passed_over,
    )


def _staged(chosen: Chosen, beside: Path, watch: Watch, on: date, name: str) -> Staged:
    watch.text = f"Reading {chosen.files[0].file.name}"
    sha256 = _sha256(chosen, watch)
    release = chosen.release(sha256, name)
    keep = _keep_source if chosen.system not in TABLES else _keep_rows
    beside.mkdir()
    path, rows = keep(chosen, beside, watch, on)
    if not rows:
        raise UnreadableFile(
            f"{chosen.files[0].file.name} holds no entries that are in use; nothing was changed; download it again."
        )
    with path.open("r+b") as written:
        os.fsync(written.fileno())
    key = f"{TABLES_VERSION} {chosen.system} {chosen.part} {chosen.from_on} {sha256}"
    short = hashlib.sha256(key.encode()).hexdigest()[:_KEY_LENGTH]
    slug = chosen.system.value.casefold().replace(" ", "-")
    return Staged(release=release, path=path, file=f"{slug}-{short}{path.suffix}", rows=rows)


def _keep_rows(chosen: Chosen, beside: Path, watch: Watch, on: date) -> tuple[Path, int]:
    path = beside / "rows.sqlite"
    rows = read_rows(chosen.files, watch, on=on)
    return path, release_store.write(path, TABLES[chosen.system], rows, watch.check)


def _keep_source(chosen: Chosen, beside: Path, watch: Watch, _on: date) -> tuple[Path, int]:
    """The file itself, under its own name, so that a sentence about it names it."""
    one = chosen.files[0]
    suffix = ".xml" if one.form == "xml" else ".csv" if one.form == "grid" else ".txt"
    path = beside / f"{Path(one.file.name).stem[:80]}{suffix}"
    with one.file.open(watch) as source, path.open("wb") as kept:
        shutil.copyfileobj(source, kept, _CHUNK)
    return path, _proved(chosen.system, path)


def _proved(system: System, path: Path) -> int:
    """How many entries the source has, read as the library will read it."""
    if system == System.ICD10CM_INDEX:
        return len(read_index(path).lines)
    if system == System.ICD10CM:
        codes = [code.code for code in read_tabular(path).codes]
    else:
        codes = [line.flat for line in read_order(path)]
    if len(set(codes)) != len(codes):
        raise UnreadableFile(f"{path.name} holds a code twice; nothing was changed; download the file again.")
    return len(codes)


def _sha256(chosen: Chosen, watch: Watch) -> str:
    """Of the file's bytes; of several files, of their hashes in the order of their names."""
    found = []
    for one in chosen.files:
        digest = hashlib.sha256()
        with one.file.open(watch) as file:
            while piece := file.read(_CHUNK):
                digest.update(piece)
        found.append(digest)
    if len(found) == 1:
        return found[0].hexdigest()
    return hashlib.sha256(b"".join(digest.digest() for digest in found)).hexdigest()


@contextmanager
def _staging(place: Path) -> Iterator[Path]:
    """A folder of our own beside the place, removed at the end."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=_STAGED, dir=place))
    except OSError as error:
        raise _not_writable(place) from error
    try:
        yield beside
    except (OSError, sqlite3.Error) as error:
        raise _not_writable(place) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _lies_sound(staged: Staged, target: Path) -> bool:
    """Whether the file is there already, and whole where it is kept as it came."""
    if not target.is_file():
        return False
    if staged.release.system in TABLES:
        return True
    with target.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == staged.release.sha256


def _move(path: Path, target: Path, *, sound: bool) -> None:
    """The name says what is in the file, so a sound one that lies there is as good, and is never replaced."""
    if not sound:
        try:
            os.replace(path, target)
        except PermissionError:  # Windows, where another program has just put the same file there
            if not target.exists():
                raise


def _tidy(place: Path, kept: set[str]) -> None:
    """Remove what a killed load left a day ago or longer."""
    with suppress(OSError):
        newest = (place / register.FILE).stat().st_mtime - _DAY_SECONDS
        for other in place.iterdir():
            if other.name.startswith(register.FILE) or other.name in kept or other.stat().st_mtime > newest:
                continue
            shutil.rmtree(other, ignore_errors=True) if other.is_dir() else other.unlink(missing_ok=True)


def _not_writable(place: Path) -> NotWritable:
    return NotWritable(
        f"The code files cannot be kept in {place}; nothing was changed; free some space there, or set "
        f"{FOLDER_VARIABLE} to another folder."
    )
