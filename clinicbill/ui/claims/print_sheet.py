"""PrintSheet: which claims, on which printer and paper, a look at every sheet, then to the printer or into a PDF."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicbill import preferences
from clinicbill.basics.errors import ClinicBillError
from clinicbill.ui.actions import sequences
from clinicbill.ui.claims import printer_list
from clinicbill.ui.claims.batch import Batch
from clinicbill.ui.claims.printer_calibration import print_calibration, save_calibration
from clinicbill.ui.claims.printer_choice import PrinterChoice
from clinicbill.ui.claims.printer_facts import PrintFacts
from clinicbill.ui.claims.printer_ink import ToPrinter, paper_font
from clinicbill.ui.claims.printer_list import ASK, PDF
from clinicbill.ui.claims.printer_overlay import StoppableSheet
from clinicbill.ui.claims.printer_pages import SheetPages
from clinicbill.ui.claims.printer_plain import PlainPaperSheet
from clinicbill.ui.claims.printer_position import PrinterPosition
from clinicbill.ui.claims.printer_preview import page_size
from clinicbill.ui.claims.printer_side import side_column
from clinicbill.ui.claims.printer_words import COPIES, PAPERS, PLAIN, RED, left_out
from clinicbill.ui.claims.sending import (
    Handed,
    Target,
    ToFile,
    kept_printer,
    look_at_forms,
    offset_of,
    print_forms,
    remember_background,
    remember_folder,
    remember_printer,
)
from clinicbill.ui.fonts import scale, scaled
from clinicbill.ui.widgets.choice import Choice
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtPrintSupport import QPrinter

    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.jobs import Job
    from clinicbill.workflows.preview_print import PrintPreview

# A letter page, as high as the window leaves room for.
_LEAST_HIGH, _MOST_HIGH, _AROUND = 420, 780, 262
_SIDE = 436
_SAVE_KEY, _CALIBRATE_KEY = "Ctrl+S", "F6"


class PrintSheet(QWidget):
    """The content of the sheet; `done` goes out with what became of the claims."""

    done = Signal(object)  # Handed

    def __init__(
        self,
        clinic: Clinic,
        over: QWidget,
        batches: Sequence[Batch],
        *,
        background: bool,
        ask_path: Callable[[str], Path | None],
        ask_printer: Callable[[], QPrinter | None],
    ) -> None:
        super().__init__()
        self._over = over
        self._clinic, self._ask_path, self._ask_printer = clinic, ask_path, ask_printer
        self._sheet: Sheet | None = None
        self._job: Job | None = None
        self._to_printer: ToPrinter | None = None
        self._preview: PrintPreview | None = None
        room = over.window().height() - scaled(_AROUND)
        size = page_size(min(max(room, scaled(_LEAST_HIGH)), scaled(_MOST_HIGH)))
        self.pages = SheetPages(clinic, size, self)
        self.page = self.pages.page
        paper_font()  # read once, on the window's thread
        self.what = Choice("Claims to print", [(batch, batch.words) for batch in batches])
        self.printer = PrinterChoice(asks=True)
        self.paper = Choice("Paper", PAPERS)
        self.paper.set_value(PLAIN if background else RED)
        self._facts = PrintFacts()
        self.position = PrinterPosition(self.printer, self.pages, self._tell, self)
        self._save = KeyButton("Save PDF", _SAVE_KEY, icon="save")
        self._calibrate = KeyButton("Calibration sheet", _CALIBRATE_KEY, icon="printer")
        self._lay_out()
        self._connect()
        self.position.choose()
        self._take_paper()
        self.draw()

    # Layout and keys -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        choices = (("Claims", self.what), ("Printer", self.printer), ("Paper", self.paper))
        buttons = (self._save, self._calibrate)
        side = side_column(choices, self._facts, self.position, self.pages, buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.pages.states, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(side, 1)

    def _connect(self) -> None:
        self.what.edited.connect(self.draw)
        self.paper.edited.connect(self.draw)
        self.printer.edited.connect(self._choose_printer)
        self._save.clicked.connect(self.save_pdf)
        self._calibrate.clicked.connect(self.calibrate)
        self._clinic.jobs.finished.connect(self._job_ended)
        for key, slot in (
            (_SAVE_KEY, self.save_pdf),
            (_CALIBRATE_KEY, self.calibrate),
            ("PgDown", lambda: self.pages.turn(1)),
            ("PgUp", lambda: self.pages.turn(-1)),
        ):
            made = QAction(self)
            made.setShortcuts(sequences(key))
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.triggered.connect(lambda _checked=False, run=slot: run())
            self.addAction(made)

    def open_sheet(self) -> Sheet:
        """Show it over the window."""
        wide = self.pages.states.width() + scaled(_SIDE)
        self._sheet = StoppableSheet(
            self._over,
            "Print CMS-1500",
            self,
            verb="Print",
            finish=self.print_now,
            stop=self.stop,
            width=round(wide / scale()),
        )
        self._sheet.closed.connect(lambda _finished: self._leave())
        self._sheet.open_sheet()
        return self._sheet

    def _leave(self) -> None:
        self._reading.cancel()
        self.position.keep()

    # What was chosen -------------------------------------------------------------------------------

    @property
    def batch(self) -> Batch:
        """The claims that were chosen."""
        chosen = self.what.value()
        if not isinstance(chosen, Batch):
            raise TypeError("nothing can be printed")
        return chosen

    @property
    def background(self) -> bool:
        """Whether the form itself is drawn."""
        return self.paper.value() != RED

    @property
    def copies_only(self) -> bool:
        """Whether nothing goes to a payer."""
        return self.paper.value() == COPIES

    def _choose_printer(self) -> None:
        self.position.choose()
        if self._take_paper():
            self.draw()

    def _take_paper(self) -> bool:
        """What lies in the chosen printer; whether that is another paper."""
        profile = self.position.profile
        if profile is None or self.copies_only:
            return False
        before = self.paper.value()
        self.paper.set_value(PLAIN if profile.paper == preferences.PLAIN_PAPER else RED)
        return before != self.paper.value()

    # The preview -----------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw what was chosen, from memory."""
        self._preview = None
        self._reading = self._clinic.jobs.read(
            look_at_forms,
            self._clinic.stamp(),
            self._clinic,
            self.batch.claim_ids,
            background=self.background,
            copies_only=self.copies_only,
            then=self._take,
            failed=self._fail_drawing,
            progress=self.pages.tell,
            latest=("print", id(self)),
        )

    def _take(self, preview: PrintPreview) -> None:
        self._preview = preview
        self._facts.show_preview(preview, copies_only=self.copies_only)
        if preview.drawing is None:
            self.pages.show_nothing(left_out(preview))
        else:
            self.pages.show(preview.drawing, background=self.background)

    def _fail_drawing(self, error: ClinicBillError) -> None:
        self._preview = None
        self.pages.show_failed(error)

    # Printing --------------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """Print into a PDF."""
        ids = self.batch.claim_ids
        if self._job is None and self._may_print():
            path = self._ask_path(f"CMS1500-{len(ids)}-claims.pdf" if len(ids) > 1 else "CMS1500.pdf")
            if path is not None:
                self._remember(partial(remember_folder, path.parent))
                self._run(ToFile(path), "")

    def print_now(self) -> str:
        """What Ctrl+Enter does."""
        if self._job is not None or not self._may_print():
            return Sheet.STAY
        if self.printer.name == PDF:
            self.save_pdf()
            return Sheet.WAIT if self._job is not None else Sheet.STAY
        try:
            printer = self._open_printer()
        except ClinicBillError as error:
            return str(error)
        if printer is None:
            return Sheet.STAY
        if self._preview is not None and any(row.original for row in self._preview.printed):
            # What goes to payers is printed whole, whatever range the dialog was given.
            printer.setFromTo(0, 0)
        profile = self.position.profile or kept_printer(printer.printerName())
        paper = preferences.PLAIN_PAPER if self.background else preferences.RED_FORM
        if not self.copies_only:
            profile = replace(profile, paper=paper)
        self._remember(partial(remember_printer, profile))
        self._to_printer = ToPrinter(printer, self.background, offset_of(profile))
        asked = self.printer.name == ASK
        self._run(self._to_printer, printer.printerName() if asked else self.printer.name)
        return Sheet.WAIT

    def _may_print(self) -> bool:
        return self._preview is not None and self._preview.drawing is not None

    def _open_printer(self) -> QPrinter | None:
        asked = self.printer.name == ASK
        return self._ask_printer() if asked else printer_list.open_printer(self.printer.name)

    def _run(self, target: Target, printer: str) -> None:
        if self._preview is None:
            return
        if not self.copies_only:
            self._remember(partial(remember_background, background=self.background))
        self._job = self._clinic.jobs.write(
            print_forms,
            self._clinic.stamp(),
            self._clinic,
            [row.claim_id for row in self._preview.rows],
            target,
            background=self.background,
            copies_only=self.copies_only,
            printer=printer,
            then=self._printed,
            failed=self._fail,
            progress=self.pages.tell,
        )

    def _remember(self, keep: Callable[[], None]) -> None:
        """A choice that cannot be kept is said, and keeps nobody from printing."""
        try:
            keep()
        except ClinicBillError as error:
            self._tell(str(error))

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
                self.pages.read()
                self._tell("Stopped: nothing was printed, and every claim stands where it was.")

    def _printed(self, handed: Handed) -> None:
        if not handed.content:
            self._tell(f"{handed.message}.")
            return
        if self._sheet is not None:
            self._sheet.close_sheet(finished=True)
        self.done.emit(handed)
        target = self._to_printer
        if target is not None and target.left and handed.drawing is not None:
            PlainPaperSheet(self._clinic, self._over, handed.drawing, target).open_sheet()

    def calibrate(self) -> None:
        """One sheet that shows how far off this printer is."""
        chosen, offset = self.printer.name, self.position.offset
        if chosen in (PDF, ASK):
            path = self._ask_path("CMS1500-calibration.pdf")
            if path is not None:
                self._clinic.jobs.read(
                    save_calibration, path, offset, then=self.position.hint.setText, failed=self._fail
                )
            return
        self._clinic.jobs.read(
            print_calibration, chosen, offset, then=self.position.hint.setText, failed=self._fail
        )

    def _fail(self, error: ClinicBillError) -> None:
        self._to_printer = None
        self.pages.read()
        self._tell(str(error))

    def _tell(self, problem: str) -> None:
        if self._sheet is not None:
            self._sheet.tell(problem)
