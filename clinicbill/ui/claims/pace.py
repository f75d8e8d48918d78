"""Pace: reads at once, then not before the cursor has rested; the last call is never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

_PAUSE = 40  # milliseconds between two reads while the arrow key is held


class Pace(QObject):
    """Holds an arrow key down without reading every row it passes."""

    def __init__(self, parent: QObject, read: Callable[[], object]) -> None:
        super().__init__(parent)
        self._read, self._again = read, False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._catch_up)

    def ask(self) -> None:
        """Read now, or as soon as the pause is over."""
        if self._timer.isActive():
            self._again = True
        else:
            self._timer.start()
            self._read()

    @property
    def waits(self) -> bool:
        """Whether a read is still to come."""
        return self._again

    def _catch_up(self) -> None:
        if self._again:
            self._again = False
            self.ask()
