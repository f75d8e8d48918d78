"""SearchField: a filter line that searches at every key while the arrows move through the list below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.key_cap import KeyCap
from clinicbill.ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class SearchField(QWidget):
    """Typing goes into the field, arrows to the list; Enter opens, Esc empties the field."""

    searched = Signal(str)
    entered = Signal()

    def __init__(self, name: str, placeholder: str, table: QAbstractItemView, key: str = "Ctrl+F") -> None:
        super().__init__()
        self._table = table
        self.field = LineEdit(name, placeholder=placeholder)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self.searched)
        self.setFixedHeight(scaled(49))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(KeyCap(key))
        self.setFocusProxy(self.field)

    @property
    def text(self) -> str:
        """What is looked for."""
        return self.field.text().strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that belong to the list go there."""
        if watched is not self.field or not isinstance(event, QKeyEvent):
            return False
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and self.field.text()
        ):
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        return self._take(event)

    def _take(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            QCoreApplication.sendEvent(self._table, event)
            return True
        if key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
            return True
        if key == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            return True
        return False
