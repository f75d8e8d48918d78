"""Sends sheets to a printer, moved as this printer needs it: the data of a form as letters, other pages as pictures.

The bytes that are kept are never changed; the correction is the painter's. Letters stay letters, as sharp as the
printer is: the texts of a form are those the kept PDF was drawn from. Our drawing of the form, and any page that is no
form, is a picture of the PDF with 600 dots to the inch; the drawing goes to the printer once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontDatabase, QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from clinicbill.basics.assets import asset
from clinicbill.basics.errors import CannotDo
from clinicbill.cms1500.draw import FONT_FILES, PAPER_FONT, TRUE_SIZE, PrinterOffset, draw_pages
from clinicbill.cms1500.layout import layout
from clinicbill.ui.claims.pdf_pages import Pages
from clinicbill.workflows.drawing import say_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.cms1500.boxes import Texts
    from clinicbill.workflows.drawing import Drawing, Tell

_POINTS = 72.0  # to the inch
_DOTS = 600  # of a picture; a finer one only takes longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Which sheets go to the printer together.

    Attributes:
        pages: from 0.
        drawn: whether forms are sent with our drawing of the form, for plain paper.
    """

    pages: tuple[int, ...]
    drawn: bool


def runs_of(drawing: Drawing, *, background: bool) -> list[Run]:
    """One run, or two where the paper must be changed: forms on red forms, then the remittances on plain paper."""
    every = tuple(range(drawing.sheets))
    if background or drawing.forms == drawing.sheets:
        return [Run(pages=every, drawn=background)]
    return [
        Run(pages=every[: drawing.forms], drawn=False),
        Run(pages=every[drawing.forms :], drawn=False),
    ]


@dataclass(slots=True)
class ToPrinter:
    """Hands the sheets to a printer; `left` is what waits until the paper is changed."""

    printer: QPrinter
    background: bool
    offset: PrinterOffset
    left: tuple[Run, ...] = ()

    def __call__(self, drawing: Drawing, tell: Tell) -> None:
        """Send the first run.

        Raises:
            CannotDo: the printer takes nothing.
        """
        first, *rest = runs_of(drawing, background=self.background)
        send_to_printer(drawing, self.printer, first, offset=self.offset, tell=tell)
        self.left = tuple(rest)


@cache
def paper_font() -> QFont:
    """The font of the form, twelve points high where a unit is a point; asked for first on the window's thread."""
    number = QFontDatabase.addApplicationFont(str(asset(FONT_FILES[PAPER_FONT])))
    font = QFont(QFontDatabase.applicationFontFamilies(number)[0])
    font.setPixelSize(round(layout().font_size))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def send_to_printer(
    drawing: Drawing,
    printer: QPrinter,
    run: Run,
    *,
    offset: PrinterOffset = TRUE_SIZE,
    tell: Tell = say_nothing,
) -> None:
    """Print these sheets; works beside the window. Where `tell` raises, the printer is told to forget them.

    Raises:
        CannotDo: the printer takes nothing.
    """
    pages = Pages(drawing.content)
    form = _empty_form(printer) if run.drawn else None
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise _jammed(printer)
    try:
        for done, page in enumerate(_chosen(printer, run.pages)):
            tell(done, len(run.pages), "sheets sent")
            if done and not printer.newPage():
                raise _jammed(printer)
            texts = drawing.pages[page]
            _place(painter, printer, offset)
            if texts is None:
                _lay(painter, _picture(pages, page, printer))
            else:
                _fill(painter, form, texts)
            painter.resetTransform()
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()


def _jammed(printer: QPrinter) -> CannotDo:
    name = printer.printerName() or "chosen"
    return CannotDo(
        f"The printer {name} takes nothing; no claim was changed: see that it is on and has paper, or save a PDF."
    )


def _chosen(printer: QPrinter, pages: Iterable[int]) -> list[int]:
    """Those the system's dialog left, where it was asked for some only; its count begins at 1."""
    first, last = printer.fromPage(), printer.toPage()
    return [page for at, page in enumerate(pages, 1) if not first or first <= at <= (last or at)]


def _place(painter: QPainter, printer: QPrinter, offset: PrinterOffset) -> None:
    """One unit becomes a point; the top left corner stays where it is when the sheet is scaled."""
    sheet = printer.paperRect(type(printer).Unit.DevicePixel)
    painter.translate(sheet.topLeft())
    painter.scale(printer.resolution() / _POINTS, printer.resolution() / _POINTS)
    painter.translate(offset.right, offset.down)
    painter.scale(offset.scale, offset.scale)


def _fill(painter: QPainter, form: QImage | None, texts: Texts) -> None:
    if form is not None:
        _lay(painter, form)
    _write(painter, texts)


def _write(painter: QPainter, texts: Texts) -> None:
    """Each letter at its own place: ten to the inch, whatever the printer makes of the font's width."""
    sheet = layout()
    painter.setFont(paper_font())
    for place, text in texts.items():
        field = sheet.fields[place]
        left = field.start(text, sheet.advance)
        for at, letter in enumerate(text):
            if letter != " ":
                painter.drawText(QPointF(left + at * sheet.advance, sheet.height - field.y), letter)


def _empty_form(printer: QPrinter) -> QImage:
    return _picture(Pages(draw_pages([("the empty form", {})], background=True)), 0, printer)


def _picture(pages: Pages, page: int, printer: QPrinter) -> QImage:
    """In grey, for the forms are black on white: a third of the room to the spooler."""
    dots = min(printer.resolution(), _DOTS)
    drawn = pages.picture(page, round(layout().width * dots / _POINTS))
    return drawn.convertToFormat(QImage.Format.Format_Grayscale8)


def _lay(painter: QPainter, picture: QImage) -> None:
    painter.drawImage(QRectF(0, 0, layout().width, layout().height), picture)
