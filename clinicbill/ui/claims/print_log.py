"""PrintLog: what was printed when, by whom, on which printer and paper; the same sheets again, or as a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.basics.errors import ClinicBillError
from clinicbill.claims.print_log_store import Paper, claims_of_print_job, list_print_jobs
from clinicbill.ui.actions import sequences
from clinicbill.ui.claims import printer_list
from clinicbill.ui.claims.print_log_columns import CLAIMS, columns
from clinicbill.ui.claims.printer_choice import PrinterChoice
from clinicbill.ui.claims.printer_ink import ToPrinter, paper_font
from clinicbill.ui.claims.printer_list import PDF
from clinicbill.ui.claims.printer_overlay import StoppableSheet
from clinicbill.ui.claims.printer_plain import PlainPaperSheet
from clinicbill.ui.claims.sending import (
    Handed,
    Target,
    ToFile,
    again_forms,
    kept_printer,
    offset_of,
    remember_folder,
)
from clinicbill.ui.fonts import scale, scaled
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import heading, secondary
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.ui.widgets.state import States
from clinicbill.workflows.permissions import Act, may

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clinicbill.claims.print_log_store import PrintedClaim, PrintJob
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.jobs import Job

# As wide as the window has room for: several payers stand in one row.
_LEAST_WIDE, _MOST_WIDE, _BESIDE = 860, 1280, 96
# Whole rows: eight and five in the smallest window, and the more of the first the higher it is.
_HEAD, _ROW, _LEAST_ROWS, _MOST_ROWS, _CLAIM_ROWS, _OTHERS_HIGH = 26, 27, 8, 18, 5, 530
_SAVE_KEY = "Ctrl+S"


class PrintLog(QWidget):
    """The content of the sheet; `done` goes out after something was printed again."""

    done = Signal(object)  # Handed

    def __init__(self, clinic: Clinic, over: QWidget, *, ask_path: Callable[[str], Path | None]) -> None:
        super().__init__()
        self._clinic, self._over, self._ask_path = clinic, over, ask_path
        self._sheet: Sheet | None = None
        self._to_printer: ToPrinter | None = None
        self._job: Job | None = None
        paper_font()  # read once, on the window's thread
        self.jobs: RecordTable[PrintJob] = RecordTable(
            "Print log", columns(clinic.facts.time_zone), identity=lambda job: job.id
        )
        self.claims: RecordTable[PrintedClaim] = RecordTable(
            "Its claims", CLAIMS, identity=lambda claim: claim.position
        )
        self.states = States(self.jobs)
        self.printer = PrinterChoice(asks=False)
        self._payers = secondary(" ", wrap=True)
        self._told = secondary(" ")
        self._save = KeyButton("Save PDF", _SAVE_KEY, icon="save")
        self._lay_out()
        self._connect()
        clinic.jobs.read(list_print_jobs, then=self._take, failed=self._fail_reading)

    def _lay_out(self) -> None:
        room = round(self._over.window().height() / scale()) - _OTHERS_HIGH
        rows = min(max(room // _ROW, _LEAST_ROWS), _MOST_ROWS)
        self.states.setFixedHeight(scaled(_HEAD + rows * _ROW))
        self.claims.setFixedHeight(scaled(_HEAD + _CLAIM_ROWS * _ROW))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(heading("Printer"))
        row.addWidget(self.printer)
        row.addWidget(self._save)
        row.addWidget(self._told, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addWidget(self.states)
        column.addWidget(self._payers)
        column.addWidget(heading("Its claims, in the order of the sheets"))
        column.addWidget(self.claims)
        column.addLayout(row)

    def _connect(self) -> None:
        self.jobs.chosen.connect(self._choose)
        self._save.clicked.connect(self.save_pdf)
        self._clinic.jobs.finished.connect(self._job_ended)
        made = QAction(self)
        made.setShortcuts(sequences(_SAVE_KEY))
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.triggered.connect(lambda _checked=False: self.save_pdf())
        self.addAction(made)

    def open_sheet(self) -> Sheet:
        """Show it over the window."""
        room = round(self._over.window().width() / scale()) - _BESIDE
        wide = min(max(room, _LEAST_WIDE), _MOST_WIDE)
        self._sheet = StoppableSheet(
            self._over,
            "Print log",
            self,
            verb="Print the same again",
            finish=self._again,
            stop=self.stop,
            width=wide,
        )
        if not may(self._clinic.facts.role, Act.SEND_CLAIMS):
            self._sheet.block("Your role does not include printing; ask a biller")
            self._save.block("Ask a biller")
        self._sheet.open_sheet()
        return self._sheet

    # The list --------------------------------------------------------------------------------------

    def _take(self, jobs: list[PrintJob]) -> None:
        self.jobs.fill(jobs)
        if jobs:
            self.states.show_rows()
            self.jobs.select_first()
        else:
            self.states.show_empty(
                "Nothing was printed yet.", "Every printing of forms stands here with its claims."
            )
            if self._sheet is not None:
                self._sheet.block("Nothing was printed yet")

    def _fail_reading(self, error: ClinicBillError) -> None:
        self.states.show_failed(str(error))

    def _choose(self, job: PrintJob | None) -> None:
        if job is not None:
            self._payers.setText(f"For {', '.join(job.payers)}")
            self._clinic.jobs.read(
                claims_of_print_job, job.id, then=self.claims.fill, latest=("print log", id(self))
            )

    # Again -----------------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """The same sheets into a PDF."""
        job = self.jobs.current()
        if job is None or self._job is not None or not self._save.isEnabled():
            return
        path = self._ask_path(f"CMS1500-printed-{job.at:%Y%m%d}-{job.id}.pdf")
        if path is not None:
            remember_folder(path.parent)
            self._run(job, ToFile(path), "")

    def _again(self) -> str:
        job, chosen = self.jobs.current(), self.printer.name
        if job is None or self._job is not None:
            return Sheet.STAY
        if chosen == PDF:
            self.save_pdf()
            return Sheet.WAIT if self._job is not None else Sheet.STAY
        try:
            printer = printer_list.open_printer(chosen)
        except ClinicBillError as error:
            return str(error)
        background = job.paper is Paper.PLAIN_PAPER
        self._to_printer = ToPrinter(printer, background, offset_of(kept_printer(chosen)))
        self._run(job, self._to_printer, chosen)
        return Sheet.WAIT

    def _run(self, job: PrintJob, target: Target, printer: str) -> None:
        self._told.setText("Printing…   Esc stops")
        self._job = self._clinic.jobs.write(
            again_forms,
            self._clinic.stamp(),
            job.id,
            target,
            printer=printer,
            then=self._printed,
            failed=self._fail,
            progress=self._tell,
        )

    def _tell(self, done: int, of: int, words: str) -> None:
        self._told.setText(f"{done:,} of {of:,} {words}   Esc stops")

    def stop(self) -> bool:
        """Stop a printing on its way; False where there is none."""
        if self._job is None:
            return False
        self._job.cancel()
        return True

    def _job_ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            if job.cancelled:
                self._to_printer = None
                self._told.setText(" ")
                self._say("Stopped: nothing was printed, and no claim remembers a copy.")

    def _printed(self, handed: Handed) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet(finished=True)
        self.done.emit(handed)
        target = self._to_printer
        if target is not None and target.left and handed.drawing is not None:
            PlainPaperSheet(self._clinic, self._over, handed.drawing, target).open_sheet()

    def _fail(self, error: ClinicBillError) -> None:
        self._to_printer = None
        self._told.setText(" ")
        self._say(str(error))

    def _say(self, problem: str) -> None:
        if self._sheet is not None:
            self._sheet.tell(problem)
