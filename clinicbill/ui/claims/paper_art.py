"""Paints the CMS-1500 with a claim's texts where they print, in the window's colours, sharp at any zoom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from clinicbill.cms1500.layout import BoxArea, FormField, area_of, box_areas, layout
from clinicbill.ui.claims.captions import LINE_HEADS, MARKS, caption
from clinicbill.ui.claims.lens import CARRIER, LEFT, RIGHT
from clinicbill.ui.claims.reads import Box
from clinicbill.ui.colours import Role, colour, paper_colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor, QImage

    from clinicbill.cms1500.boxes import Texts
    from clinicbill.cms1500.layout import Place
    from clinicbill.ui.claims.lens import Lens

_HEADS = (504.0, 528.0)
_NARROWEST = 80  # per cent: how far words of check boxes may be squeezed together
_RELATED = (227.2, 216.0, 371.7, 240.0)
_LOW = 16.0  # an area lower than this has its caption beside the value
_SIDE = 9.0  # of a check box
_INSET = QPointF(1.5, 0.0)  # pixels that keep a value off the rule at its left
_CLOSE = ((456.0, 504.0), (696.0, 706.0))  # rows whose first text stands close under a rule, here set lower
_LOWER = QPointF(1.5, 1.5)
_CENTRE = (3.6, 3.5)  # of a cross, from the start of its text


@dataclass(frozen=True, slots=True)
class Look:
    """What is drawn besides the form: which box is current, which is under the mouse, which have edits."""

    current: Box | None = None
    hovered: Box | None = None
    focused: bool = False
    tints: Mapping[Box, Role] = field(default_factory=dict)


@cache
def _right_of(place: Place) -> float:
    """The rule right of a field, in points: what reaches it on the screen moves off it; an item in parts has several."""
    found = [area.right for area in box_areas() if (area.item, area.line) == area_of(place)]
    return found[0] if len(found) == 1 else RIGHT


def paint_form(painter: QPainter, lens: Lens, texts: Texts, look: Look) -> None:
    """Paint one form."""
    _Form(painter, lens, texts, look).paint()


def paint_page(painter: QPainter, lens: Lens, page: QImage | None, look: Look) -> None:
    """Paint the page as it prints; what is looked at is marked over it, as with a marker pen."""
    if page is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(QPointF(0, 0), QSizeF(*lens.size)), page)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    _Form(painter, lens, {}, look).mark()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    _Form(painter, lens, {}, look).ring()


class _Form:
    """One painting of one form."""

    def __init__(self, painter: QPainter, lens: Lens, texts: Texts, look: Look) -> None:
        self.painter, self.lens, self.texts, self.look = painter, lens, texts, look
        self.sheet = layout()

    def paint(self) -> None:
        self._grounds()
        self._rules()
        self._captions()
        self._values()
        self._crosses()
        self._mark_current(colour(Role.ACCENT))

    def mark(self) -> None:
        """Only what is looked at and what has edits."""
        for box, role in (
            *self.look.tints.items(),
            (self.look.hovered, Role.HOVER),
            (self.look.current, Role.SEL),
        ):
            for area in self._areas(box):
                self.painter.fillRect(self.lens.area(area), paper_colour(role))

    def ring(self) -> None:
        """Only the frame of the current box."""
        self._mark_current(paper_colour(Role.ACCENT))

    def _top(self, field: FormField) -> float:
        """Points from the top of the sheet to a field's baseline."""
        return self.sheet.height - field.y

    def _start(self, field: FormField, x: float) -> QPointF:
        """Where a value begins, a little off the rules beside and above it."""
        top = self._top(field)
        close = any(start <= top <= end for start, end in _CLOSE)
        return self.lens.place(x, top) + (_LOWER if close else _INSET)

    def _areas(self, box: Box | None) -> list[BoxArea]:
        return [area for area in box_areas() if (area.item, area.line) == box]

    def _grounds(self) -> None:
        for area in box_areas():
            place = self.lens.area(area)
            if area.part == "shaded":
                self.painter.fillRect(place, colour(Role.SUB))
            tint = self.look.tints.get((area.item, area.line))
            if tint is not None:
                self.painter.fillRect(place, colour(tint))
        for box, role in ((self.look.hovered, Role.HOVER), (self.look.current, Role.SEL)):
            for area in self._areas(box):
                self.painter.fillRect(self.lens.area(area), colour(role))

    def _rules(self) -> None:
        self.painter.setPen(QPen(colour(Role.PAPER_LINE), 1))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        for area in box_areas():
            if not area.line:
                self.painter.drawRect(self.lens.area(area))
        self.painter.drawRect(self.lens.box(*_RELATED))
        top, bottom = _HEADS
        self.painter.drawRect(self.lens.box(LEFT, top, RIGHT, bottom))
        for left, _ in LINE_HEADS[1:]:
            self._upright(left, top, bottom)
        for line in range(1, self.sheet.lines + 1):
            self._outline_line(line)

    def _outline_line(self, line: int) -> None:
        """One service line: an outline and its columns, which leave out the upper half where it is written on."""
        top = _HEADS[1] + (line - 1) * self.sheet.line_step
        bottom = top + self.sheet.line_step
        written = any(item == f"24.{line}" and name == "supplemental_AtoG" for item, name in self.texts)
        self.painter.drawRect(self.lens.box(LEFT, top, RIGHT, bottom))
        for left, head in LINE_HEADS[1:]:
            free = not written or head[0] in "HIJ"
            self._upright(left, top if free else (top + bottom) / 2, bottom)

    def _upright(self, x: float, top: float, bottom: float) -> None:
        at = self.lens.across(x) + 0.5
        self.painter.drawLine(QLineF(at, self.lens.down(top) + 0.5, at, self.lens.down(bottom) + 0.5))

    def _captions(self) -> None:
        self.painter.setFont(self.lens.caption_font)
        for area in box_areas():
            words = caption(area)
            if words:
                self._caption(area, words)
        self.painter.setPen(colour(Role.TEXT2))
        for left, words in LINE_HEADS:
            self._words(left, _HEADS[0], words)
        self._words(_RELATED[0], _RELATED[1], "10 Related to")
        self._letters()

    def _caption(self, area: BoxArea, words: str) -> None:
        is_current = (area.item, area.line) == self.look.current
        self.painter.setPen(colour(Role.ACCENT if is_current else Role.TEXT2))
        if area.bottom - area.top < _LOW or area.item == "carrier":
            place = self.lens.area(area)
            at = place.center().y() + self.lens.caption_metrics.capHeight() / 2
            self.painter.drawText(QPointF(place.left() + 3, at), words)
            return
        measured = self.lens.caption_metrics
        room = self.lens.area(area).width() - 5
        self._words(area.left, area.top, measured.elidedText(words, Qt.TextElideMode.ElideRight, room))

    def _words(self, left: float, top: float, words: str) -> None:
        """Words in the upper left corner of a rectangle."""
        corner = QPointF(self.lens.across(left) + 3, self.lens.down(top) + 3)
        self.painter.drawText(corner + QPointF(0, self.lens.caption_metrics.capHeight()), words)

    def _letters(self) -> None:
        """A to L beside the diagnoses, and what the single digit above them is."""
        self.painter.setPen(colour(Role.TEXT3))
        for (item, name), place in self.sheet.fields.items():
            if item == "21":
                words = "ICD" if name == "icd_indicator" else name
                wide = self.lens.caption_metrics.horizontalAdvance(words)
                self.painter.drawText(self._start(place, place.x) - QPointF(wide + 4, 0), words)

    def _values(self) -> None:
        self.painter.setFont(self.lens.value_font)
        self.painter.setPen(colour(Role.TEXT))
        self._payer()
        measured = QFontMetricsF(self.lens.value_font)
        for place, text in self.texts.items():
            one = self.sheet.fields.get(place)
            if one is not None and one.align != "mark" and one.item not in ("carrier", "sheet"):
                start = self._start(one, one.start(text, self.sheet.advance))
                beyond = start.x() + measured.horizontalAdvance(text) + 1 - self.lens.across(_right_of(place))
                self.painter.drawText(start - QPointF(min(max(beyond, 0.0), _INSET.x() + 0.5), 0), text)

    def _payer(self) -> None:
        """The four lines of the address as one."""
        parts = [text for (item, _), text in self.texts.items() if item == "carrier"]
        place = self.lens.box(*CARRIER)
        measured = QFontMetricsF(self.lens.value_font)
        left = place.left() + self.lens.caption_metrics.horizontalAdvance("Payer") + 12
        words = measured.elidedText("  ".join(parts), Qt.TextElideMode.ElideRight, place.right() - left)
        self.painter.drawText(QPointF(left, place.center().y() + measured.capHeight() / 2), words)

    def _crosses(self) -> None:
        marks: dict[Box, list[FormField]] = {}
        for place, one in self.sheet.fields.items():
            if one.align == "mark":
                marks.setdefault(area_of(place), []).append(one)
        self.painter.setFont(self.lens.caption_font)
        for box, fields in marks.items():
            self._row_of_crosses(self._areas(box)[0], sorted(fields, key=lambda one: one.x))

    def _row_of_crosses(self, area: BoxArea, fields: Sequence[FormField]) -> None:
        """Boxes where they stand on paper, their words behind them; closer together where they would not fit."""
        words = [_word(one) for one in fields]
        side, lens = _SIDE * self.lens.zoom, self.lens
        wide = [lens.caption_metrics.horizontalAdvance(one) + side + 3 for one in words]
        starts = [lens.place(one.x + _CENTRE[0], 0).x() - side / 2 for one in fields]
        ends = [*starts[1:], lens.area(area).right()]
        if any(start + width > end for start, width, end in zip(starts, wide, ends, strict=True)):
            if len(fields) == 2:
                self._pair(fields, starts, words)
                return
            starts = self._squeezed(lens.area(area), wide)
        for one, start, word in zip(fields, starts, words, strict=True):
            self._cross(one, start, word)
        self.painter.setFont(lens.caption_font)

    def _squeezed(self, room: QRectF, wide: Sequence[float]) -> list[float]:
        """Starts that share out the room; where it is too small the words become narrower."""
        free = room.width() - 8
        share = min(free / (sum(wide) + 4 * (len(wide) - 1)), 1.0)
        if share < 1:
            narrow = QFont(self.lens.caption_font)
            narrow.setStretch(max(round(share * 100) - 2, _NARROWEST))
            self.painter.setFont(narrow)
        gap = max((free - sum(wide) * share) / max(len(wide) - 1, 1), 0)
        starts, at = [], room.left() + 4
        for width in wide:
            starts.append(at)
            at += width * share + min(gap, 14)
        return starts

    def _pair(self, fields: Sequence[FormField], starts: Sequence[float], words: Sequence[str]) -> None:
        """Two boxes side by side with no room for words: the word of the crossed one stands above them."""
        for one, start in zip(fields, starts, strict=True):
            self._cross(one, start, "")
        area = self.lens.area(self._areas(area_of((fields[0].item, fields[0].name)))[0])
        metrics = self.lens.caption_metrics
        for one, word in zip(fields, words, strict=True):
            if (one.item, one.name) in self.texts:
                self.painter.setPen(colour(Role.TEXT))
                left = area.right() - metrics.horizontalAdvance(word) - 4
                self.painter.drawText(QPointF(left, area.top() + 3 + metrics.capHeight()), word)

    def _cross(self, field: FormField, left: float, word: str) -> None:
        side = round(_SIDE * self.lens.zoom)
        middle = self.lens.place(0, self._top(field) - _CENTRE[1]).y()
        box = QRectF(round(left) + 0.5, round(middle - side / 2) + 0.5, side - 1, side - 1)
        crossed = (field.item, field.name) in self.texts
        self.painter.setPen(QPen(colour(Role.TEXT if crossed else Role.FIELD), 1))
        self.painter.drawRect(box)
        if crossed:
            inner = box.adjusted(1.5, 1.5, -1.5, -1.5)
            self.painter.setPen(QPen(colour(Role.TEXT), 1.6))
            self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.painter.drawLine(inner.topLeft(), inner.bottomRight())
            self.painter.drawLine(inner.topRight(), inner.bottomLeft())
            self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        self._word_at(field, box.right() + 3, word)

    def _word_at(self, field: FormField, left: float, word: str) -> None:
        crossed = (field.item, field.name) in self.texts
        self.painter.setPen(colour(Role.TEXT if crossed else Role.TEXT2))
        middle = self.lens.place(0, self._top(field) - _CENTRE[1]).y()
        self.painter.drawText(QPointF(left, middle + self.lens.caption_metrics.capHeight() / 2), word)

    def _mark_current(self, accent: QColor) -> None:
        areas = self._areas(self.look.current)
        if not areas:
            return
        self.painter.setPen(QPen(accent, 2 if self.look.focused else 1))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        for area in areas:
            inset = 0.5 if self.look.focused else 0.0
            self.painter.drawRect(self.lens.area(area).adjusted(inset, inset, -inset, -inset))


def _word(field: FormField) -> str:
    return MARKS.get(field.name) or MARKS.get(field.name.rsplit("_", 1)[-1], "")
