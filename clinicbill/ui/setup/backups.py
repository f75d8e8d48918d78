"""Backup: the verified copies of the practice, and a new one now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill import preferences
from clinicbill.basics.dates import now
from clinicbill.db.backup import Backup, backup_folder, list_backups
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, scaled
from clinicbill.ui.setup.restore_sheet import ask_to_restore
from clinicbill.ui.setup.section import Section
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.key_figure import KeyFigure
from clinicbill.ui.widgets.labels import secondary
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run, state
from clinicbill.ui.widgets.state import States
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, may

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.setup.reads import SetupFile

OLD_AFTER_DAYS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRow:
    """One verified copy."""

    backup: Backup
    size_bytes: int


def read_backups(_db: Database, practice: OpenPractice, second: str) -> list[BackupRow]:
    """The copies beside the practice and in the second place, the newest first."""
    folders = [backup_folder(practice.path), *([Path(second)] if second else [])]
    found = [made for folder in folders if folder.is_dir() for made in list_backups(folder, practice.file_id)]
    rows = [BackupRow(backup=made, size_bytes=made.path.stat().st_size) for made in found]
    return sorted(rows, key=lambda row: row.backup.made_at, reverse=True)


def back_up_now(_db: Database, practice: OpenPractice, at: datetime, second: str) -> Outcome:
    """Make a verified copy beside the practice, and one in the second place where there is one.

    Raises:
        NotWritable: a folder takes no file; what was copied before stays.
    """
    made = practice.back_up(at=at)
    if second:
        practice.back_up(Path(second), at=at)
    return Outcome(message=f"Backed up and verified: {made.path.name}")


def _size(row: BackupRow) -> str:
    return f"{row.size_bytes / 1_000_000:.1f} MB"


def _when(row: BackupRow) -> str:
    return f"{row.backup.made_at.astimezone():%a %m/%d/%Y %H:%M}"


def _verified(_row: BackupRow) -> Run:
    return state("shield-check", "Verified", Role.GREEN)


COLUMNS: tuple[Column[BackupRow], ...] = (
    Column("Made", _when, weight=MEDIUM),
    Column("State", _verified),
    Column("Why", lambda row: row.backup.reason.capitalize()),
    Column("Size", _size, right=True),
    Column("File", lambda row: str(row.backup.path), stretch=1, width=150, role=Role.TEXT2),
)


class BackupSection(Section):
    """A copy counts only once it was opened and compared."""

    def __init__(self, clinic: Clinic) -> None:
        super().__init__()
        self._clinic = clinic
        self.last = KeyFigure("Last verified backup", "–")
        self.table: RecordTable[BackupRow] = RecordTable(
            "Backups", COLUMNS, identity=lambda row: str(row.backup.path)
        )
        self.states = States(self.table)
        self.restore = KeyButton("Restore a copy", "Enter", icon="refresh")
        self.restore.setToolTip("Make a new practice file out of the copy under the cursor")
        self.restore.clicked.connect(lambda _on=False: self._ask_to_restore())
        self.table.opened.connect(self._ask_to_restore)
        self.table.chosen.connect(self._allow)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(16, scaled(10), 16, scaled(10))
        row.setSpacing(scaled(28))
        row.addWidget(self.last)
        words = (
            "A backup is the encrypted practice with its keys file, copied while work goes on, then opened and "
            "compared: by itself every four hours and when the practice is closed. A second place, such as a USB "
            "disk, is chosen under This computer."
        )
        row.addWidget(secondary(words, wrap=True), 1)
        row.addWidget(self.restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.states, 1)

    @property
    def _practice(self) -> OpenPractice:
        return cast("OpenPractice", self._clinic.practice)

    def show_file(self, _file: SetupFile) -> None:
        """Look at the folders again."""
        self.read()

    def read(self) -> None:
        """List the copies."""
        second = preferences.load().backup_folder
        self._clinic.jobs.read(
            read_backups,
            self._practice,
            second,
            then=self._take,
            failed=self._fail,
            latest=("backups", id(self)),
        )

    def back_up(self) -> None:
        """Make one now."""
        self._clinic.jobs.write(
            back_up_now,
            self._practice,
            now(),
            preferences.load().backup_folder,
            then=self._made,
            failed=self._not_made,
        )
        self.said.emit("Backing up: copying, opening, comparing")

    def _ask_to_restore(self, _row: object = None) -> None:
        row = self.table.current()
        if row is not None and not self._why_not():
            ask_to_restore(self, self._clinic, row.backup)

    def _why_not(self) -> str:
        """Why nothing can be restored now."""
        if not may(self._clinic.facts.role, Act.RESTORE_BACKUP):
            return "The owner restores"
        return "" if self.table.records() else "There is no copy yet"

    def _allow(self, _row: object = None) -> None:
        self.restore.block(self._why_not())

    def _made(self, outcome: Outcome) -> None:
        self.said.emit(outcome.message)
        self.read()
        self._clinic.read_background()

    def _not_made(self, error: ClinicBillError) -> None:
        self._clinic.jobs.failed.emit(error)
        self.read()

    def _take(self, rows: list[BackupRow]) -> None:
        self.table.fill(rows)
        self._allow()
        if not rows:
            self.last.set_figure("None", "Ctrl+B makes one", Role.AMBER)
            self.states.show_empty("No backup yet.", "Each one stands here with its day, size and place.")
            return
        self.states.show_rows()
        newest = rows[0].backup.made_at
        old = (now() - newest).days >= OLD_AFTER_DAYS
        self.last.set_figure(
            f"{newest.astimezone():%a %m/%d %H:%M}",
            "older than two days" if old else "opened and compared",
            Role.AMBER if old else Role.TEXT,
        )

    def _fail(self, error: ClinicBillError) -> None:
        self.states.retry(str(error), self.read)

    def first_focus(self) -> QWidget:
        """The list."""
        return self.table
