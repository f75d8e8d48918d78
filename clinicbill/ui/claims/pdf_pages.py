"""PDF pages from memory: drawn as pictures for the window, never by a temporary file."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from clinicbill.basics.errors import UnreadableFile


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

    def layer(self, page: int, width: int) -> QImage:
        """A page from 0, `width` pixels wide: what is drawn, on nothing."""
        points = self._document.pagePointSize(page)
        return self._document.render(page, QSize(width, round(width * points.height() / points.width())))

    def picture(self, page: int, width: int) -> QImage:
        """A page from 0, `width` pixels wide, on white."""
        drawn = self.layer(page, width)
        whole = QImage(drawn.size(), QImage.Format.Format_RGB32)
        whole.fill(Qt.GlobalColor.white)
        painter = QPainter(whole)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return whole


def pictures(content: bytes, width: int) -> list[QImage]:
    """Every page of a PDF as a picture of that width."""
    pages = Pages(content)
    return [pages.picture(page, width) for page in range(len(pages))]
