"""PaperForm: the CMS-1500 of a claim, walked box by box with Tab, the arrows or the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clinicbill.cms1500.layout import BoxArea, box_areas, box_at
from clinicbill.ui.claims.lens import CARRIER, Lens
from clinicbill.ui.claims.paper_art import Look, paint_form, paint_page
from clinicbill.ui.colours import Role, colour, paper_colour
from clinicbill.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent

    from clinicbill.cms1500.boxes import Texts
    from clinicbill.ui.claims.reads import Box

_TYPING_PAUSE = 900  # milliseconds after which typed digits begin a new box number
_ZOOMS = {"+": 1, "=": 1, "-": -1, "\u2212": -1}
FIRST: Box = ("1", 0)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PaperForm(QWidget):
    """One sheet. `chosen` tells the box under the cursor, `opened` that Enter or a double click asks for its field."""

    chosen = Signal(object)  # Box
    opened = Signal(object)  # Box
    zoomed = Signal(int)  # steps larger or smaller
    turned = Signal(int)  # sheets on or back
    entered = Signal()  # the keyboard came here or left
    resized = Signal()  # another zoom: a picture of the page is wanted anew

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lens = Lens(0.9)
        self._texts: Texts = {}
        self._page: QImage | None = None
        self._boxes: list[Box] = []
        self._tints: Mapping[Box, Role] = {}
        self._current: Box | None = None
        self._hovered: Box | None = None
        self._typed = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._forget_typed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Paper 1500")
        theme().changed.connect(self.update)

    # What it shows ---------------------------------------------------------------------------------

    def show_sheet(self, texts: Texts, lines: int) -> None:
        """Show the texts of a sheet with that many service lines; boxes of empty lines cannot be chosen."""
        self._texts = texts
        self._boxes = list(
            dict.fromkeys((area.item, area.line) for area in box_areas() if area.line <= lines)
        )
        if self._current not in self._boxes:
            self._current = None
        self.update()

    def show_page(self, page: QImage | None) -> None:
        """The picture of the page as it prints; it is shown while the lens is true."""
        self._page = page
        self.update()

    def show_edits(self, tints: Mapping[Box, Role]) -> None:
        """Tint the boxes that edits speak of."""
        self._tints = tints
        self.update()

    @property
    def current(self) -> Box | None:
        """The box under the cursor."""
        return self._current

    @property
    def boxes(self) -> list[Box]:
        """Every box that can be chosen, in reading order."""
        return list(self._boxes)

    def choose(self, box: Box) -> bool:
        """Put the cursor on a box; whether the sheet has it."""
        if box not in self._boxes:
            return False
        self._current = box
        self.update()
        self.chosen.emit(box)
        return True

    def describe(self, words: str) -> None:
        """What a screen reader says of the current box."""
        self.setAccessibleName(f"Paper 1500, {words}")

    def set_zoom(self, zoom: float, *, true: bool = False) -> None:
        """Pixels for one point of the sheet; `true` as on paper, without making room for captions."""
        self.lens = Lens(zoom, true)
        self.setFixedSize(*self.lens.size)
        self.update()
        self.resized.emit()

    def areas(self, box: Box) -> list[BoxArea]:
        """The rectangles of a box."""
        return [area for area in box_areas() if (area.item, area.line) == box]

    # Keys ------------------------------------------------------------------------------------------

    def step(self, by: int) -> bool:
        """The next or previous box in reading order; whether there is one."""
        if not self._boxes:
            return False
        if self._current is None:
            return self.choose(FIRST if FIRST in self._boxes else self._boxes[0])
        at = self._boxes.index(self._current) + by
        return 0 <= at < len(self._boxes) and self.choose(self._boxes[at])

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab goes through the boxes, and on from the last one."""
        return self.step(1 if forward else -1) or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbour, Enter opens the field, digits go to the box of that number."""
        key = Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in _ARROWS:
            self._go(*_ARROWS[key])
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._boxes:
            self.choose(self._boxes[0 if key == Qt.Key.Key_Home else -1])
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.opened.emit(self._current)
        elif plain and key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif event.text() in _ZOOMS:
            self.zoomed.emit(_ZOOMS[event.text()])
        elif plain and event.text().isalnum():
            self._type(event.text())
        else:
            super().keyPressEvent(event)

    def _go(self, x: int, y: int) -> None:
        """The nearest box in a direction: along it first, then beside it."""
        if self._current is None:
            self.step(1)
            return
        here = self.lens.area(self.areas(self._current)[0])
        nearest: tuple[float, Box] | None = None
        for area in box_areas():
            box = (area.item, area.line)
            there = self.lens.area(area)
            ahead = (there.center().x() - here.center().x()) * x + (
                there.center().y() - here.center().y()
            ) * y
            beyond = _beyond(here.left(), here.right(), there.left(), there.right(), x)
            beyond += _beyond(here.top(), here.bottom(), there.top(), there.bottom(), y)
            if box == self._current or box not in self._boxes or ahead <= 0 or beyond < -1:
                continue
            aside = _aside(here, there, across=bool(y))
            rank = ahead + 4 * aside
            if nearest is None or rank < nearest[0]:
                nearest = (rank, box)
        if nearest is not None:
            self.choose(nearest[1])

    def _type(self, letter: str) -> None:
        self._typed += letter.upper()
        self._pause.start(_TYPING_PAUSE)
        found = find_box(self._typed, self._boxes, self._current)
        if found is None:
            self._typed = letter.upper()
            found = find_box(self._typed, self._boxes, self._current)
        if found is not None:
            self.choose(found)

    def _forget_typed(self) -> None:
        self._typed = ""

    # Mouse -----------------------------------------------------------------------------------------

    def _box_under(self, place: QPointF) -> Box | None:
        x, top = self.lens.points(place.x(), place.y())
        area = box_at(x, top)
        box = (area.item, area.line) if area is not None else None
        if top < CARRIER[3] and not self.lens.true:
            box = ("carrier", 0)
        return box if box in self._boxes else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the box under the mouse."""
        super().mousePressEvent(event)
        box = self._box_under(event.position())
        if box is not None:
            self.choose(box)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open its field."""
        box = self._box_under(event.position())
        if box is not None:
            self.opened.emit(box)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would choose."""
        self._hover(self._box_under(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse."""
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, box: Box | None) -> None:
        if box != self._hovered:
            self._hovered = box
            self.setCursor(Qt.CursorShape.PointingHandCursor if box else Qt.CursorShape.ArrowCursor)
            self.update()

    # Painting --------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The current box gets its ring; the first time it is item 1."""
        super().focusInEvent(event)
        if self._current is None:
            self.step(1)
        self.update()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes, the box stays marked."""
        super().focusOutEvent(event)
        self.update()
        self.entered.emit()

    def sizeHint(self) -> QSize:
        """The whole form."""
        return QSize(*self.lens.size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the form."""
        painter = QPainter(self)
        true = self.lens.true
        painter.fillRect(event.rect(), paper_colour(Role.PAPER) if true else colour(Role.PAPER))
        look = Look(current=self._current, hovered=self._hovered, focused=self.hasFocus(), tints=self._tints)
        if true:
            paint_page(painter, self.lens, self._page, look)
        else:
            paint_form(painter, self.lens, self._texts, look)
        painter.end()


def _beyond(here_low: float, here_high: float, there_low: float, there_high: float, way: int) -> float:
    """How far a rectangle begins beyond this one, on the axis of the arrow; 0 on the other axis."""
    if way > 0:
        return there_low - here_high
    return here_low - there_high if way < 0 else 0.0


def _aside(here: object, there: object, *, across: bool) -> float:
    """How far apart two rectangles lie beside the arrow's way; 0 where they overlap."""
    low, high = ("left", "right") if across else ("top", "bottom")
    a, b = getattr(here, low)(), getattr(here, high)()
    c, d = getattr(there, low)(), getattr(there, high)()
    return float(max(c - b, a - d, 0.0))


def find_box(typed: str, boxes: list[Box], near: Box | None = None) -> Box | None:
    """The box with this number, such as 24D or 1a; of item 24 the one on the line the cursor is on."""
    wanted = typed.strip().casefold()
    if not wanted:
        return None
    line = near[1] if near is not None and near[1] else 1
    exact = [box for box in boxes if box[0].casefold() == wanted]
    found = exact or [box for box in boxes if box[0].casefold().startswith(wanted)]
    return next((box for box in found if box[1] in (0, line)), found[0] if found else None)
