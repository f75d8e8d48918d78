"""PrintSheet: which claims, on which paper, a look at every page, then to a printer or into a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from clinicbill.ui.actions import sequences
from clinicbill.ui.claims.batch import Batch
from clinicbill.ui.claims.columns import counted
from clinicbill.ui.claims.pdf_pages import pictures, send_to_printer
from clinicbill.ui.claims.sending import (
    Handed,
    draw_forms,
    print_forms,
    printer_offset,
    remember_background,
    remember_folder,
)
from clinicbill.ui.fonts import scale, scaled
from clinicbill.ui.widgets.choice import Choice
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import heading, secondary
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtPrintSupport import QPrinter
    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.basics.identifiers import ClaimId
    from clinicbill.ui.clinic import Clinic

# A letter page, as high as the window leaves room for.
_LEAST_HIGH, _MOST_HIGH, _AROUND = 380, 780, 300
_SIDE, _PAGE = 376, 8.5 / 11
_SAVE_KEY = "Ctrl+S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What the preview shows: the pages, and how many claims they are of."""

    pages: tuple[QImage, ...]


def _draw(db: Database, claim_ids: Sequence[ClaimId], width: int, *, background: bool) -> Drawn:
    content = draw_forms(db, claim_ids, background=background, offset=printer_offset())
    return Drawn(pages=tuple(pictures(content, width)))


def _to_printer(_db: Database, content: bytes, printer: QPrinter) -> int:
    return send_to_printer(content, printer)


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
        self._printer: QPrinter | None = None
        self._pages: tuple[QImage, ...] = ()
        self._busy = False
        self._at = 0
        room = over.window().height() - scaled(_AROUND)
        self._high = min(max(room, scaled(_LEAST_HIGH)), scaled(_MOST_HIGH))
        self._wide = round(self._high * _PAGE)
        self.what = Choice("Claims to print", [(batch, batch.words) for batch in batches])
        self.paper = Choice("Paper", ((False, "Red forms: data only"), (True, "Plain paper: draw the form")))
        self.paper.set_value(background)
        self._told, self._place = secondary("", wrap=True), secondary("")
        self._save = KeyButton("Save PDF", _SAVE_KEY, icon="save")
        self._picture = QLabel()
        self._lay_out()
        self._connect()
        self.draw()

    def _lay_out(self) -> None:
        self._picture.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._picture.setAccessibleName("The page as it prints")
        frame = QScrollArea()
        frame.setWidget(self._picture)
        frame.setWidgetResizable(True)
        frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setAccessibleName("Print preview")
        self.states = States(frame)
        self.states.setFixedSize(self._wide + 2, self._high + 2)
        side = QVBoxLayout()
        side.setSpacing(scaled(6))
        for label, field in (("Claims", self.what), ("Paper", self.paper)):
            side.addWidget(heading(label))
            side.addWidget(field)
            side.addSpacing(scaled(6))
        side.addWidget(self._told)
        side.addStretch(1)
        side.addWidget(self._place)
        side.addWidget(self._save, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.states)
        row.addLayout(side, 1)

    def _connect(self) -> None:
        self.what.edited.connect(self.draw)
        self.paper.edited.connect(self.draw)
        self._save.clicked.connect(self.save_pdf)
        for key, slot in (
            (_SAVE_KEY, self.save_pdf),
            ("PgDown", lambda: self.turn(1)),
            ("PgUp", lambda: self.turn(-1)),
        ):
            made = QAction(self)
            made.setShortcuts(sequences(key))
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.triggered.connect(lambda _checked=False, run=slot: run())
            self.addAction(made)

    def open_sheet(self) -> Sheet:
        """Show it over the window."""
        wide = self._wide + scaled(_SIDE)
        self._sheet = Sheet(
            self._over, "Print CMS-1500", self, verb="Print", finish=self._print, width=round(wide / scale())
        )
        self._sheet.open_sheet()
        return self._sheet

    # The preview -------------------------------------------------------------------------------------

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
        return bool(self.paper.value())

    def draw(self) -> None:
        """Draw what was chosen, from memory."""
        self._told.setText(_what_happens(self.batch))
        ratio = self.devicePixelRatioF()
        self._clinic.jobs.read(
            _draw,
            self.batch.claim_ids,
            round(self._wide * ratio),
            background=self.background,
            then=self._take,
            failed=self._fail_drawing,
            latest=("print", id(self)),
        )

    def _take(self, drawn: Drawn) -> None:
        self._pages, self._at = drawn.pages, 0
        self.states.show_rows()
        self._show_page()

    def _fail_drawing(self, error: ClinicBillError) -> None:
        self._pages = ()
        self._place.setText("")
        self.states.show_failed(str(error))

    def turn(self, by: int) -> None:
        """Another page."""
        self._at = min(max(self._at + by, 0), max(len(self._pages) - 1, 0))
        self._show_page()

    def _show_page(self) -> None:
        if not self._pages:
            return
        picture = QPixmap.fromImage(self._pages[self._at])
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.setPixmap(picture)
        count = len(self._pages)
        turning = "   PgUp PgDn" if count > 1 else ""
        self._place.setText(f"Page {self._at + 1} of {count}{turning}")

    # Printing ----------------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """Print into a PDF."""
        if self._busy:
            return
        ids = self.batch.claim_ids
        path = self._ask_path(f"CMS1500-{len(ids)}-claims.pdf" if len(ids) > 1 else "CMS1500.pdf")
        if path is not None:
            remember_folder(path.parent)
            self._run(path)

    def _print(self) -> str:
        if self._busy:
            return Sheet.STAY
        self._printer = self._ask_printer()
        if self._printer is None:
            return Sheet.STAY
        self._run(None)
        return Sheet.WAIT

    def _run(self, path: Path | None) -> None:
        self._busy = True
        remember_background(background=self.background)
        self._clinic.jobs.write(
            print_forms,
            self._clinic.stamp(),
            self._clinic,
            self.batch.claim_ids,
            path,
            background=self.background,
            offset=printer_offset(),
            then=self._printed,
            failed=self._fail,
        )

    def _printed(self, handed: Handed) -> None:
        self._busy = False
        if not handed.content:
            self._tell(f"{handed.message}.")
            return
        if self._printer is not None:
            self._clinic.jobs.read(_to_printer, handed.content, self._printer)
        if self._sheet is not None:
            self._sheet.close_sheet(finished=True)
        self.done.emit(handed)

    def _fail(self, error: ClinicBillError) -> None:
        self._busy = False
        self._tell(str(error))

    def _tell(self, problem: str) -> None:
        if self._sheet is not None:
            self._sheet.tell(problem)


def _what_happens(batch: Batch) -> str:
    copies = len(batch.claim_ids) - batch.originals
    parts = []
    if batch.originals:
        parts.append(
            f"{counted(batch.originals)} will stand as Printed; what is printed is kept to the byte."
        )
    if copies:
        parts.append(
            f"{counted(copies)} will print as a copy; nothing about {'it' if copies == 1 else 'them'} changes."
        )
    return " ".join(parts)
