"""Code sets: which releases are loaded, which one answers for today, and whether a newer one is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from clinicbill.codesets.release import ICD10CM, ReleaseDue, ReleaseUsed, newer_release_due, release_for
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.setup.section import Section
from clinicbill.ui.widgets.banner import Banner
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.labels import line, secondary
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import NOT_YET, Run, Runs, quiet, state
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.setup.reads import SetupFile


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSetRow:
    """One loaded release; `used` answers for visits of today."""

    name: str
    release: str
    from_on: date
    to_on: date | None
    used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSets:
    """What is loaded, what answers for today, and what is due."""

    rows: tuple[CodeSetRow, ...]
    used: ReleaseUsed
    due: ReleaseDue | None


def read_code_sets(_db: Database, clinic: Clinic, day: date) -> CodeSets:
    """The releases of the code library, the newest first; the first time the library may have to be built."""
    library = clinic.library()
    used = release_for(library, day)
    rows = [
        CodeSetRow(
            name="ICD-10-CM diagnoses",
            release=str(row["name"]),
            from_on=date.fromisoformat(row["from_on"]),
            to_on=date.fromisoformat(row["to_on"]) if row["to_on"] else None,
            used=row["name"] == used.release,
        )
        for row in reversed(library.releases(ICD10CM))
    ]
    return CodeSets(rows=tuple(rows), used=used, due=newer_release_due(library, day))


def _state(row: CodeSetRow) -> Run:
    if row.used:
        return state("circle-check", "Used for visits of today", Role.GREEN)
    return state("circle", "For earlier visits", Role.TEXT2)


def _name(row: CodeSetRow) -> Runs:
    return (Run(row.release, weight=MEDIUM, gap=10), quiet(row.name))


COLUMNS: tuple[Column[CodeSetRow], ...] = (
    Column("Code set", _name, width=240),
    Column("From", lambda row: row.from_on, right=True),
    Column("To", lambda row: row.to_on or NOT_YET, right=True),
    Column("State", _state, stretch=1, width=180),
)


class CodeSetSection(Section):
    """Nothing to type: code sets come with the program."""

    def __init__(self, clinic: Clinic) -> None:
        super().__init__()
        self._clinic = clinic
        self.banner = Banner()
        self.table: RecordTable[CodeSetRow] = RecordTable(
            "Code sets", COLUMNS, identity=lambda row: row.release
        )
        self.states = States(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        words = "A visit is checked against the code set of its date of service, or the nearest one loaded."
        column.addWidget(line(secondary(words), height=42))
        column.addWidget(self.banner)
        column.addWidget(self.states, 1)

    def show_file(self, _file: SetupFile) -> None:
        """Read the library again; the first time it has to be built."""
        if not self.table.records():
            self.states.show_empty(
                "Reading the code sets.", "The first time they are built, which takes some seconds."
            )
        self._clinic.jobs.read(
            read_code_sets,
            self._clinic,
            self._clinic.as_of,
            then=self._take,
            failed=self._fail,
            latest=("code sets", id(self)),
        )

    def _take(self, found: CodeSets) -> None:
        self.table.fill(found.rows)
        self.states.show_rows()
        if found.due is not None:
            self.banner.tell(
                found.due.message, "Update the program to load it. Until then nothing is blocked."
            )
        else:
            self.banner.silence()

    def _fail(self, error: ClinicBillError) -> None:
        self.states.show_failed(str(error))

    def first_focus(self) -> QWidget:
        """The list."""
        return self.table
