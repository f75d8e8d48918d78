"""What the unlock window does beside itself: looking at a file, opening, making; run as jobs, importing late."""

from __future__ import annotations

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

    from clinicbill.ui.new_practice import NewPractice

    MakeDemo = Callable[[Callable[[int, int, str], None]], tuple[Path, str]]


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


def create(_none: object, wanted: NewPractice) -> tuple[object, str]:
    """The new practice, open, and its recovery key."""
    from clinicbill.db.place import make_folder
    from clinicbill.db.practice_file import create_practice

    make_folder(wanted.path.parent)
    return create_practice(
        wanted.path,
        practice_name=wanted.name,
        owner_name=wanted.owner,
        owner_password=wanted.password,
        practice_kind=wanted.kind,
        at=now(),
    )


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
