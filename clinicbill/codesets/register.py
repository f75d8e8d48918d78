"""The releases of code lists that the office has loaded: several side by side, chosen by date of service."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from clinicbill.basics.dates import moment_text
from clinicbill.basics.errors import NotFound, UnreadableFile
from clinicbill.codesets import register_store
from clinicbill.codesets.folder import loaded_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clinicbill.codesets.register_store import Row

FILE = "register.sqlite"
PUT_ASIDE = "register.damaged.sqlite"
_ACTIVE, _UNDONE = "active", "undone"


class System(StrEnum):
    """The code lists that can be loaded, by the names under which they are published."""

    ICD10CM = "ICD-10-CM"
    ICD10CM_ORDER = "ICD-10-CM order"
    ICD10CM_INDEX = "ICD-10-CM Index"
    HCPCS = "HCPCS"
    CPT = "CPT"
    NCCI_PTP = "NCCI PTP"
    MUE = "MUE"
    ADD_ON = "Add-on codes"
    MPFS = "MPFS"
    GPCI = "GPCI"
    POS = "POS"
    TAXONOMY = "Taxonomy"
    X12 = "X12"


# Kept byte for byte; the others are read into a small database when they are loaded.
_AS_IT_CAME = frozenset({System.ICD10CM, System.ICD10CM_ORDER, System.ICD10CM_INDEX})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRelease:
    """A release about to enter the register.

    Attributes:
        part: which of several files that stand side by side in one release: "main", "external cause", "neoplasm" or
            "drug" for an index; "QPP" or "nonQPP" for the fee schedule; "adjustment" or "remark" for X12; else empty.
        name: the edition as screens show it, such as "10/2026".
        to_on: the last day as published or by the calendar; None where no end is known.
        title: what the file says it is; notice: the copyright line that belongs with it.
        origin: the file's own name.
        sha256: of the file's bytes, or of those of all files of the release.
    """

    system: System
    part: str = ""
    name: str
    from_on: date
    to_on: date | None
    title: str
    notice: str = ""
    origin: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRelease(NewRelease):
    """A release in the register.

    Attributes:
        loaded_at: the moment in UTC, as `basics.dates.moment_text` writes it.
        active: False once it was undone.
        path: its file: the source itself for ICD-10-CM (perhaps as .gz), else a plain SQLite file.
    """

    id: int
    loaded_at: str
    active: bool
    path: Path

    @property
    def present(self) -> bool:
        """Whether its file is where it should be."""
        return self.path.is_file()

    @property
    def whole(self) -> bool:
        """Whether its file is there and, for the lists that are kept as they came, still bears its hash.

        The hash is worked out once for each state of the file; some 20 ms for a tabular list.
        """
        try:
            found = self.path.stat()
        except OSError:
            return False
        return self.system not in _AS_IT_CAME or (
            _hash(self.path, found.st_size, found.st_mtime_ns) == self.sha256
        )

    def covers(self, on: date) -> bool:
        """Whether the day lies within the release."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)


def list_releases(
    folder: Path | None = None, system: System | None = None, *, active_only: bool = True
) -> list[LoadedRelease]:
    """The loaded releases, in the order of loading; nothing where nothing was ever loaded. Cheap to call.

    Args:
        folder: of the library; None for this user's.
        system: only those of one system.
        active_only: leave out those that were undone, and those whose file is gone or damaged.

    A damaged register is put aside, so that what comes with the program goes on answering; `damage` says so.

    Raises:
        UnreadableFile: the register is damaged and cannot be put aside.
    """
    found = _sound(loaded_folder(folder) / FILE)
    return [
        release
        for release in found
        if (system is None or release.system == system)
        and (not active_only or (release.active and release.whole))
    ]


def damage(folder: Path | None = None) -> str:
    """What happened to a register that was put aside, as long as nothing was loaded since; else empty."""
    aside = loaded_folder(folder) / PUT_ASIDE
    if list_releases(folder, active_only=False) or not aside.exists():
        return ""
    return (
        f"The list of loaded code releases was damaged and stands aside as {aside.name}; your practice file is not "
        "touched and the codes that come with the program go on; load your code files again."
    )


