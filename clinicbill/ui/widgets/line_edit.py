"""LineEdit: one line of typing that leaves Ctrl+Z to the page once it has nothing of its own to take back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from clinicbill.ui.fonts import MEDIUM, code_font, scaled

_UNDO_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def leaves_undo_to_page(event: QEvent, *, can_undo: bool, can_redo: bool) -> bool:
    """Whether an undo or redo key should reach the page's own undo."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo, redo = (event.matches(key) for key in _UNDO_KEYS)
    return (undo and not can_undo) or (redo and not can_redo)


class LineEdit(QLineEdit):
    """A field of the theme's height; `edited` goes out once when it is left with another text."""

    edited = Signal()

    def __init__(
        self, name: str = "", *, placeholder: str = "", mono: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._before = ""
        self.setAccessibleName(name or placeholder)
        self.setPlaceholderText(placeholder)
        self.setFixedHeight(scaled(28))
        if mono:
            self.setFont(code_font(weight=MEDIUM))
        self.editingFinished.connect(self._finish)

    def value(self) -> object:
        """What was typed, without spaces around it."""
        return self.text().strip()

    def set_value(self, value: object) -> None:
        """Show a value without calling it an edit."""
        self.setText("" if value is None else str(value))
        self._before = self.text()

    def problem(self) -> str:
        """A sentence if the text cannot be read; any text can."""
        return ""

    def mark_wrong(self, *, wrong: bool) -> None:
        """A red border; the words stand under the field."""
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def event(self, event: QEvent) -> bool:
        """Hand undo on when there is nothing typed to take back."""
        if leaves_undo_to_page(event, can_undo=self.isUndoAvailable(), can_redo=self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to what stood there; a second Esc is the page's."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._before:
            self.setText(self._before)
            return
        super().keyPressEvent(event)

    def _finish(self) -> None:
        if self.text() != self._before:
            self._before = self.text()
            self.edited.emit()


class LongEdit(QPlainTextEdit):
    """Several lines of typing: notes, alerts, reasons. Tab goes to the next field."""

    edited = Signal()

    def __init__(self, name: str = "", *, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = ""
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(scaled(14 + 18 * lines))

    def value(self) -> object:
        """What was typed, without spaces around it."""
        return self.toPlainText().strip()

    def set_value(self, value: object) -> None:
        """Show a value without calling it an edit."""
        self.setPlainText("" if value is None else str(value))
        self._before = self.toPlainText()

    def problem(self) -> str:
        """Any text can stand here."""
        return ""

    def mark_wrong(self, *, wrong: bool) -> None:
        """A red border; the words stand under the field."""
        self.setProperty("wrong", wrong)
        self.style().unpolish(self)
        self.style().polish(self)

    def event(self, event: QEvent) -> bool:
        """Hand undo on when there is nothing typed to take back; note when the field is left."""
        history = self.document()
        if leaves_undo_to_page(event, can_undo=history.isUndoAvailable(), can_redo=history.isRedoAvailable()):
            event.ignore()
            return False
        if event.type() == QEvent.Type.FocusOut and self.toPlainText() != self._before:
            self._before = self.toPlainText()
            self.edited.emit()
        return super().event(event)
