"""Make a demo practice: a wholly invented office with twelve months behind it, the same for the same kind, seed and day."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from clinicbill.basics.dates import now
from clinicbill.basics.errors import CannotDo, ClinicBillError, NotWritable
from clinicbill.db.connect import connect, write
from clinicbill.db.keys import CHEAPEST, keys_path, read_keys
from clinicbill.db.lock import ProgramLock, lock_path, this_holder
from clinicbill.db.open_practice import read_file_kind
from clinicbill.db.practice_file import create_practice
from clinicbill.db.slot_lock import open_slot
from clinicbill.demo.audits import leave_audits
from clinicbill.demo.back_office import BackOffice
from clinicbill.demo.choices import leave_choices
from clinicbill.demo.clock import Clock
from clinicbill.demo.desk_habits import leave_habits
from clinicbill.demo.front_office import FrontOffice
from clinicbill.demo.invent import Inventor
from clinicbill.demo.loose_ends import leave_loose_ends
from clinicbill.demo.near_limits import NearLimits
from clinicbill.demo.office import open_office
from clinicbill.demo.people import Cast
from clinicbill.demo.provider_questions import ask_questions
from clinicbill.demo.script import DemoKind, Script, read_script
from clinicbill.practice.store import get_user

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import UserId


PASSWORD = "demo"  # noqa: S105  # everybody may know it: there is nobody real in it
_WEEKEND = 5
_TUESDAY, _THURSDAY, _FRIDAY = 1, 3, 4
YEAR = 365
# Every visit has ICD-10-CM diagnoses, which claims take for services from this day on (45 CFR 162.1002(c)).
FIRST_SERVICE_ON = date(2015, 10, 1)
# The patient of the whole job, born in 1951, is 98 then; the oldest of the others is no older.
LAST_DAY = date(2049, 12, 31)
_UNPRINTED = 3  # claims to second insurances that the last morning finds on the desk


def file_name(kind: DemoKind) -> str:
    """What the demo practice is called in its folder."""
    return f"demo-{kind}.clinicbill"


def make_demo(
    folder: Path,
    kind: DemoKind,
    *,
    as_of: date,
    seed: int = 1,
    days: int = YEAR,
    progress: Callable[[int, int, str], None] = lambda _done, _of, _text: None,
) -> Path:
    """Make the practice file in `folder`, replacing an older demo of that kind; its password is “demo”.

    The same kind, seed, day and number of `days` give the same records; only the encryption differs each time.

    Where the making fails or is stopped no file stays.

    Raises:
        CannotDo: `as_of` is no day that a demo can be made for; see `check_day`.
        NotWritable: the folder cannot be written to, or holds a practice of this name that is no demo.
        DatabaseBusy: the older demo is open.
    """
    check_day(as_of, days)
    script = read_script(kind)
    path = folder / file_name(kind)
    _make_folder(folder)
    _remove(path)
    opened, _ = create_practice(
        path,
        practice_name=script.practice["name"],
        practice_kind=str(kind),
        file_kind="demo",
        owner_name=script.practice["owner"],
        owner_password=PASSWORD,
        at=Clock.moment(as_of - timedelta(days=days)),
        cost=CHEAPEST,
    )
    try:
        with opened, opened.connect() as db, write(db):
            Year(db, script, opened.user_id, as_of=as_of, seed=seed, days=days).play(progress)
    except BaseException:  # half a year is no demo, also where somebody pressed Ctrl+C
        _take_away(path)
        lock_path(path).unlink(missing_ok=True)
        raise
    return path


def check_day(as_of: date, days: int = YEAR) -> None:
    """Whether a demo of so many days can end on this one; to be asked before anything is made.

    Raises:
        CannotDo: its services would begin before FIRST_SERVICE_ON, or it would end after LAST_DAY.
    """
    first = FIRST_SERVICE_ON + timedelta(days=days)
    if not first <= as_of <= LAST_DAY:
        raise CannotDo(
            f"No demo can be made as of {as_of}; nothing was made: choose a day from {first} to {LAST_DAY}."
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(
            f"The folder {folder} cannot be made ({error.strerror}); nothing was written: choose another with --dir."
        ) from error


def _remove(path: Path) -> None:
    """An older demo of ours with its companions; nothing else is ever removed.

    Raises:
        DatabaseBusy: a program has it open; the sentence names who.
        NotWritable: what lies there is no demo.
    """
    if not path.exists() and not keys_path(path).exists():
        lock_path(path).unlink(missing_ok=True)
        return
    lock = ProgramLock(path, this_holder("demo", "clinicbill", now()))
    try:
        if not _is_demo(path):
            raise NotWritable(
                f"{path} is no demo practice; nothing was changed: choose another folder with --dir."
            )
        _take_away(path)
    finally:
        lock.release()
    lock_path(path).unlink(missing_ok=True)


def _take_away(path: Path) -> None:
    for ending in ("", ".keys", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _is_demo(path: Path) -> bool:
    """Whether everybody's password opens it and it does not call itself a practice.

    No practice of an office has that password: it is shorter than any that may be chosen.
    """
    try:
        book = read_keys(keys_path(path))
        opened = open_slot(book.file_id, book.slots[0], PASSWORD)
    except (ClinicBillError, IndexError):
        return False
    try:
        with connect(path, opened.handed_key or opened.wrapped_key, read_only=True) as db:
            return read_file_kind(db) != "practice"
    except ClinicBillError:  # half made, or of another version: there is nobody real in it
        return True


class Year:
    """One year of an office, day after day."""

    def __init__(
        self, db: Database, script: Script, owner_id: UserId, *, as_of: date, seed: int, days: int
    ) -> None:
        self.as_of, self.days = as_of, days
        chance = Random(f"{script.kind}-{seed}-{as_of}")
        first_day = as_of - timedelta(days=days)
        clock = Clock(get_user(db, owner_id))
        office = open_office(db, script, clock.stamp(first_day))
        cast = Cast(db, script, Inventor(chance, script), chance, office.payers, office.referring)
        self.front = FrontOffice(db, cast, office, clock, chance, script.practice["visits_per_day"])
        self.back = BackOffice(db, script, clock, chance, office.payers)
        self.near = NearLimits(db, as_of)

    def play(self, progress: Callable[[int, int, str], None]) -> None:
        """Every day up to and with the last, which is left as a morning finds it."""
        day = self.as_of - timedelta(days=self.days)
        last_thursday = self.as_of - timedelta(days=(self.as_of.weekday() - _THURSDAY) % 7)
        for number in range(self.days):
            self._play(day, leave=3 if day == last_thursday else 0)
            progress(number + 1, self.days, "days")
            day += timedelta(days=1)
        self.front.open_day(self.as_of)
        self.front.leave_day(self.as_of, coded=6, held=1)
        self.back.bill_seconds(self.as_of, keep=0)
        leave_loose_ends(self.front.db, self.front.clock.stamp(self.as_of, 17))
        if self.as_of == last_thursday:
            self.back.receive(self.as_of, leave=3)
        self.back.take_back(self.as_of)
        self.near.leave(self.front.clock.stamp(self.as_of, 18))
        leave_habits(self.front.db, self.front.clock.stamp(self.as_of, 18), self.as_of)
        leave_audits(self.front.db, self.front.clock.stamp(self.as_of, 19), self.as_of)
        leave_choices(self.front.db, self.front.clock, self.as_of)
        ask_questions(self.front.db, self.front.clock, self.as_of)

    def _play(self, day: date, *, leave: int) -> None:
        if day.weekday() < _WEEKEND:
            self.front.open_day(day)
            paid_cash = self.front.work_day(day)
            self.near.hold_back(day, self.front.clock.stamp(day, 17))
            self.back.collect_at_visit(paid_cash, day)
        if day.weekday() == _FRIDAY:
            self.back.bill_seconds(day, keep=_UNPRINTED)
        if day.weekday() in (_TUESDAY, _FRIDAY):
            self.back.send(day)
        if day.weekday() == _FRIDAY:
            self.back.print(day)
        if day.weekday() == _THURSDAY:
            self.back.receive(day, leave=leave)
        self.back.hear(day)
        self.back.repair(day)
        self.back.collect(day)
