"""A person at the keyboard: types into whatever has the focus, and waits for what runs beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CTRL, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
SHIFT = Qt.KeyboardModifier.ShiftModifier
K = Qt.Key


class Keyboard:
    """Types into whatever has the focus, and waits for what runs beside the window."""

    def __init__(self, qtbot: QtBot, window: QWidget, busy: Any) -> None:
        self.qtbot, self.window, self._busy = qtbot, window, busy

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the focus"
        return found

    @property
    def field(self) -> str:
        return self.focus.accessibleName()

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self._busy(), timeout=60_000)
        for _ in range(3):
            QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self._busy(), timeout=60_000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.focus, key, modifier)
        self.wait()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)
        self.wait()

    def tab(self, times: int = 1) -> None:
        self.press(K.Key_Tab, times=times)

    def tab_to(self, field: str) -> None:
        """Tab until the cursor is in a field; it must be reached within one round."""
        for _ in range(60):
            if self.field == field:
                return
            self.tab()
        raise AssertionError(f"Tab never reaches {field}")

    def fill(self, *pairs: tuple[str, str]) -> None:
        """Go to each field by Tab and type."""
        for field, text in pairs:
            self.tab_to(field)
            self.press(K.Key_A, CTRL)
            self.type(text)
