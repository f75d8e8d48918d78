"""TallTable: a RecordTable in which one column wraps; a row is as high as its pieces need, its other cells stay on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Generic

from PySide6.QtCore import QRectF, Signal

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


def level(table: RecordTable[Row]) -> None:
    """Give the rows of group heads the height of records again, before other rows take their places."""
    heads = table.verticalHeader()
    for row, entry in enumerate(table.model_of().entries):
        if isinstance(entry, Group):
            heads.resizeSection(row, heads.defaultSectionSize())


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
        super().__init__(name, drawn, identity=identity, tint=tint)
        self.head.sectionResized.connect(self._section_resized)

    def fill(self, rows: Sequence[Row | Group[Row]], totals: Sequence[Totals] = ()) -> None:
        """Show other rows, each as high as it needs."""
        super().fill(rows, totals)
        self._fit_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps in other places."""
        super().resizeEvent(event)
        self._fit_rows()

    @property
    def height_of_rows(self) -> int:
        """Pixels the head and all rows take."""
        return self.head.sizeHint().height() + sum(
            self.rowHeight(row) for row in range(self.model_of().rowCount())
        )

    def _section_resized(self, section: int, _before: int, _after: int) -> None:
        if section == self._at:
            self._fit_rows()

    def _room(self) -> float:
        last = self._at == self.model_of().columnCount() - 1
        return self.columnWidth(self._at) - (EDGE if self._at == 0 else PAD) - (EDGE if last else PAD)

    def _fit_rows(self) -> None:
        heads, room = self.verticalHeader(), self._room()
        for row in range(self.model_of().rowCount()):
            record = self.model_of().record(row)
            pieces = self._pieces(record) if record is not None else ()
            more = max(len(packed(pieces, room, self._gap)) - 1, 0)
            heads.resizeSection(row, scaled(_FIRST + _LINE * more))
        self.fitted.emit()

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
