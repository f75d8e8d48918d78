"""A query to the provider on paper: what the note says, what is asked, room for the answer and a signature.

Source of what it holds and leaves out: ACDIS/AHIMA, Guidelines for Achieving a Compliant Query Practice, 2022 update
(clinical indicators cited; no code, no payment; options for others and for what cannot be said).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from clinicbill.basics.dates import slashed
from clinicbill.coding.queries.query import OTHER, CodingQuery, QueryKind
from clinicbill.reports.fonts import BOLD, font_for, printable, register, wrapped
from clinicbill.reports.pen import INK, LINE, SOFT, Pen

if TYPE_CHECKING:
    from clinicbill.coding.queries.query import Indicator

_WIDTH, _HEIGHT = letter
_LEFT, _RIGHT = 64.0, _WIDTH - 64.0
_TOP, _BOTTOM = _HEIGHT - 72.0, 84.0
_SIZE, _SMALL, _TITLE, _LEAD = 10.5, 8.5, 17.0, 15.0
_FACT = 78.0
_INDENT, _BOX = 22.0, 9.5
_ANSWER_LINES, _ANSWER_STEP = 4, 24.0
_CONTROL = (
    "Please answer in your own clinical judgment; every answer is welcome, also that it cannot be said."
)
_KEPT = "This question and its answer are kept with the record of the visit."


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryLetter:
    """A query with the names around it.

    Attributes:
        chart_number, born_on: tell two patients of one name apart.
        asked_by: the person at the office whom to ask back.
    """

    query: CodingQuery
    practice: str
    provider: str
    patient: str
    chart_number: str
    born_on: date
    service_on: date
    asked_by: str


def query_pdf(asked: QueryLetter) -> bytes:
    """The letter as a PDF on US Letter; the same query always gives the same bytes."""
    register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, invariant=1)
    canvas.setTitle(f"Query about the visit of {slashed(asked.service_on)}")
    canvas.setAuthor(printable(asked.practice))
    _Sheet(canvas, asked).draw()
    canvas.save()
    return out.getvalue()


class _Sheet:
    """Writes downward and goes on to a new page where there is no room."""

    def __init__(self, canvas: Canvas, asked: QueryLetter) -> None:
        self._canvas, self._asked = canvas, asked
        self._pen = Pen(canvas, _LEFT, _RIGHT)
        self._y, self._page = _TOP, 1

    def draw(self) -> None:
        """All of it."""
        self._head()
        query = self._asked.query
        self._heading("From the record")
        for place, cited in enumerate(query.indicators, 1):
            self._indicator(place, cited)
        self._heading("Question")
        self._paragraph(query.question)
        if query.kind is QueryKind.OPEN:
            self._answer_lines(_ANSWER_LINES)
        else:
            for place, choice in enumerate(query.choices):
                self._choice(choice, self._support(place))
        self._signature()
        self._foot()

    def _head(self) -> None:
        asked = self._asked
        self._pen.write(_LEFT, self._y, asked.practice, BOLD, _SIZE, room=_RIGHT - _LEFT)
        self._y -= 34
        self._pen.write(_LEFT, self._y, "Question about a visit note", BOLD, _TITLE)
        self._y -= 26
        born = f"born {slashed(asked.born_on)}, chart {asked.chart_number}"
        for label, value in (
            ("To", asked.provider),
            ("Patient", f"{asked.patient}, {born}"),
            ("Visit", slashed(asked.service_on)),
            ("Asked", f"{slashed(asked.query.asked_on)} by {asked.asked_by}"),
        ):
            self._pen.write(_LEFT, self._y, label, size=_SIZE, colour=SOFT)
            self._pen.write(_LEFT + _FACT, self._y, value, size=_SIZE, room=_RIGHT - _LEFT - _FACT)
            self._y -= _LEAD
        self._y -= 4
        self._paragraph(_CONTROL, soft=True)

    def _heading(self, words: str) -> None:
        self._room(3 * _LEAD)
        self._y -= 10
        self._pen.rule(self._y + _LEAD - 2, LINE)
        self._pen.write(_LEFT, self._y - 4, words, BOLD, _SIZE)
        self._y -= _LEAD + 6

    def _indicator(self, place: int, cited: Indicator) -> None:
        said = f"“{' '.join(cited.text.split())}”"
        where = "" if cited.where == "note" else f" ({cited.where})"
        self._pen.write(_LEFT, self._y, f"{place}.", size=_SIZE, colour=SOFT)
        self._paragraph(said + where, indent=_INDENT)

    def _support(self, place: int) -> str:
        """Which indicators an option rests on, by their numbers."""
        options = self._asked.query.options
        cited = options[place].indicators if place < len(options) else ()
        return ", ".join(str(number + 1) for number in cited)

    def _choice(self, words: str, support: str) -> None:
        self._room(_LEAD + 4)
        self._canvas.setStrokeColor(INK)
        self._canvas.setLineWidth(0.8)
        self._canvas.rect(_LEFT, self._y - 1.5, _BOX, _BOX)
        if words == OTHER:
            self._pen.write(_LEFT + _INDENT, self._y, "Other, please say:", size=_SIZE)
            self._canvas.setLineWidth(0.5)
            self._canvas.line(_LEFT + 118, self._y - 2, _RIGHT, self._y - 2)
            self._y -= _LEAD + 5
            return
        if support:
            self._pen.write(_RIGHT, self._y, f"see {support}", size=_SMALL, colour=SOFT, right=True)
        self._paragraph(words, indent=_INDENT, right=60, after=5)

    def _answer_lines(self, count: int) -> None:
        self._room(count * _ANSWER_STEP)
        for _ in range(count):
            self._y -= _ANSWER_STEP
            self._pen.rule(self._y + 8, LINE)

    def _signature(self) -> None:
        self._room(70)
        self._y -= 52
        half = (_RIGHT - _LEFT) * 0.62
        self._canvas.setStrokeColor(INK)
        self._canvas.setLineWidth(0.6)
        self._canvas.line(_LEFT, self._y, _LEFT + half, self._y)
        self._canvas.line(_LEFT + half + 24, self._y, _RIGHT, self._y)
        self._pen.write(
            _LEFT, self._y - 12, f"Signature, {self._asked.provider}", size=_SMALL, colour=SOFT, room=half
        )
        self._pen.write(_LEFT + half + 24, self._y - 12, "Date", size=_SMALL, colour=SOFT)

    def _paragraph(
        self, words: str, *, indent: float = 0.0, right: float = 0.0, soft: bool = False, after: float = 4.0
    ) -> None:
        size = _SMALL if soft else _SIZE
        shown = printable(words)
        for line in wrapped(shown, font_for(shown), size, _RIGHT - _LEFT - indent - right):
            self._room(_LEAD)
            self._pen.write(_LEFT + indent, self._y, line, size=size, colour=SOFT if soft else INK)
            self._y -= _LEAD
        self._y -= after

    def _room(self, needed: float) -> None:
        if self._y - needed >= _BOTTOM:
            return
        self._foot()
        self._canvas.showPage()
        self._y, self._page = _TOP, self._page + 1

    def _foot(self) -> None:
        self._pen.write(_LEFT, 46, _KEPT, size=_SMALL, colour=SOFT)
        self._pen.write(_RIGHT, 46, f"Page {self._page}", size=_SMALL, colour=SOFT, right=True)
