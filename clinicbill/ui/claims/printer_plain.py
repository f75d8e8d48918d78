"""PlainPaperSheet: after the red forms, the remittances that go behind them, once plain paper lies in the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.ui.claims.printer_ink import send_to_printer
from clinicbill.ui.widgets.labels import body
from clinicbill.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.claims.printer_ink import ToPrinter
    from clinicbill.ui.clinic import Clinic
    from clinicbill.workflows.drawing import Drawing


def _send(_db: Database, drawing: Drawing, target: ToPrinter) -> int:
    for run in target.left:
        send_to_printer(drawing, target.printer, run)
    return sum(len(run.pages) for run in target.left)


class PlainPaperSheet(QWidget):
    """The content of the sheet. The claims are printed already; Esc leaves only these pages out."""

    def __init__(self, clinic: Clinic, over: QWidget, drawing: Drawing, target: ToPrinter) -> None:
        super().__init__()
        self._clinic, self._over, self._drawing, self._target = clinic, over, drawing, target
        self._sheet: Sheet | None = None
        self.count = sum(len(run.pages) for run in target.left)
        pages = "1 remittance page" if self.count == 1 else f"{self.count} remittance pages"
        words = (
            f"The forms are on their way. Now put plain paper into the printer: {pages} belong behind them, each "
            "with the patient and the claim number on it. They are part of what is kept, and can be printed again "
            "from the print log."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body(words, wrap=True))

    def open_sheet(self) -> None:
        """Show it over the window."""
        verb = "Print 1 page" if self.count == 1 else f"Print {self.count} pages"
        self._sheet = Sheet(self._over, "Plain paper, please", self, verb=verb, finish=self._print)
        self._sheet.open_sheet()

    def _print(self) -> str:
        self._clinic.jobs.read(_send, self._drawing, self._target, then=self._printed, failed=self._fail)
        return Sheet.WAIT

    def _printed(self, _pages: int) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet(finished=True)

    def _fail(self, error: ClinicBillError) -> None:
        if self._sheet is not None:
            self._sheet.tell(str(error))
