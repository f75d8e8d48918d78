"""Any report on paper: US Letter across, chart, bars, totals and page numbers as the screen shows them."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import landscape, letter
from reportlab.pdfgen.canvas import Canvas

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import Money
from clinicbill.reports.chart import KIND_HEX, draw
from clinicbill.reports.fonts import BODY, BOLD, register, width
from clinicbill.reports.pen import INK, LINE, SIZE, SOFT, Pen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.reports.chart import BarChart
    from clinicbill.reports.report_table import Cell, ReportRow, ReportTable

_WIDTH, _HEIGHT = landscape(letter)
_MARGIN = 48.0
_ROOM = _WIDTH - 2 * _MARGIN
_ROW, _GAP = 17.0, 14.0
_TOP, _BOTTOM = _HEIGHT - 104, 60.0
_CHART_HEIGHT = 168.0
_BAR_ROOM, _BAR_HEIGHT = 130.0, 8.0
_NARROWEST = 60.0
# The light columns of the window's tables of colours.
_KINDS = tuple(HexColor(colour) for colour in KIND_HEX)
_AGES = tuple(HexColor(colour) for colour in ("#C3CCF2", "#8B9AE0", "#5A6BCB", "#34439C", "#171F57"))


def table_pdf(table: ReportTable, *, clinic_name: str) -> bytes:
    """The report as a PDF; the same report always gives the same bytes."""
    register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    canvas.setTitle(table.title)
    canvas.setAuthor(clinic_name)
    page = _Page(canvas, table, clinic_name)
    page.draw_all()
    canvas.save()
    return out.getvalue()


class _Page:
    """Draws page after page; knows where the columns stand."""

    def __init__(self, canvas: Canvas, table: ReportTable, clinic_name: str) -> None:
        self.canvas, self.table, self.clinic_name = canvas, table, clinic_name
        self.pen = Pen(canvas, _MARGIN, _WIDTH - _MARGIN)
        self.widths = _widths(table)
        self.widest = max((sum(row.bars) for row in table.rows), default=0)
        taken = sum(self.widths) + _GAP * len(self.widths)
        self.bar_room = max(_ROOM - taken, _BAR_ROOM)

    def draw_all(self) -> None:
        """Rows over as many pages as they need; the total stands under the last."""
        pages = self._pages()
        for number, rows in enumerate(pages, 1):
            top = _TOP
            self._draw_head()
            if number == 1 and self.table.chart is not None:
                self._draw_chart(self.table.chart, top)
                top -= _CHART_HEIGHT + 12
            self._draw_titles(top)
            for at, row in enumerate(rows):
                self._draw_row(row, top - _ROW * (at + 1), BODY)
            if number == len(pages) and self.table.total is not None:
                self._draw_row(self.table.total, top - _ROW * (len(rows) + 1), BOLD)
            self.pen.foot(number, len(pages))

    def _pages(self) -> list[list[ReportRow]]:
        """Room is kept on every page for the total; there is always a page."""
        rows = list(self.table.rows)
        pages: list[list[ReportRow]] = []
        used = _CHART_HEIGHT + 12 if self.table.chart is not None else 0.0
        while rows or not pages:
            count = max(int((_TOP - used - _BOTTOM) // _ROW) - 1, 1)
            pages.append(rows[:count])
            rows, used = rows[count:], 0.0
        return pages

    def _draw_head(self) -> None:
        self.pen.write(_MARGIN, _HEIGHT - 58, self.table.title, BOLD, 17)
        about = f"{self.clinic_name}  ·  {self.table.about}"
        self.pen.write(_MARGIN, _HEIGHT - 76, about, size=10, colour=SOFT, room=_ROOM)

    def _draw_titles(self, top: float) -> None:
        for at, column in enumerate(self.table.columns):
            self._draw_words(at, top + 5, column.title, BODY, SOFT, right=column.right)
            if column.series is not None:
                self._draw_swatch(at, top + 5, column.title, right=column.right)
        self.pen.rule(top, INK)

    def _draw_swatch(self, at: int, y: float, title: str, *, right: bool) -> None:
        column = self.table.columns[at]
        colours = _AGES if column.aged else _KINDS
        left, wide = self._place(at)
        x = left + wide - width(title, BODY, SIZE) - 10 if right else left - 10
        self.canvas.setFillColor(colours[column.series or 0])
        self.canvas.rect(x, y, 7, 7, stroke=0, fill=1)

    def _draw_row(self, row: ReportRow, y: float, font: str) -> None:
        for at, (column, cell) in enumerate(zip(self.table.columns, row.cells, strict=True)):
            soft = isinstance(cell, Money) and not cell
            self._draw_words(at, y + 5, _words(cell), font, SOFT if soft else INK, right=column.right)
        if self.table.bars and row.bars and self.widest:
            self._draw_bars(row.bars, y)
        self.pen.rule(y, INK if font == BOLD else LINE)

    def _draw_words(self, at: int, y: float, text: str, font: str, colour: Color, *, right: bool) -> None:
        left, wide = self._place(at)
        x = left + wide if right else left
        self.pen.write(x, y, text, font, colour=colour, right=right, room=wide)

    def _draw_bars(self, parts: Sequence[int], y: float) -> None:
        x = _WIDTH - _MARGIN - self.bar_room
        colours = _AGES if self.table.aged else _KINDS[1:]
        for part, colour in zip(parts, colours, strict=False):
            if not part:
                continue
            wide = self.bar_room * part / self.widest
            self.canvas.setFillColor(colour)
            self.canvas.rect(x, y + 4.5, wide, _BAR_HEIGHT, stroke=0, fill=1)
            x += wide

    def _draw_chart(self, chart: BarChart, top: float) -> None:
        drawing = draw(chart, _ROOM, _CHART_HEIGHT)
        base = top + 14
        for line in drawing.lines:
            self.canvas.setStrokeColor(SOFT if line.strong else LINE)
            self.canvas.setLineWidth(0.5)
            self.canvas.line(_MARGIN + line.x, base - line.y, _MARGIN + line.x + line.width, base - line.y)
        for bar in drawing.bars:
            self.canvas.setFillColor(_KINDS[bar.kind])
            self.canvas.rect(
                _MARGIN + bar.x, base - bar.y - bar.height, bar.width, bar.height, stroke=0, fill=1
            )
        for words in drawing.words:
            wide = width(words.text, BODY, 8)
            shift = {"left": 0.0, "middle": wide / 2, "right": wide}[words.align]
            self.pen.write(_MARGIN + words.x - shift, base - words.y, words.text, size=8, colour=SOFT)

    def _place(self, at: int) -> tuple[float, float]:
        """Left edge and width of a column."""
        return _MARGIN + sum(self.widths[:at]) + _GAP * at, self.widths[at]


def _widths(table: ReportTable) -> list[float]:
    """Numbers keep their width; words give way where there is too little room, and take what is left over."""
    room = _ROOM - (_BAR_ROOM + _GAP if table.bars else 0) - _GAP * (len(table.columns) - 1)
    rows = [*table.rows, *((table.total,) if table.total is not None else ())]
    widths = [_natural(table, at, rows) for at in range(len(table.columns))]
    texts = [at for at, column in enumerate(table.columns) if not column.right]
    while sum(widths) > room and texts:
        largest = max(texts, key=lambda at: widths[at])
        if widths[largest] <= _NARROWEST:
            break
        widths[largest] = max(_NARROWEST, widths[largest] - max(sum(widths) - room, 1) / 2)
    if not table.bars and texts:
        widths[texts[-1]] += max(room - sum(widths), 0)
    return widths


def _natural(table: ReportTable, at: int, rows: Sequence[ReportRow]) -> float:
    column = table.columns[at]
    head = width(column.title, BODY, SIZE) + (10 if column.series is not None else 0)
    return max([head, *(width(_words(row.cells[at]), BOLD, SIZE) for row in rows)])


def _words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return cell.plain()
    return slashed(cell) if isinstance(cell, date) else str(cell)
