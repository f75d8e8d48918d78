"""QueryLetters: the letter of a query, saved as PDF or printed; drawn beside the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from clinicbill.ui.reports.saving import write_file

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget
    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.basics.identifiers import QueryId
    from clinicbill.coding.queries.query import CodingQuery
    from clinicbill.ui.coding.page import CodingPage

Tell = Callable[[str], object]


class QueryLetters(QObject):
    """What it did is told by `tell`, what failed by `fail`."""

    def __init__(self, page: CodingPage) -> None:
        super().__init__(page)
        self._page = page

    def save(self, query: CodingQuery, tell: Tell, fail: Tell) -> None:
        """Ask where to; the patient's name stands in the letter, never in the file's name."""
        name = f"query-{query.asked_on.isoformat()}-{query.id}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self._page, "Save the letter", name, "PDF (*.pdf)")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix else path.with_suffix(".pdf")
        self._page.jobs.read(
            _write, query.id, path,
            then=partial(self._saved, tell), failed=partial(self._failed, fail),
        )  # fmt: skip

    def print(self, query: CodingQuery, tell: Tell, fail: Tell) -> None:
        """Ask for a printer and print."""
        printer = ask_printer(self._page)
        if printer is not None:
            self._page.jobs.read(
                _print, query.id, printer,
                then=lambda _done: self._told(tell, f"Sent to {printer.printerName() or 'the printer'}"),
                failed=partial(self._failed, fail),
            )  # fmt: skip

    def _saved(self, tell: Tell, path: Path) -> None:
        self._told(tell, f"Saved {path.name} in {path.parent}")

    def _told(self, tell: Tell, words: str) -> None:
        self._page.say(words)
        tell(words)

    def _failed(self, fail: Tell, error: ClinicBillError) -> None:
        self._page.say_failed(error)
        fail(str(error))


def _draw(db: Database, query_id: QueryId) -> bytes:
    from clinicbill.workflows.draw_query_letter import draw_query_letter  # loads reportlab

    return draw_query_letter(db, query_id)


def _write(db: Database, query_id: QueryId, path: Path) -> Path:
    return write_file(db, path, partial(_draw, db, query_id))


def _print(db: Database, query_id: QueryId, printer: QPrinter) -> None:
    from clinicbill.ui.claims.pdf_pages import Pages
    from clinicbill.ui.claims.printer_ink import Run, send_to_printer
    from clinicbill.workflows.drawing import Drawing

    content = _draw(db, query_id)
    count = len(Pages(content))
    drawing = Drawing(content=content, pages=(None,) * count, forms=0)
    send_to_printer(drawing, printer, Run(pages=tuple(range(count)), drawn=False))


def ask_printer(over: QWidget) -> QPrinter | None:
    """The system's dialog; None where nothing was chosen."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # large, and rarely needed

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    accepted = QPrintDialog(printer, over).exec() == QPrintDialog.DialogCode.Accepted
    return printer if accepted else None
