"""The aging on paper: US Letter across, the table with its totals, page numbers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import landscape, letter
from reportlab.pdfgen.canvas import Canvas

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import ZERO, Money
from clinicbill.reports.aging import BUCKET_WORDS, AgingBy
from clinicbill.reports.fonts import BODY, BOLD, register, width
from clinicbill.reports.pen import INK, LINE, SIZE, SOFT, Pen

if TYPE_CHECKING:
    from clinicbill.reports.aging import AgingReport, AgingRow

_WIDTH, _HEIGHT = landscape(letter)
_MARGIN = 48.0
_ROW = 18.0
_RED = HexColor("#b3261e")
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
    pen = Pen(canvas, _MARGIN, _OLD_EDGE)
    pages = _pages(report)
    for number, rows in enumerate(pages, 1):
        _head(canvas, pen, report, clinic_name)
        y = _TOP
        for row in rows:
            y -= _ROW
            _row(pen, y, row.name, row.amounts, row.total, row.over_90)
        if number == len(pages):
            _total(pen, y - _ROW, report)
        pen.foot(number, len(pages))
    canvas.save()
    return out.getvalue()


def _pages(report: AgingReport) -> list[list[AgingRow]]:
    """Rows page by page; there is always a page for the total."""
    rows = list(report.rows)
    return [rows[start : start + _PER_PAGE] for start in range(0, len(rows), _PER_PAGE)] or [[]]


def _head(canvas: Canvas, pen: Pen, report: AgingReport, clinic_name: str) -> None:
    by = {AgingBy.PAYER: "By payer", AgingBy.PATIENT: "By patient"}[report.by]
    pen.write(_MARGIN, _HEIGHT - 58, "A/R aging", BOLD, 17)
    pen.write(
        _MARGIN,
        _HEIGHT - 76,
        f"{clinic_name}  ·  as of {slashed(report.as_of)}  ·  {by.lower()}",
        size=10,
    )
    pen.write(_OLD_EDGE, _HEIGHT - 58, str(report.total), BOLD, 17, right=True)
    pen.write(_OLD_EDGE, _HEIGHT - 76, "Total A/R", size=10, colour=SOFT, right=True)
    _bar(canvas, report)
    y = _TOP + 6
    pen.write(_MARGIN, y, "Payer" if report.by is AgingBy.PAYER else "Patient", colour=SOFT)
    for words, edge, colour in zip(BUCKET_WORDS, _EDGES, _BAR, strict=False):
        pen.write(edge, y, words, colour=SOFT, right=True)
        canvas.setFillColor(colour)
        canvas.rect(edge - width(words, BODY, SIZE) - 11, y, 6.5, 6.5, stroke=0, fill=1)
    pen.write(_EDGES[-1], y, "Total", colour=SOFT, right=True)
    pen.write(_OLD_EDGE, y, "Over 90", colour=SOFT, right=True)
    pen.rule(_TOP, INK)


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
    pen: Pen,
    y: float,
    name: str,
    amounts: tuple[Money, ...],
    total: Money,
    old: Money,
    font: str = BODY,
) -> None:
    pen.write(_MARGIN, y + 5, name, font, room=_NAME_ROOM)
    for amount, edge in zip(amounts, _EDGES, strict=False):
        pen.write(edge, y + 5, amount.plain(), font, colour=INK if amount else SOFT, right=True)
    pen.write(_EDGES[-1], y + 5, total.plain(), font, right=True)
    pen.write(
        _OLD_EDGE,
        y + 5,
        share_words(old, total),
        font,
        colour=_RED if _is_old(old, total) else INK,
        right=True,
    )
    pen.rule(y, LINE)


def _total(pen: Pen, y: float, report: AgingReport) -> None:
    pen.rule(y + _ROW, INK)
    _row(pen, y, "Total", report.amounts, report.total, report.over_90, BOLD)


def share_words(part: Money, whole: Money) -> str:
    """A part of the total as 13.4 %; nothing where there is no total above zero."""
    if whole <= ZERO:
        return ""
    tenths = (part.cents * 2000 + whole.cents) // (whole.cents * 2)
    return f"{tenths / 10:.1f} %"


def _is_old(part: Money, whole: Money) -> bool:
    """Half of it is older than 90 days."""
    return whole > ZERO and part * 2 >= whole
