"""ProcedureHits: what the office's procedure list has for the text in a code cell, just below its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal

from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.code_picker import HitList
from clinicbill.ui.widgets.hint_line import Hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from clinicbill.ui.coding.lines.procedures import ProcedureList
    from clinicbill.ui.widgets.hits import Hit

_ROWS = 5
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 4, Qt.Key.Key_PageUp: -4}
_HINTS = (Hint(("Enter",), "Take"), Hint(("↑", "↓"), "Choose"), Hint(("Esc",), "Leave as it was"))


class ProcedureHits(HitList):
    """Lies over what is below the lines, never over a line; the keyboard stays in the cell."""

    picked = Signal(str)

    def __init__(self, grid: QWidget) -> None:
        super().__init__(_ROWS, _HINTS, grid)
        self._grid = grid
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Procedures found")
        self.hide()
        self.clicked.connect(self._pick)

    def look(self, typed: str, editor: QWidget, procedures: ProcedureList, usual: Sequence[str]) -> None:
        """Show what fits the text; nothing for an empty one."""
        hits = procedures.find(typed, first=usual) if typed.strip() else []
        self.fill(hits, typed)
        self.setVisible(bool(hits))
        if hits:
            self._place(editor)

    def show_all(self, editor: QWidget, procedures: ProcedureList, usual: Sequence[str]) -> None:
        """The whole list, what the patient usually has first."""
        self.fill(procedures.find("", first=usual), "")
        self.show()
        self._place(editor)

    def current(self) -> Hit | None:
        """The marked result while they are shown."""
        return super().current() if self.isVisible() else None

    def take_key(self, event: QKeyEvent) -> bool:
        """Arrows move the mark while results are shown; whether the key was used."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self.isVisible():
            return False
        self.step(step)
        event.accept()
        return True

    def _pick(self, row: int) -> None:
        self.picked.emit(str(self.hits[row].key))

    def _place(self, editor: QWidget) -> None:
        """Below all lines where there is room, so that none is covered; else above the cell."""
        over = self._grid.window()
        if self.parentWidget() is not over:
            self.setParent(over)
            self.show()
        inset = scaled(10)
        self.setFixedWidth(self._grid.width() - 2 * inset)
        below = self._grid.mapTo(over, QPoint(inset, self._grid.height() + 2))
        if below.y() + self.height() > over.height() - scaled(30):
            below.setY(editor.mapTo(over, QPoint(0, 0)).y() - self.height() - 2)
        self.move(below)
        self.raise_()
