"""PDF pages from memory: drawn as pictures for the window, and sent to a printer, never by a temporary file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from clinicbill.basics.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtPrintSupport import QPrinter

_MOST_DOTS = 600  # to the inch; a finer picture of a page only takes longer


class Pages:
    """An open PDF; use it on the thread that made it."""

    def __init__(self, content: bytes) -> None:
        """Read a PDF.

        Raises:
            UnreadableFile: these bytes are no PDF.
        """
        self._bytes = QByteArray(content)
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        self._document.load(self._buffer)
        if self._document.status() is not QPdfDocument.Status.Ready:
            raise UnreadableFile(
                "The PDF cannot be shown; nothing was printed: save it and open it elsewhere."
            )

    def __len__(self) -> int:
        return self._document.pageCount()

    def picture(self, page: int, width: int) -> QImage:
        """A page from 0, `width` pixels wide, on white."""
        points = self._document.pagePointSize(page)
        size = QSize(width, round(width * points.height() / points.width()))
        drawn = self._document.render(page, size)
        whole = QImage(size, QImage.Format.Format_RGB32)
        whole.fill(Qt.GlobalColor.white)
        painter = QPainter(whole)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return whole


def pictures(content: bytes, width: int) -> list[QImage]:
    """Every page of a PDF as a picture of that width."""
    pages = Pages(content)
    return [pages.picture(page, width) for page in range(len(pages))]


def send_to_printer(content: bytes, printer: QPrinter) -> int:
    """Print a PDF page for page at true size; the number of pages. Runs beside the window."""
    pages = Pages(content)
    printer.setFullPage(True)
    painter = QPainter(printer)
    try:
        for page in _chosen(printer, len(pages)):
            if page is None:
                printer.newPage()
                continue
            sheet = printer.paperRect(type(printer).Unit.DevicePixel).toRect()
            dots = min(printer.resolution(), _MOST_DOTS)
            picture = pages.picture(page, round(8.5 * dots))
            wide = round(8.5 * printer.resolution())
            place = QRect(sheet.left(), sheet.top(), wide, round(wide * picture.height() / picture.width()))
            painter.drawImage(place, picture)
    finally:
        painter.end()
    return len(pages)


def _chosen(printer: QPrinter, count: int) -> Iterator[int | None]:
    """The pages to print from 0, with None between them for the next sheet."""
    first, last = printer.fromPage() or 1, printer.toPage() or count
    for page in range(first - 1, min(last, count)):
        if page > first - 1:
            yield None
        yield page
