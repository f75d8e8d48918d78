"""Undo of what was just typed, chosen or moved; what is posted is reversed, never undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand, QUndoStack

if TYPE_CHECKING:
    from collections.abc import Callable


class _Step(QUndoCommand):
    """Two closures with a name."""

    def __init__(
        self, text: str, redo: Callable[[], object], undo: Callable[[], object], *, done: bool
    ) -> None:
        super().__init__(text)
        self._redo, self._undo, self._done = redo, undo, done

    def redo(self) -> None:
        if self._done:  # QUndoStack.push always calls redo once
            self._done = False
            return
        self._redo()

    def undo(self) -> None:
        self._undo()


class Undo(QUndoStack):
    """The steps of one page; Ctrl+Z takes back the last one, and the button names it."""

    def do(self, text: str, redo: Callable[[], object], undo: Callable[[], object]) -> None:
        """Do something now that `undo` takes back; `text` completes "Undo …"."""
        self.push(_Step(text, redo, undo, done=False))

    def done(self, text: str, redo: Callable[[], object], undo: Callable[[], object]) -> None:
        """Note something that was just done, such as a field that was typed into."""
        self.push(_Step(text, redo, undo, done=True))
