"""A session: the practice a command works on, opened once, closed whatever happens."""

from __future__ import annotations

import os
import stat
import sys
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from getpass import GetPassWarning
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clinicbill.basics.dates import now, parse_date, today
from clinicbill.basics.errors import CannotDo
from clinicbill.basics.stamp import Stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database  # noqa: TC004  # importing it costs every command 100 ms

    from clinicbill.codesets.library import CodeLibrary

    OpenWindow = Callable[["WindowRequest"], int]
    CheckWindow = Callable[["WindowRequest"], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRequest:
    """What the window shall open with.

    Attributes:
        practice: the practice file; None opens the last one, or greets whoever has none yet.
        user, password: who signs in, where that is known already.
        pictures: save a picture of every page here instead of staying open.
        day: the day a demo was made for; None is today.
    """

    practice: Path | None = None
    user: str | None = None
    password: str | None = None
    pictures: Path | None = None
    day: date | None = None


@dataclass
class Choices:
    """The global options of one call, how the window is opened, and how to ask beforehand whether it can be."""

    open_window: OpenWindow
    check_window: CheckWindow = lambda _request: None
    practice: Path | None = None
    user: str | None = None


@dataclass
class Session:
    """An open practice for one command.

    Attributes:
        db: this thread's connection.
        stamp: who works, now, today in the practice's time zone.
        clinic_name: the practice's name.
        path: the practice file.
    """

    db: Database
    stamp: Stamp
    clinic_name: str
    path: Path

    @property
    def library(self) -> CodeLibrary:
        """The code library, opened when it is asked for."""
        from clinicbill.codesets.library import open_library

        return open_library()


class DayText(click.ParamType["date"]):
    """A day typed on the command line: 2026-11-23 or 11/23/2026."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it, or say what it should look like."""
        try:
            return parse_date(str(value), as_of=today())
        except ValueError as error:
            self.fail(str(error), param, ctx)


@contextmanager
def practice_session(ctx: click.Context) -> Iterator[Session]:
    """Open the practice named by --practice or CLINICBILL_PRACTICE and close it after the command.

    Raises:
        CannotDo: no practice is named.
        PracticeFileError: it cannot be opened.
    """
    from clinicbill.db.practice_file import open_practice
    from clinicbill.practice.store import get_practice

    path, user, password = credentials(ctx)
    with open_practice(path, password, user_name=user) as opened, opened.connect() as db:
        practice = get_practice(db)
        stamp = Stamp(user_id=opened.user_id, at=now(), on=today(practice.time_zone), role=opened.role)
        yield Session(db=db, stamp=stamp, clinic_name=practice.name, path=path)


def credentials(ctx: click.Context) -> tuple[Path, str | None, str]:
    """The practice file, the user if one is named, and the password from CLINICBILL_PASSWORD or a prompt.

    Raises:
        CannotDo: no practice is named.
    """
    path, choices = named_practice(ctx), ctx.obj
    password = os.environ.get("CLINICBILL_PASSWORD")
    return path, choices.user, _typed_password() if password is None else password


def named_practice(ctx: click.Context) -> Path:
    """The practice file, of which nothing is known yet but that it is no folder.

    Raises:
        CannotDo: none is named, or a folder is.
    """
    choices: Choices = ctx.obj
    if choices.practice is None:
        raise CannotDo(
            "No practice is named; nothing was done: add --practice FILE or set CLINICBILL_PRACTICE."
        )
    refuse_folder(choices.practice)
    return choices.practice


def refuse_folder(practice: Path) -> None:
    """Say so where a practice file is awaited and a folder is named, whatever the folder is called.

    Raises:
        CannotDo: it is a folder, or no name that a file could have.
    """
    try:
        is_folder = stat.S_ISDIR(practice.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return  # opening tells what is missing
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no name of a file"
        raise CannotDo(
            f"{str(practice)!r} cannot be looked at ({why.lower()}); nothing was done: check --practice."
        ) from error
    if is_folder:
        raise CannotDo(
            f"{practice if practice != Path() else 'What is named'} is a folder and no practice file; nothing was done: "
            "name the file with --practice, its name ends in .clinicbill."
        )


def _typed_password() -> str:
    """Ask for the password; from a pipe one line is read.

    Raises:
        CannotDo: there is nobody to ask.
    """
    nobody = CannotDo(
        "The password was asked for and none was given; nothing was done: type it, or set CLINICBILL_PASSWORD."
    )
    if sys.stdin is None:  # closed by whoever started us
        raise nobody
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", GetPassWarning)  # a pipe echoes nothing
            return str(click.prompt("Password", hide_input=True, err=True))
    except click.Abort as stop:
        if isinstance(stop.__context__, EOFError):
            raise nobody from stop
        raise
