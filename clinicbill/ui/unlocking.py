"""What the unlock window does beside itself: looking at a file, opening, restoring; run as jobs, importing late."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from clinicbill.basics.dates import now
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import Step
from clinicbill.ui.widgets.runs import Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeDemo = Callable[[Callable[[int, int, str], None]], tuple[Path, str]]

# What a backup's name ends in: the moment it was made, and a number where two were made at once.
_MOMENT = re.compile(r" \d{4}-\d\d-\d\d \d{6}( \(\d+\))?$")


@dataclass(frozen=True, slots=True)
class Refused:
    """A wrong password, and the seconds before the next try."""

    sentence: str
    wait: int


def look(_none: object, practice: Path) -> tuple[list[str], list[Run]]:
    """Who may open it, and what can be said without its key.

    Raises:
        PracticeFileError: there is no such file, or no keys file that belongs to it.
    """
    # While the password is typed: so that opening does not wait for imports.
    import clinicbill.db.practice_file  # noqa: F401
    from clinicbill.db.backup import backup_folder, list_backups
    from clinicbill.db.connect import check_present
    from clinicbill.db.keys import user_names

    check_present(practice)
    lines = []
    newest = max((made.made_at for made in list_backups(backup_folder(practice))), default=None)
    if newest is not None:
        words = f"Backup of {newest.astimezone():%A %m/%d %H:%M} verified"
        lines.append(Run(words, icon="shield-check", icon_role=Role.GREEN, step=Step.SECONDARY))
    else:
        lines.append(Run("No backup yet", icon="shield-alert", icon_role=Role.AMBER, step=Step.SECONDARY))
    changed = datetime.fromtimestamp(practice.stat().st_mtime).astimezone()
    words = f"Last changed {changed:%A %m/%d %H:%M}"
    lines.append(Run(words, Role.TEXT2, icon="clock", icon_role=Role.TEXT2, step=Step.SECONDARY))
    return user_names(practice), lines


def open_with_password(_none: object, practice: Path, user: str | None, password: str) -> object:
    """The open practice, or how long the next try has to wait."""
    from clinicbill.basics.errors import WrongPassword
    from clinicbill.db.keys import seconds_until_next_try
    from clinicbill.db.practice_file import open_practice

    try:
        return open_practice(practice, password, user_name=user)
    except WrongPassword as error:
        return Refused(str(error), seconds_until_next_try(practice, user, now()))


def open_with_recovery_key(_none: object, practice: Path, key: str, password: str | None) -> object:
    """The open practice, and a new password where one was typed."""
    from clinicbill.db import practice_file

    return practice_file.open_with_recovery_key(practice, key, new_password=password)


def copies_of(practice: Path | None, otherwise: Path) -> Path:
    """Where to look for a practice's backups: its own folder of them, else the nearest folder there is."""
    if practice is None:
        return otherwise if otherwise.is_dir() else otherwise.home()
    from clinicbill.db.backup import backup_folder

    places = (backup_folder(practice), practice.parent, otherwise)
    return next((place for place in places if place.is_dir()), otherwise.home())


def restored_path(copy: Path, otherwise: Path) -> Path:
    """The name offered to a restored practice: as the copy's without its moment, and one no file has yet.

    It lies where the practice lay if the copy is in the practice's own folder of backups.
    """
    stem = _MOMENT.sub("", copy.stem)
    folder = copy.parent.parent if copy.parent.name == f"{stem} backups" else otherwise
    names = (stem, f"{stem} restored", *(f"{stem} restored {number}" for number in range(2, 1000)))
    paths = (folder / f"{name}.clinicbill" for name in names)
    return next(path for path in paths if not path.exists())


def restored(_none: object, copy: Path, target: Path) -> Path:
    """The practice made out of a verified copy; it opens with the passwords of the copy's day.

    Raises:
        NotFound: the copy has no manifest, so it was never verified.
        NotAPractice: the copy is damaged.
        NotWritable: something of that name is there, or the place cannot take it.
    """
    from clinicbill.db.backup import restore
    from clinicbill.db.place import make_folder

    path = target if target.suffix == ".clinicbill" else target.with_name(f"{target.name}.clinicbill")
    make_folder(path.parent)
    restore(copy, path)
    return path


def made_demo(_none: object, make: MakeDemo, *, tell: Callable[[int, int, str], None]) -> object:
    """The demo practice, open."""
    from clinicbill.db.practice_file import open_practice

    practice, password = make(tell)
    return open_practice(practice, password)


def size_of(practice: Path) -> str:
    """As 84 MB; words where there is no file."""
    try:
        size = practice.stat().st_size
    except OSError:
        return "not found"
    return f"{size / 1_000_000:.0f} MB" if size >= 1_000_000 else f"{max(size // 1000, 1)} KB"