def release_on(
    system: System, on: date, folder: Path | None = None, *, part: str | None = None
) -> LoadedRelease | None:
    """The active release that covers the day, else the nearest one; None where none is loaded.

    Of several that cover the day the one with the latest first day answers (an April release supersedes the one of
    October), and of those the one loaded last.
    """
    found = [release for release in list_releases(folder, system) if part is None or release.part == part]
    return max(found, key=lambda release: _nearness(release, on), default=None)


def get_release(number: int, folder: Path | None = None) -> LoadedRelease:
    """One release of the register, active or undone.

    Raises:
        NotFound: there is no such number.
    """
    for release in list_releases(folder, active_only=False):
        if release.id == number:
            return release
    raise NotFound(
        f"No loaded code release has the number {number}; nothing was changed; "
        "`clinicbill codes releases` lists them."
    )


def add(
    releases: Sequence[tuple[NewRelease, str]], loaded_at: datetime, folder: Path | None = None
) -> list[LoadedRelease]:
    """Register releases, each with the name of its file in the folder of loaded releases; all or nothing.

    Raises:
        NotWritable, DatabaseBusy: nothing was registered.
    """
    rows = [_row(release, file, loaded_at) for release, file in releases]
    numbers = register_store.add_rows(loaded_folder(folder) / FILE, rows)
    return [get_release(number, folder) for number in numbers]


def undo(number: int, folder: Path | None = None) -> LoadedRelease:
    """Take a release out of use; its file stays, so that it can be applied again at once.

    Raises:
        NotFound, NotWritable, DatabaseBusy: nothing was changed.
    """
    return _set_state(number, _UNDONE, folder)


def apply_again(number: int, folder: Path | None = None) -> LoadedRelease:
    """Put an undone release into use again.

    Raises:
        NotFound: no such number, or its file is gone.
        NotWritable, DatabaseBusy: nothing was changed.
    """
    release = get_release(number, folder)
    if not release.whole:
        what = "damaged" if release.present else "gone"
        raise NotFound(
            f"The file of {release.system} {release.name} is {what}; nothing was changed; load {release.origin} again."
        )
    return _set_state(number, _ACTIVE, folder)


def _row(release: NewRelease, file: str, loaded_at: datetime) -> dict[str, object]:
    return {
        "system": release.system.value,
        "part": release.part,
        "name": release.name,
        "from_on": release.from_on.isoformat(),
        "to_on": release.to_on.isoformat() if release.to_on else None,
        "title": release.title,
        "notice": release.notice,
        "origin": release.origin,
        "sha256": release.sha256,
        "loaded_at": moment_text(loaded_at),
        "file": file,
    }


def _set_state(number: int, state: str, folder: Path | None) -> LoadedRelease:
    get_release(number, folder)
    register_store.set_state(loaded_folder(folder) / FILE, number, state)
    return get_release(number, folder)


def _nearness(release: LoadedRelease, on: date) -> tuple[bool, int, int, int]:
    if release.covers(on):
        return True, 0, release.from_on.toordinal(), release.id
    before = release.from_on <= on
    days = (on - release.to_on).days if before and release.to_on else (release.from_on - on).days
    return False, -abs(days), release.from_on.toordinal(), release.id


def _sound(place: Path) -> tuple[LoadedRelease, ...]:
    try:
        return _read(place, register_store.signature(place))
    except UnreadableFile as error:
        try:
            place.replace(place.with_name(PUT_ASIDE))
        except OSError:
            raise error from None
        return ()


@lru_cache(maxsize=64)
def _hash(path: Path, _size: int, _changed: int) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


@lru_cache(maxsize=32)
def _read(place: Path, signature: tuple[int, int, bytes] | None) -> tuple[LoadedRelease, ...]:
    if signature is None:
        return ()
    return tuple(_record(row, place.parent) for row in register_store.list_rows(place))


def _record(row: Row, folder: Path) -> LoadedRelease:
    return LoadedRelease(
        id=row["id"],
        system=System(row["system"]),
        part=row["part"],
        name=row["name"],
        from_on=date.fromisoformat(row["from_on"]),
        to_on=date.fromisoformat(row["to_on"]) if row["to_on"] else None,
        title=row["title"],
        notice=row["notice"],
        origin=row["origin"],
        sha256=row["sha256"],
        loaded_at=row["loaded_at"],
        active=row["state"] == _ACTIVE,
        path=folder / row["file"],
    )
