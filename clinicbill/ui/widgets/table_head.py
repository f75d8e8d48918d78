"""TableHead: column heads aligned as their columns, with swatches, and an arrow only once sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from clinicbill.ui import icons
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import MEDIUM, Step, metrics, scaled, shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent, QPainter

    from clinicbill.ui.widgets.columns import Column

EDGE = 16  # where the first column starts and the last one ends
PAD = 7


def cell_room(place: QRect, column: int, last: int) -> QRectF:
    """Where words stand in a cell or head."""
    left = EDGE if column == 0 else PAD
    right = EDGE if column == last else PAD
    return QRectF(place).adjusted(left, 0, -right, 0)


class TableHead(QHeaderView):
    """The line of heads above a list."""

    asked = Signal(str, bool)  # name to sort by, descending

    def __init__(self, columns: Sequence[Column[Any]], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = tuple(columns)
        self._sorted: tuple[str, bool] | None = None
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(8)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """26 pixels high at 100 %."""
        return QSize(super().sizeHint().width(), scaled(26))

    def show_sorted(self, name: str, *, descending: bool) -> None:
        """Mark the column the page sorted by."""
        self._sorted = (name, descending)
        self.viewport().update()

    def title_width(self, section: int) -> float:
        """Pixels the head needs, without its padding."""
        column = self._columns[section]
        words = metrics(Step.SOURCE, MEDIUM).horizontalAdvance(column.title)
        return words + (scaled(14) if column.swatch else 0) + (scaled(14) if column.sort else 0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask the page to sort; it asks SQL."""
        super().mouseReleaseEvent(event)
        at = self.logicalIndexAt(event.position().toPoint())
        name = self._columns[at].sort if 0 <= at < len(self._columns) else ""
        if name:
            again = self._sorted is not None and self._sorted[0] == name
            self.show_sorted(name, descending=again and not (self._sorted and self._sorted[1]))
            self.asked.emit(*(self._sorted or (name, False)))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Paint one head: no ground, one strong line below."""
        column = self._columns[logical]
        painter.fillRect(rect, colour(Role.SURFACE))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour(Role.LINE))
        room = cell_room(rect, logical, len(self._columns) - 1)
        measured = metrics(Step.SOURCE, MEDIUM)
        words = measured.elidedText(column.title, Qt.TextElideMode.ElideRight, room.width() + 2)
        wide = measured.horizontalAdvance(words)
        left = room.right() - wide if column.right else room.left()
        painter.setFont(shared(Step.SOURCE, MEDIUM))
        painter.setPen(colour(Role.TEXT3))
        middle = rect.center().y()
        painter.drawText(QPointF(left, round(middle + 1 + measured.capHeight() / 2)), words)
        if column.swatch:
            painter.fillRect(QRectF(left - scaled(14), middle - 4, 9, 9), column.swatch())
        if self._sorted and column.sort == self._sorted[0]:
            arrow = "chevron-down" if self._sorted[1] else "chevron-up"
            corner = QPointF(left - scaled(14) if column.right else left + wide + 2, middle - scaled(5))
            icons.draw(painter, arrow, Role.TEXT3, corner, scaled(11))
