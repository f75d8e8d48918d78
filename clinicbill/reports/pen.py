"""Pen: writes words, rules and the foot of a printed report, and knows which page has letters no font of ours has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.colors import Color, HexColor

from clinicbill.reports.fonts import BODY, MISSING, fitted, font_for, printable, width

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

INK, SOFT, LINE = HexColor("#1b1f29"), HexColor("#5a6172"), HexColor("#c9cdd6")
SIZE = 9.0
_SMALL, _FOOT, _BELOW = 8.0, 34.0, 22.0
_PROOF = "Computed from the ledger; every figure agrees with its entries."
_LACKING = "Some letters are not in the printing font; the CSV has them."


class Pen:
    """Writes on the pages of one report, in points, between two margins."""

    def __init__(self, canvas: Canvas, left_edge: float, right_edge: float) -> None:
        self._canvas, self._left, self._right = canvas, left_edge, right_edge
        self._lacking = False

    def write(
        self,
        x: float,
        y: float,
        text: str,
        font: str = BODY,
        size: float = SIZE,
        colour: Color = INK,
        *,
        right: bool = False,
        room: float | None = None,
    ) -> None:
        """A text that begins at `x`, or ends there, cut with an ellipsis where it is wider than `room`."""
        shown = printable(text, font)
        self._lacking = self._lacking or MISSING in shown
        named = font_for(shown, font)
        if room is not None:
            shown = fitted(shown, named, size, room)
        self._canvas.setFillColor(colour)
        self._canvas.setFont(named, size)
        self._canvas.drawString(x - width(shown, named, size) if right else x, y, shown)

    def rule(self, y: float, colour: Color) -> None:
        """A line across the page."""
        self._canvas.setStrokeColor(colour)
        self._canvas.setLineWidth(0.5)
        self._canvas.line(self._left, y, self._right, y)

    def foot(self, number: int, pages: int) -> None:
        """What the figures rest on, the page, and whether a letter of this page is missing; the next page begins."""
        self.write(self._left, _FOOT, _PROOF, size=_SMALL, colour=SOFT)
        self.write(self._right, _FOOT, f"Page {number} of {pages}", size=_SMALL, colour=SOFT, right=True)
        if self._lacking:
            self.write(self._left, _BELOW, _LACKING, size=_SMALL, colour=SOFT)
        self._lacking = False
        self._canvas.showPage()
