"""TallTable: a RecordTable in which one column wraps; a row is as high as its pieces need, its other cells stay on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Generic

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Signal
from PySide6.QtWidgets import QAbstractItemView

from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.columns import Column, Group, Row, Totals
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Runs, paint, width
from clinicbill.ui.widgets.table_head import EDGE, PAD

if TYPE_CHECKING:
    from collections.abc import Hashable

    from PySide6.QtGui import QPainter, QResizeEvent

    from clinicbill.ui.colours import Role

Pieces = Sequence[Runs]
_LINE, _FIRST = 19, 27
_AT_ONCE = 80  # rows measured by a fill: more than a screen shows


def packed(pieces: Pieces, room: float, gap: float) -> list[list[Runs]]:
    """The pieces in lines: as many in each as fit, none ever cut."""
    lines: list[list[Runs]] = []
    left = 0.0
    for piece in pieces:
        wide = width(piece)
        if lines and wide <= left:
            lines[-1].append(piece)
        else:
            lines.append([piece])
            left = room
        left -= wide + gap
    return lines


class TallTable(RecordTable[Row], Generic[Row]):
    """`wraps` names the column that wraps and `pieces` gives what stands there, each piece whole."""

    fitted = Signal()  # the rows may have other heights now

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Row]],
        *,
        wraps: str,
        pieces: Callable[[Row], Pieces],
        gap: int = 14,
        identity: Callable[[Row], Hashable] = id,
        tint: Callable[[Row], Role | None] | None = None,
    ) -> None:
        self._pieces, self._gap = pieces, gap
        self._at = next(n for n, column in enumerate(columns) if column.title == wraps)
        drawn = [
            replace(column, draw=self._draw_pieces if n == self._at else _on_top(column))
            for n, column in enumerate(columns)
        ]
        self._fitted: set[int] = set()
        self._still = False
        super().__init__(name, drawn, identity=identity, tint=tint)
        self.head.sectionResized.connect(self._section_resized)
        self.verticalScrollBar().valueChanged.connect(self._fit_view)

    def fill(self, rows: Sequence[Row | Group[Row]], totals: Sequence[Totals] = ()) -> None:
        """Show other rows, each as high as it needs; a row far below is measured when it comes into view."""
        self._fitted.clear()
        self._still = True
        super().fill(rows, totals)
        self._still = False
        self._fit_again()
        self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps in other places."""
        super().resizeEvent(event)
        self._fit_view()
        self.fitted.emit()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """The rows above the one that is wanted must have their height first."""
        if index.isValid() and not self._still:
            self._fit_upward(index.row())
            self.updateGeometries()  # else it scrolls only as far as the old heights allow
        super().scrollTo(index, hint)

    @property
    def height_of_rows(self) -> int:
        """Pixels the head and all rows take; rows not measured yet, far below any screen, count as one line."""
        return self.head.sizeHint().height() + self.verticalHeader().length()

    def measure_again(self) -> None:
        """After the text size changed."""
        super().measure_again()
        self._fit_again()

    def _section_resized(self, section: int, _before: int, _after: int) -> None:
        if section == self._at and not self._still:
            self._fit_again()

    def _room(self) -> float:
        last = self._at == self.model_of().columnCount() - 1
        return self.columnWidth(self._at) - (EDGE if self._at == 0 else PAD) - (EDGE if last else PAD)

    def _fit_again(self) -> None:
        """Measure anew what a screen can show, from the top and where the view is."""
        self._fitted.clear()
        for row in range(min(self.model_of().rowCount(), _AT_ONCE)):
            self._fit(row)
        self._fit_view()
        self.fitted.emit()

    def _fit_view(self, _value: int = 0) -> None:
        """Measure the rows in view, and the last ones, which decide how far one can scroll."""
        if self._still:
            return
        count, left = self.model_of().rowCount(), self.viewport().height()
        for row in range(self.verticalScrollBar().value(), count):
            if left < 0:
                break
            left -= self._fit(row)
        self._fit_upward(count - 1)

    def _fit_upward(self, row: int) -> None:
        """Measure the rows that fill a view of which this one is the last."""
        left = self.viewport().height()
        for above in range(row, -1, -1):
            if left < 0:
                break
            left -= self._fit(above)

    def _fit(self, row: int) -> int:
        """Give a row its height; pixels."""
        if row not in self._fitted:
            self._fitted.add(row)
            record = self.model_of().record(row)
            if record is not None:
                more = max(len(packed(self._pieces(record), self._room(), self._gap)) - 1, 0)
                self.set_height(row, scaled(_FIRST + _LINE * more))
        return self.rowHeight(row)

    def _draw_pieces(self, painter: QPainter, room: QRectF, row: Row) -> None:
        line = QRectF(room.left(), room.top(), room.width(), scaled(_FIRST))
        for pieces in packed(self._pieces(row), room.width(), self._gap):
            at = line.left()
            for piece in pieces:
                wide = width(piece)
                paint(painter, QRectF(at, line.top(), wide, line.height()), piece)
                at += wide + self._gap
            line.translate(0, scaled(_LINE))


def _on_top(column: Column[Row]) -> Callable[[QPainter, QRectF, Row], None]:
    """Paints a cell in the first line of a tall row."""

    def draw(painter: QPainter, room: QRectF, row: Row) -> None:
        first = QRectF(room.left(), room.top(), room.width(), scaled(_FIRST))
        paint(painter, first, column.runs(row), right=column.right)

    return draw
