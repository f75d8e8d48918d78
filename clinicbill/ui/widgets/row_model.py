"""RowModel: records, group heads and totals as one Qt table model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from clinicbill.ui.widgets.columns import Column, Entry, Group, Row, Totals
from clinicbill.ui.widgets.runs import Runs, bold, plain_text, runs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_SHOWN = Qt.ItemDataRole.DisplayRole
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_TYPED = Qt.ItemDataRole.EditRole
_TIP = Qt.ItemDataRole.ToolTipRole
_ALIGNED = Qt.ItemDataRole.TextAlignmentRole


class RowModel(QAbstractTableModel, Generic[Row]):
    """Rows come sorted from SQL; nothing is sorted here."""

    typed = Signal(object, object, str)  # record, Column, text

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.entries: list[Entry] = []

    def fill(self, rows: Sequence[Row | Group[Row]], totals: Sequence[Totals] = ()) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.entries = []
        for entry in rows:
            self.entries.append(entry)
            if isinstance(entry, Group):
                self.entries.extend(entry.rows)
        self.entries.extend(totals)
        self.endResetModel()

    def replace(self, at: int, record: Row) -> None:
        """Put another record in one place, as after typing into it."""
        self.entries[at] = record
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))

    def record(self, at: int) -> Row | None:
        """The record in a row; None for group heads, totals and rows that are not there."""
        if not 0 <= at < len(self.entries):
            return None
        entry = self.entries[at]
        return None if isinstance(entry, Group | Totals) else entry

    def runs(self, at: int, column: int) -> Runs:
        """What a cell shows."""
        entry = self.entries[at]
        shown = self.columns[column]
        if isinstance(entry, Group):
            return runs_of(entry.sum, bold("")) if shown.sums else ()
        if isinstance(entry, Totals):
            return entry.runs(shown.title)
        return shown.runs(entry)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Group heads and totals count."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """As many as the page described."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _SHOWN) -> Any:  # noqa: ANN401 - Qt's contract
        """Words for screen readers and tests; painting reads the runs directly."""
        if not index.isValid():
            return None
        if role in (_SHOWN, _SPOKEN):
            return self._text(index.row(), index.column())
        if role == _ALIGNED:
            side = (
                Qt.AlignmentFlag.AlignRight
                if self.columns[index.column()].right
                else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == _TIP and self.columns[index.column()].stretch:
            return self._text(index.row(), index.column()) or None
        if role == _TYPED:
            edit, record = self.columns[index.column()].edit, self.record(index.row())
            return edit(record) if edit is not None and record is not None else None
        return None

    def _text(self, at: int, column: int) -> str:
        entry = self.entries[at]
        if isinstance(entry, Group) and column == 0:
            parts = (entry.name, entry.why, plain_text(self.runs(at, column)))
            return ", ".join(part for part in parts if part)
        return plain_text(self.runs(at, column))

    def setData(self, index: Index, value: Any, role: int = _TYPED) -> bool:  # noqa: ANN401 - Qt's contract
        """Hand what was typed to the page, which decides and fills again."""
        record = self.record(index.row()) if index.isValid() else None
        if role != _TYPED or record is None:
            return False
        self.typed.emit(record, self.columns[index.column()], str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only records can be selected."""
        if not index.isValid() or self.record(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsEditable if self.columns[index.column()].edit else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _SHOWN) -> str | None:
        """The heads and their tips."""
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (_SHOWN, _SPOKEN):
            return column.title
        return column.tip or None if role == _TIP else None
