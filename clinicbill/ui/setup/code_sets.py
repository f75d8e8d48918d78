"""Code sets: the releases on this computer, what is due, loading official files, taking one out of use and back."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from clinicbill import preferences
from clinicbill.basics.dates import now
from clinicbill.codesets.files.choose_files import FirstDayUnknown
from clinicbill.codesets.register import apply_again, undo
from clinicbill.ui.setup.code_set_load import WIDTH, LoadPreview, ReadFiles, put_into_use, read_files
from clinicbill.ui.setup.code_set_rows import (
    DAMAGED,
    GONE,
    UNDONE,
    CodeSetRow,
    CodeSets,
    code_set_columns,
    name_of,
    read_code_sets,
)
from clinicbill.ui.setup.section import Section
from clinicbill.ui.widgets.banner import Banner
from clinicbill.ui.widgets.form import Field, Form, Input
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import line, secondary
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.ui.widgets.state import States
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, may

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.jobs import Job
    from clinicbill.ui.setup.reads import SetupFile

_FILES = "Code files (*.zip *.xml *.txt *.csv *.xlsx);;All files (*)"
_DAY = (Field("First day", "from_on", Input.DATE, required=True, help="Such as 10/01/2026"),)
_NOTE = "Nothing has changed yet. Visits are checked against the release of their day, so earlier ones stay as they are."


def ask_files(over: QWidget) -> list[Path]:
    """The official files, loose or zipped; several at once."""
    start = preferences.load().import_folder or str(Path.home())
    chosen, _ = QFileDialog.getOpenFileNames(over, "Load code files", start, _FILES)
    return [Path(name) for name in chosen]


def change_use(_db: Database, number: int, *, into: bool) -> Outcome:
    """Take a release out of use, or put it back.

    Raises:
        NotFound: its file is gone.
        NotWritable, DatabaseBusy: nothing was changed.
    """
    release = apply_again(number) if into else undo(number)
    words = "in use again" if into else "out of use; Enter puts it back"
    return Outcome(
        changed=frozenset({"setup", "codes"}), message=f"{release.system} {release.name} is {words}"
    )


class CodeSetSection(Section):
    """Files are read beside the library; only a person's word after the preview changes what is in use."""

    adds = "Load code files"

    def __init__(self, clinic: Clinic) -> None:
        super().__init__()
        self._clinic = clinic
        self._reading: Job | None = None
        self._sheet: Sheet | None = None
        self.banner = Banner()
        self.table: RecordTable[CodeSetRow] = RecordTable("Code sets", code_set_columns(), identity=name_of)
        self.states = States(self.table)
        self.use = KeyButton("Take out of use", "Enter")
        self.use.clicked.connect(lambda _on=False: self._change_use())
        self.table.opened.connect(lambda _row: self._change_use())
        self.table.chosen.connect(lambda _row: self._allow())
        words = (
            "Official files as their publishers give them, loose or zipped; recognised by what is in them."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(secondary(words), None, self.use, height=42))
        column.addWidget(self.banner)
        column.addWidget(self.states, 1)

    # What is here -----------------------------------------------------------------------------------

    def show_file(self, _file: SetupFile) -> None:
        """Read the library again; the first time it has to be built."""
        if not self.table.records():
            self.states.show_empty(
                "Reading the code sets.", "The first time they are built, which takes some seconds."
            )
        self._read()

    def _read(self) -> None:
        self._clinic.jobs.read(
            read_code_sets, self._clinic, self._clinic.as_of,
            then=self._take, failed=self._fail, latest=("code sets", id(self)),
        )  # fmt: skip

    def _take(self, found: CodeSets) -> None:
        self.table.fill(found.groups())
        self.states.show_rows()
        self._allow()
        if self._reading is not None:
            return
        if found.damage:
            self.banner.tell(found.damage, "Ctrl+N loads them.")
        elif found.due is not None:
            self.banner.tell(found.due.message, "Load its files (Ctrl+N). Until then nothing is blocked.")
        else:
            self.banner.silence()

    def _fail(self, error: ClinicBillError) -> None:
        self.states.show_failed(str(error))

    def first_focus(self) -> QWidget:
        """The list."""
        return self.table

    # In use or not ----------------------------------------------------------------------------------

    def _allow(self) -> None:
        row = self.table.current()
        self.use.setVisible(row is not None and bool(row.number))
        if row is not None and row.number:
            self.use.setText("Use again" if row.state == UNDONE else "Take out of use")
            owner = may(self._clinic.facts.role, Act.CHANGE_SETUP)
            gone = {GONE: "Its file is gone", DAMAGED: "Its file is damaged"}.get(row.state, "")
            self.use.block(gone if owner else "Only who changes the setup")

    def _change_use(self) -> None:
        row = self.table.current()
        if row is None or not row.number:
            self.said.emit("This one comes with the program: load files (Ctrl+N) to have another beside it")
        elif self.use.isEnabled():
            self._clinic.jobs.write(
                change_use, row.number, into=row.state == UNDONE, then=self._changed, failed=self._refused
            )

    def _changed(self, outcome: Outcome) -> None:
        self.said.emit(outcome.message)
        self._read()
        self._clinic.read_background()

    def _refused(self, error: ClinicBillError) -> None:
        self.said.emit(str(error))

    # Loading ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask for files, read them beside the library, show what they change."""
        if self._reading is not None:
            self.said.emit("Files are being read; Esc stops that")
            return
        paths = ask_files(self)
        if paths:
            self.read_paths(paths)

    def read_paths(self, paths: list[Path], from_on: date | None = None) -> None:
        """Read these files; `from_on` where they do not say their first day."""
        self._tell(0, 1, f"Reading {paths[0].name}")
        self._reading = self._clinic.jobs.read(
            read_files, paths, self._clinic.as_of, from_on=from_on,
            then=self._show_preview, failed=partial(self._not_read, paths), progress=self._tell,
        )  # fmt: skip
        self.table.setFocus()

    def _tell(self, done: int, of: int, text: str) -> None:
        if self._reading is None and done:
            return  # stopped meanwhile
        stop = KeyButton("Stop", "Esc")  # the banner lets go of its buttons with its words
        stop.clicked.connect(lambda _on=False: self.back())
        self.banner.tell(f"{text}: {100 * done // max(of, 1)} %", "Nothing changes before you say so.", stop)

    def back(self) -> bool:
        """Esc stops the reading."""
        if self._reading is None:
            return False
        self._reading.cancel()
        self._reading = None
        self.said.emit("Stopped; nothing was changed")
        self.banner.silence()
        self._read()
        return True

    def _not_read(self, paths: list[Path], error: ClinicBillError) -> None:
        self._reading = None
        if isinstance(error, FirstDayUnknown):
            self.banner.silence()
            self._ask_day(paths)
        else:
            self.banner.tell("Not loaded", str(error))

    def _ask_day(self, paths: list[Path]) -> None:
        form = Form(_DAY, as_of=self._clinic.as_of)
        self._sheet = Sheet(
            self, "From which day are they in force?", form, verb="Read files",
            finish=partial(self._take_day, paths, form), note=f"{paths[0].name} does not say it.",
        )  # fmt: skip
        self._sheet.open_sheet()

    def _take_day(self, paths: list[Path], form: Form) -> str:
        day = form.values()["from_on"]
        if form.problems() or not isinstance(day, date):
            return Sheet.STAY
        self._sheet = None
        QTimer.singleShot(0, self, partial(self.read_paths, paths, day))
        return ""

    def _show_preview(self, files: ReadFiles) -> None:
        if self._reading is None:  # stopped meanwhile
            files.close()
            return
        self._reading = None
        self._read()
        preview = LoadPreview(files)
        count = len(files.stage.staged)
        title = "Load this code set?" if count == 1 else f"Load these {count} code sets?"
        sheet = Sheet(
            self, title, preview, verb="Load", finish=partial(self._load, files), note=_NOTE, width=WIDTH
        )
        sheet.closed.connect(partial(self._leave, files))
        self._sheet = sheet
        sheet.open_sheet()

    def _load(self, files: ReadFiles) -> str:
        self._clinic.jobs.write(put_into_use, files, now(), then=self._loaded, failed=self._not_loaded)
        return Sheet.WAIT

    def _loaded(self, outcome: Outcome) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet(finished=True)
        self._changed(outcome)

    def _not_loaded(self, error: ClinicBillError) -> None:
        if self._sheet is not None:
            self._sheet.tell(str(error))

    def _leave(self, files: ReadFiles, _finished: object) -> None:
        self._sheet = None
        files.close()
