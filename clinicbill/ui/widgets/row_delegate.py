"""RowDelegate: paints rows, group heads and totals with the theme's colours, straight from the runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, Step, scaled
from clinicbill.ui.widgets.columns import Column, Group, Totals
from clinicbill.ui.widgets.key_cap import cap_width, paint_cap
from clinicbill.ui.widgets.runs import Run, elided, paint, width
from clinicbill.ui.widgets.table_head import cell_room

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from clinicbill.ui.widgets.row_model import RowModel

Index = QModelIndex | QPersistentModelIndex
BAR = 3


class RowDelegate(QStyledItemDelegate):
    """Asks the model for runs instead of roles: a screen of rows paints in a few milliseconds."""

    def __init__(
        self, model: RowModel[Any], tint: Callable[[Any], Role | None] | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._tint = tint
        self._last = len(model.columns) - 1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        place: QRect = option.rect
        entry = self._model.entries[index.row()]
        if isinstance(entry, Group):
            self._paint_group(painter, place, entry, index)
        elif isinstance(entry, Totals):
            self._paint_totals(painter, place, entry, index)
        else:
            self._paint_record(painter, place, entry, index, selected=self._is_selected(option))

    def _is_selected(self, option: QStyleOptionViewItem) -> bool:
        return bool(option.state & QStyle.StateFlag.State_Selected)

    def _paint_record(
        self, painter: QPainter, place: QRect, record: object, index: Index, *, selected: bool
    ) -> None:
        column = self._model.columns[index.column()]
        self._paint_ground(painter, place, record, index, selected=selected)
        room = cell_room(place, index.column(), self._last)
        key = column.key(record) if selected and column.key is not None else ""
        if key:
            wide = cap_width(key)
            paint_cap(painter, room.right() - wide, place.center().y(), key)
            room.setRight(room.right() - wide - scaled(8))
        if column.draw is not None:
            column.draw(painter, room, record)
            return
        runs = column.runs(record)
        if column.stretch:
            runs = elided(runs, room.width())
        if selected and column.key is not None:
            runs = tuple(replace(run, weight=BOLD, role=Role.TEXT) for run in runs)
        paint(painter, room, runs, right=column.right)

    def _paint_ground(
        self, painter: QPainter, place: QRect, record: object, index: Index, *, selected: bool
    ) -> None:
        tint = self._tint(record) if self._tint is not None else None
        if tint is not None:
            painter.fillRect(place, colour(tint))
        if selected:
            focused = cast("QWidget", self.parent()).hasFocus()
            if tint is None:
                painter.fillRect(place, colour(Role.SEL if focused else Role.SEL_OFF))
            if index.column() == 0:
                painter.fillRect(QRect(place.left(), place.top(), BAR, place.height()), colour(Role.ACCENT))
        else:
            self._hairline(painter, place, Role.LINE)

    def _paint_group(self, painter: QPainter, place: QRect, group: Group[Any], index: Index) -> None:
        self._hairline(painter, place, Role.STRONG)
        room = cell_room(place, index.column(), self._last).adjusted(0, scaled(6), 0, 0)
        column = self._model.columns[index.column()]
        runs = tuple(replace(run, weight=BOLD) for run in self._model.runs(index.row(), index.column()))
        if index.column() == 0:
            if runs:  # a list of one column: the sum stands at its right end
                paint(painter, room, runs, right=True)
                room.setRight(room.right() - width(runs) - scaled(8))
            head = Run(group.name, weight=BOLD, gap=10, step=Step.SECONDARY)
            why = Run(group.why, Role.TEXT2, step=Step.SECONDARY)
            paint(painter, room, elided((head, why), room.width()))
            return
        paint(painter, room, runs, right=column.right)

    def _paint_totals(self, painter: QPainter, place: QRect, totals: Totals, index: Index) -> None:
        self._hairline(painter, place, Role.LINE)
        column: Column[Any] = self._model.columns[index.column()]
        room = cell_room(place, index.column(), self._last)
        draw = totals.draw.get(column.title)
        if draw is not None:
            draw(painter, room)
            return
        runs = totals.runs(column.title)
        paint(painter, room, elided(runs, room.width()) if column.stretch else runs, right=column.right)

    def _hairline(self, painter: QPainter, place: QRect, role: Role) -> None:
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, colour(role))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line edit on the cell, named for screen readers."""
        editor = QLineEdit(parent)
        column = self._model.columns[index.column()]
        editor.setAccessibleName(column.title)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with what the column says."""
        line = cast("QLineEdit", editor)
        line.setText(str(index.data(2) or ""))
        line.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """The editor covers its cell."""
        editor.setGeometry(QRect(option.rect))
