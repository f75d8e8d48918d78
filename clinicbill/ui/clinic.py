"""The open practice as the window knows it: its file, its jobs, who sits in front of it, what changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

from clinicbill.basics.dates import now, today
from clinicbill.basics.identifiers import UserId
from clinicbill.basics.stamp import Stamp
from clinicbill.ui.jobs import Connection, Jobs

if TYPE_CHECKING:
    from pathlib import Path

    from clinicbill.codesets.library import CodeLibrary


class Practice(Protocol):
    """What unlocking gives, as `db.open_practice.OpenPractice` does: a practice file and the key to it."""

    path: Path
    user_name: str
    user_id: UserId
    role: str

    def connect(self) -> Any:  # noqa: ANN401 - sqlite-utils' Database; importing it here would slow the start
        """A connection for the thread that asks."""

    def close(self) -> None:
        """Forget the key and let other programs in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the side bar says about the practice and this session.

    Attributes:
        practice_name: as keyed under Setup.
        user_name: who signed in.
        user_id: its row.
        role: front_desk, biller or owner; `workflows.permissions` says what it may do.
        time_zone: the practice's; its local day is the day of all work.
        day: the day a demo was made for; None is today.
        code_set: the newest loaded code set, such as "4/2026"; empty while none is known.
        backup: the state of the last backup in a few words; empty where there was none.
        backup_good: whether that backup was verified lately.
        demo: whether everything in it is invented.
    """

    practice_name: str
    user_name: str
    user_id: UserId
    role: str = "owner"
    time_zone: str = "America/New_York"
    day: date | None = None
    code_set: str = ""
    backup: str = ""
    backup_good: bool = False
    demo: bool = False


class Clinic(QObject):
    """Handed to every page. `changed` goes out after each write with what it changed ({"claims", "ledger"})."""

    changed = Signal(object)  # frozenset[str]
    facts_changed = Signal()

    def __init__(self, practice: Practice, facts: Facts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.practice = practice
        self.jobs = Jobs(practice.connect, self, leave=self._leave_thread)
        self._facts = facts
        self._library: CodeLibrary | None = None
        self._library_lock = threading.Lock()
        self.jobs.changed.connect(self.changed)

    @property
    def facts(self) -> Facts:
        """Name, user, role, code set, backup."""
        return self._facts

    @property
    def as_of(self) -> date:
        """The practice's local day: today, or the day a demo was made for."""
        return self._facts.day or today(self._facts.time_zone)

    def stamp(self) -> Stamp:
        """Who writes, when, on which accounting day: the argument of every workflow."""
        return Stamp(user_id=self._facts.user_id, at=now(), on=self.as_of, role=self._facts.role)

    def library(self) -> CodeLibrary:
        """The code library; call it inside a job, because the first time it may be built (some seconds).

        After a release was loaded or taken out of use it is another one.

        Raises:
            NotWritable: it cannot be built.
        """
        from clinicbill.codesets.library import is_current, open_library

        with self._library_lock:
            if self._library is None or not is_current(self._library):
                self._library = open_library()
            return self._library

    def set_facts(self, facts: Facts) -> None:
        """After Setup changed the name, a backup was made, or the code set is known."""
        if facts != self._facts:
            self._facts = facts
            self.facts_changed.emit()

    def read_background(self) -> None:
        """Find out what the foot of the side bar says; called after the window has painted."""
        self.jobs.read(self._newest_backup, then=self._take_backup, failed=self._leave_out)
        self.jobs.read(self._newest_codes, then=self._take_codes, failed=self._leave_out)

    def close(self) -> None:
        """Finish the writes, close every connection, forget the key."""
        self.jobs.close()
        self.practice.close()

    def _leave_thread(self) -> None:
        """Each of the jobs' threads closes its own connection to the code library too."""
        if self._library is not None:
            self._library.close()

    def _newest_backup(self, _db: Connection) -> tuple[str, bool]:
        from clinicbill.db.backup import backup_folder, list_backups

        made = list_backups(backup_folder(self.practice.path))
        newest = max((backup.made_at for backup in made), default=None)
        if newest is None:
            return "", False
        return f"Backup verified {newest.astimezone():%a %m/%d %H:%M}", (now() - newest).days < 2

    def _newest_codes(self, _db: Connection) -> str:
        from clinicbill.codesets.release import ICD10CM
        from clinicbill.codesets.store import list_releases

        return _month(self.library().read(list_releases, ICD10CM))

    def _take_backup(self, told: tuple[str, bool]) -> None:
        self.set_facts(replace(self._facts, backup=told[0], backup_good=told[1]))

    def _take_codes(self, code_set: str) -> None:
        self.set_facts(replace(self._facts, code_set=code_set))

    def _leave_out(self, _error: object) -> None:
        """The foot says less; `doctor` and Setup say why."""


def _month(releases: list[dict[str, Any]]) -> str:
    """As 4/2026, for the newest release in force, as its first day says."""
    starts = [str(row["from_on"]) for row in releases]
    return f"{int(max(starts)[5:7])}/{max(starts)[:4]}" if starts else ""


def read_facts(practice: Practice, day: date | None = None) -> Facts:
    """What is known at unlock; called on the thread that unlocked."""
    from clinicbill.practice.store import get_practice

    with practice.connect() as db:
        found = get_practice(db)
        kind = db.table("meta").get("file_kind")["value"]
    return Facts(
        practice_name=found.name,
        user_name=practice.user_name,
        user_id=practice.user_id,
        role=practice.role,
        time_zone=found.time_zone,
        day=day,
        demo=kind == "demo",
    )
