"""SheetPages: the sheets of a printing one at a time, the whole sheet and a part of it enlarged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinicbill.ui.claims.printer_preview import CloseUp, FormPreview, Layers, draw_layers
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.labels import secondary
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from PySide6.QtCore import QSizeF
    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.cms1500.draw import PrinterOffset
    from clinicbill.ui.clinic import Clinic
    from clinicbill.workflows.drawing import Drawing

_CLOSE_HIGH = 96


def _layers(_db: Database, content: bytes, page: int, width: int, ratio: float, *, on_form: bool) -> Layers:
    return draw_layers(content, page, width, ratio, on_form=on_form)


class SheetPages(QObject):
    """`states` holds the page, `close_up` the enlarged part, `place` says which sheet of how many."""

    def __init__(self, clinic: Clinic, size: QSizeF, parent: QObject) -> None:
        super().__init__(parent)
        self._clinic, self._background = clinic, False
        self._drawing: Drawing | None = None
        self.at = 0
        self.page, self.close_up, self.place = FormPreview(), CloseUp(), secondary("")
        self.states = States(self.page)
        self.states.setFixedSize(size.toSize())
        self.close_up.setFixedHeight(scaled(_CLOSE_HIGH))

    def show(self, drawing: Drawing, *, background: bool) -> None:
        """Show the first sheet of a drawing."""
        self._drawing, self._background, self.at = drawing, background, 0
        self.read()

    def show_nothing(self, why: str) -> None:
        """There is no sheet."""
        self._clear()
        self.states.show_empty("Nothing to print on this paper.", why)

    def show_failed(self, error: ClinicBillError) -> None:
        """There is no sheet, for a reason that is no paper."""
        self._clear()
        self.states.show_failed(str(error))

    def _clear(self) -> None:
        self._drawing = None
        self.place.setText("")
        self.close_up.show_layers(None)

    def turn(self, by: int) -> None:
        """Another sheet."""
        if self._drawing is not None:
            self.at = min(max(self.at + by, 0), self._drawing.sheets - 1)
            self.read()

    def move(self, offset: PrinterOffset) -> None:
        """The enlarged part follows the page."""
        self.close_up.place(offset)

    def read(self) -> None:
        """Draw the sheet again, beside the window."""
        drawing, ratio = self._drawing, self.page.devicePixelRatioF()
        if drawing is not None:
            self._clinic.jobs.read(
                _layers,
                drawing.content,
                self.at,
                round(self.states.width() * ratio),
                ratio,
                on_form=not self._background and drawing.pages[self.at] is not None,
                then=self._take,
                failed=self.show_failed,
                latest=("print page", id(self)),
            )

    def _take(self, layers: Layers) -> None:
        self.states.show_rows()
        self.page.show_layers(layers)
        self.close_up.show_layers(layers)
        count = self._drawing.sheets if self._drawing is not None else 0
        self.place.setText(f"Sheet {self.at + 1:,} of {count:,}{'   PgUp PgDn' if count > 1 else ''}")

    def tell(self, done: int, of: int, words: str) -> None:
        """How far the work is, where the number of the sheet stands otherwise."""
        self.place.setText(f"{done:,} of {of:,} {words}   Esc stops")
