"""RecordTable: every list of the program, described by its columns and moved through by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, cast

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from clinicbill.ui.fonts import scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.columns import Column, Group, Row, Totals
from clinicbill.ui.widgets.key_cap import cap_width
from clinicbill.ui.widgets.row_delegate import RowDelegate
from clinicbill.ui.widgets.row_model import RowModel
from clinicbill.ui.widgets.runs import Value, runs_of, width
from clinicbill.ui.widgets.table_head import EDGE, PAD, TableHead

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

    from clinicbill.ui.colours import Role

_MEASURED = 300  # rows looked at to find a column's width
_STEPS = {
    QAbstractItemView.CursorAction.MoveUp: -1,
    QAbstractItemView.CursorAction.MovePrevious: -1,
    QAbstractItemView.CursorAction.MoveDown: 1,
    QAbstractItemView.CursorAction.MoveNext: 1,
}
# Home and End go to the first and last record, searching in this direction.
_ENDS = {QAbstractItemView.CursorAction.MoveHome: 1, QAbstractItemView.CursorAction.MoveEnd: -1}


class RecordTable(QTableView, Generic[Row]):
    """A list of records with group heads, states, totals; Enter opens, arrows move.

    `identity` names a record across fills, so that the selection stays where the eye is.
    """

    chosen = Signal(object)  # the record under the cursor, or None
    opened = Signal(object)  # Enter or a double click
    sort_asked = Signal(str, bool)  # name, descending
    typed = Signal(object, object, str)  # record, Column, text

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Row]],
        *,
        identity: Callable[[Row], Hashable] = id,
        tint: Callable[[Row], Role | None] | None = None,
        multi: bool = False,
        row_height: int = 27,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._identity = identity
        self._row_height = row_height
        self._widest = [0.0] * len(self._columns)
        self._told: object = self
        self._uneven: set[int] = set()  # rows that are not as high as a record
        self._model: RowModel[Row] = RowModel(columns, self)
        self.head = TableHead(columns, self)
        self.setHorizontalHeader(self.head)
        self.setModel(self._model)
        self.setItemDelegate(RowDelegate(self._model, tint, self))
        self.setAccessibleName(name)
        self._set_up(multi=multi)
        self.head.asked.connect(self.sort_asked)
        self._model.typed.connect(self.typed)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(self._open)
        theme().changed.connect(self.viewport().update)

    def _set_up(self, *, multi: bool) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if multi else mode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(8)
        self._level_rows()

    def _level_rows(self) -> None:
        """Every row as high as a record again: Qt keeps heights by place, whoever stands there next."""
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(scaled(self._row_height))
        for row in self._uneven:
            rows.resizeSection(row, rows.defaultSectionSize())
        self._uneven.clear()

    def set_height(self, row: int, pixels: int) -> None:
        """Give one row another height, until the next fill."""
        self._uneven.add(row)
        self.verticalHeader().resizeSection(row, pixels)

    def fill(self, rows: Sequence[Row | Group[Row]], totals: Sequence[Totals] = ()) -> None:
        """Show other rows; the selected record stays selected if it is still there, else its neighbour."""
        before = self.currentIndex().row()
        kept = self.current()
        key = None if kept is None else self._identity(kept)
        offset = self.verticalScrollBar().value()
        self.clearSpans()
        self._level_rows()
        self._model.fill(rows, totals)
        self._lay_out_groups()
        self._measure()
        if key is None or not self.select(key):
            self._select_near(before)
        self.verticalScrollBar().setValue(offset)
        self._tell()

    def current(self) -> Row | None:
        """The record under the cursor."""
        return self._model.record(self.currentIndex().row())

    def selected(self) -> list[Row]:
        """The selected records, top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [record for row in rows if (record := self._model.record(row)) is not None]

    def records(self) -> list[Row]:
        """All records, top to bottom, without group heads and totals."""
        return [cast("Row", e) for e in self._model.entries if not isinstance(e, Group | Totals)]

    def select(self, key: Hashable) -> bool:
        """Put the cursor on the record with this identity; whether it is there."""
        for row, entry in enumerate(self._model.entries):
            if not isinstance(entry, Group | Totals) and self._identity(entry) == key:
                self._go(row)
                return True
        return False

    def select_first(self) -> None:
        """Put the cursor on the first record."""
        self._select_near(0)

    def put(self, record: Row) -> None:
        """Show a changed record in the place of the one with the same identity."""
        key = self._identity(record)
        for row, entry in enumerate(self._model.entries):
            if not isinstance(entry, Group | Totals) and self._identity(entry) == key:
                self._model.replace(row, record)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self._is_idle():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _is_idle(self) -> bool:
        return self.state() != QAbstractItemView.State.EditingState

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Step over group heads and totals."""
        if action in _STEPS:
            row = self._next(self.currentIndex().row(), _STEPS[action])
            return self._model.index(row, max(self.currentIndex().column(), 0))
        if action in _ENDS:
            row = self._next(-1, 1) if _ENDS[action] > 0 else self._next(len(self._model.entries), -1)
            return self._model.index(row, max(self.currentIndex().column(), 0))
        moved = super().moveCursor(action, modifiers)
        if moved.isValid() and self._model.record(moved.row()) is None:
            row = self._next(moved.row(), 1)
            row = self._next(moved.row(), -1) if self._model.record(row) is None else row
            return self._model.index(row, moved.column())
        return moved

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The whole selected row changes its ground."""
        super().focusInEvent(event)
        if self.current() is None:
            self.select_first()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The whole selected row changes its ground."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the room left over to the columns with free text."""
        super().resizeEvent(event)
        self._share_room()

    def _next(self, row: int, step: int) -> int:
        """The next record in a direction; the row itself if there is none."""
        at = row + step
        while 0 <= at < len(self._model.entries):
            if self._model.record(at) is not None:
                return at
            at += step
        return row

    def _select_near(self, row: int) -> None:
        last = len(self._model.entries) - 1
        at = min(max(row, 0), last)
        if at < 0:
            return
        if self._model.record(at) is None:
            at = next(
                (n for n in (self._next(at, 1), self._next(at, -1)) if self._model.record(n) is not None), -1
            )
        if at >= 0:
            self._go(at)

    def _go(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        column = max(self.currentIndex().column(), 0)
        index = self._model.index(row, column)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        above = self._model.entries[row - 1] if row else None
        if isinstance(above, Group):
            self.scrollTo(self._model.index(row - 1, 0))
        self.scrollTo(index)

    def _open(self, index: QModelIndex) -> None:
        record = self._model.record(index.row())
        if record is not None:
            self.opened.emit(record)

    def _tell(self) -> None:
        """Announce the record under the cursor once, also when a fill put another in its place."""
        record = self.current()
        if record is not self._told:
            self._told = record
            self.chosen.emit(record)

    def _lay_out_groups(self) -> None:
        money = next((n for n, column in enumerate(self._columns) if column.sums), len(self._columns))
        for row, entry in enumerate(self._model.entries):
            if isinstance(entry, Group):
                self.set_height(row, scaled(31))
                if money > 1:
                    self.setSpan(row, 0, 1, money)

    def _measure(self) -> None:
        """Find each column's width from its head and its first rows; a column never shrinks again."""
        last = len(self._columns) - 1
        for at, column in enumerate(self._columns):
            widest = max(self.head.title_width(at), self._widest[at])
            if not column.stretch:
                widest = max(widest, self._widest_cell(at, column))
            self._widest[at] = widest
            pads = (EDGE if at == 0 else PAD) + (EDGE if at == last else PAD)
            self.setColumnWidth(at, max(round(widest + 0.5) + pads, scaled(column.width)))
        self._share_room()

    def _widest_cell(self, at: int, column: Column[Row]) -> float:
        """Pixels of the widest of the first rows and of the last two, which may be totals; no value is measured twice."""
        entries = self._model.entries
        widest, seen = 0.0, set[Value]()
        for row in (
            *range(min(len(entries), _MEASURED)),
            *range(max(len(entries) - 2, _MEASURED), len(entries)),
        ):
            if not isinstance(entries[row], Group | Totals) and column.key is None:
                value = column.value(entries[row])
                if value in seen:
                    continue
                seen.add(value)
                widest = max(widest, width(runs_of(value, column.like)))
            else:
                widest = max(widest, width(self._model.runs(row, at)) + self._cap_room(column, row))
        return widest

    def _cap_room(self, column: Column[Row], row: int) -> float:
        record = self._model.record(row)
        key = column.key(record) if column.key is not None and record is not None else ""
        return cap_width(key) + scaled(8) if key else 0.0

    def _share_room(self) -> None:
        shares = sum(column.stretch for column in self._columns)
        if not shares:
            return
        fixed = sum(self.columnWidth(n) for n, column in enumerate(self._columns) if not column.stretch)
        room = self.viewport().width() - fixed
        for at, column in enumerate(self._columns):
            if column.stretch:
                least = max(scaled(column.width), scaled(48))
                self.setColumnWidth(at, max(room * column.stretch // shares, least))

    def cell(self, key: Hashable, title: str) -> QRect:
        """Where a cell stands in the viewport; for tests and for placing what belongs beside it."""
        column = next(n for n, c in enumerate(self._columns) if c.title == title)
        for row, entry in enumerate(self._model.entries):
            if not isinstance(entry, Group | Totals) and self._identity(entry) == key:
                return self.visualRect(self._model.index(row, column))
        return QRect()

    def text(self, row: int, title: str) -> str:
        """What a cell says, by row number and head; for tests."""
        column = next(n for n, c in enumerate(self._columns) if c.title == title)
        return str(self._model.data(self._model.index(row, column)) or "")

    def measure_again(self) -> None:
        """After the text size changed."""
        self._widest = [0.0] * len(self._columns)
        self._level_rows()
        self._lay_out_groups()
        QTimer.singleShot(0, self._measure)

    def model_of(self) -> RowModel[Any]:
        """The model, typed."""
        return self._model
