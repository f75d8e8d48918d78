"""The aging on paper: US Letter across, the table with its totals, page numbers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import landscape, letter
from reportlab.pdfgen.canvas import Canvas

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import ZERO, Money
from clinicbill.reports.aging import BUCKET_WORDS, AgingBy
from clinicbill.reports.fonts import BODY, BOLD, fitted, font_for, register, width

if TYPE_CHECKING:
    from clinicbill.reports.aging import AgingReport, AgingRow

_WIDTH, _HEIGHT = landscape(letter)
_MARGIN = 48.0
_ROW = 18.0
_SIZE = 9.0
_INK, _SOFT, _LINE, _RED = HexColor("#1b1f29"), HexColor("#5a6172"), HexColor("#c9cdd6"), HexColor("#b3261e")
_BAR = tuple(HexColor(colour) for colour in ("#c3ccf4", "#8c9be3", "#5b6cd0", "#3646a8", "#1a2057"))
# Right edges of the figures: five buckets, the total, the share over 90 days.
_EDGES = (306.0, 380.0, 454.0, 528.0, 602.0, 684.0)
_OLD_EDGE = _WIDTH - _MARGIN
_NAME_ROOM = _EDGES[0] - _MARGIN - 72
_TOP = _HEIGHT - 138
_BOTTOM = 62.0
_PER_PAGE = int((_TOP - _BOTTOM) // _ROW) - 1


def aging_pdf(report: AgingReport, *, clinic_name: str) -> bytes:
    """The report as a PDF; the same report always gives the same bytes."""
    register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    canvas.setTitle(f"A/R aging as of {slashed(report.as_of)}")
    canvas.setAuthor(clinic_name)
    pages = _pages(report)
    for number, rows in enumerate(pages, 1):
        _head(canvas, report, clinic_name)
        y = _TOP
        for row in rows:
            y -= _ROW
            _row(canvas, y, row.name, row.amounts, row.total, row.over_90)
        if number == len(pages):
            _total(canvas, y - _ROW, report)
        _foot(canvas, number, len(pages))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _pages(report: AgingReport) -> list[list[AgingRow]]:
    """Rows page by page; there is always a page for the total."""
    rows = list(report.rows)
    return [rows[start : start + _PER_PAGE] for start in range(0, len(rows), _PER_PAGE)] or [[]]


def _head(canvas: Canvas, report: AgingReport, clinic_name: str) -> None:
    by = {AgingBy.PAYER: "By payer", AgingBy.PATIENT: "By patient"}[report.by]
    _left(canvas, _MARGIN, _HEIGHT - 58, "A/R aging", BOLD, 17)
    _left(
        canvas,
        _MARGIN,
        _HEIGHT - 76,
        f"{clinic_name}  ·  as of {slashed(report.as_of)}  ·  {by.lower()}",
        size=10,
    )
    _right(canvas, _OLD_EDGE, _HEIGHT - 58, str(report.total), BOLD, 17)
    _right(canvas, _OLD_EDGE, _HEIGHT - 76, "Total A/R", size=10, colour=_SOFT)
    _bar(canvas, report)
    y = _TOP + 6
    _left(canvas, _MARGIN, y, "Payer" if report.by is AgingBy.PAYER else "Patient", colour=_SOFT)
    for words, edge, colour in zip(BUCKET_WORDS, _EDGES, _BAR, strict=False):
        _right(canvas, edge, y, words, colour=_SOFT)
        canvas.setFillColor(colour)
        canvas.rect(edge - width(words, BODY, _SIZE) - 11, y, 6.5, 6.5, stroke=0, fill=1)
    _right(canvas, _EDGES[-1], y, "Total", colour=_SOFT)
    _right(canvas, _OLD_EDGE, y, "Over 90", colour=_SOFT)
    _rule(canvas, _TOP, _INK)


def _bar(canvas: Canvas, report: AgingReport) -> None:
    """The share of each bucket as one strip; credits have no width."""
    parts = [max(amount, ZERO).cents for amount in report.amounts]
    whole, x = sum(parts), _MARGIN
    for part, colour in zip(parts, _BAR, strict=True):
        share = (_OLD_EDGE - _MARGIN) * part / whole if whole else 0
        canvas.setFillColor(colour)
        canvas.rect(x, _HEIGHT - 100, share, 9, stroke=0, fill=1)
        x += share


def _row(
    canvas: Canvas,
    y: float,
    name: str,
    amounts: tuple[Money, ...],
    total: Money,
    old: Money,
    font: str = BODY,
) -> None:
    named = font_for(name, font)
    _left(canvas, _MARGIN, y + 5, fitted(name, named, _SIZE, _NAME_ROOM), named)
    for amount, edge in zip(amounts, _EDGES, strict=False):
        _right(canvas, edge, y + 5, amount.plain(), font, colour=_INK if amount else _SOFT)
    _right(canvas, _EDGES[-1], y + 5, total.plain(), font)
    _right(
        canvas, _OLD_EDGE, y + 5, share_words(old, total), font, colour=_RED if _is_old(old, total) else _INK
    )
    _rule(canvas, y, _LINE)


def _total(canvas: Canvas, y: float, report: AgingReport) -> None:
    _rule(canvas, y + _ROW, _INK)
    _row(canvas, y, "Total", report.amounts, report.total, report.over_90, BOLD)


def share_words(part: Money, whole: Money) -> str:
    """A part of the total as 13.4 %; nothing where there is no total above zero."""
    if whole <= ZERO:
        return ""
    tenths = (part.cents * 2000 + whole.cents) // (whole.cents * 2)
    return f"{tenths / 10:.1f} %"


def _is_old(part: Money, whole: Money) -> bool:
    """Half of it is older than 90 days."""
    return whole > ZERO and part * 2 >= whole


def _foot(canvas: Canvas, number: int, pages: int) -> None:
    _left(
        canvas,
        _MARGIN,
        34,
        "Computed from the ledger; every figure agrees with its entries.",
        size=8,
        colour=_SOFT,
    )
    _right(canvas, _OLD_EDGE, 34, f"Page {number} of {pages}", size=8, colour=_SOFT)


def _left(
    canvas: Canvas, x: float, y: float, text: str, font: str = BODY, size: float = _SIZE, colour: Color = _INK
) -> None:
    canvas.setFillColor(colour)
    canvas.setFont(font_for(text, font), size)
    canvas.drawString(x, y, text)


def _right(
    canvas: Canvas, x: float, y: float, text: str, font: str = BODY, size: float = _SIZE, colour: Color = _INK
) -> None:
    named = font_for(text, font)
    _left(canvas, x - width(text, named, size), y, text, named, size, colour)


def _rule(canvas: Canvas, y: float, colour: Color) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(0.5)
    canvas.line(_MARGIN, y, _OLD_EDGE, y)
