"""CellTyping: what happens while one cell of the service lines is typed: effects at once, results, Enter, Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractItemDelegate

from clinicbill.ui.coding.changes import put_line, repriced, with_minutes
from clinicbill.ui.coding.lines.cells import CELLS, CODE, MINUTES
from clinicbill.ui.coding.lines.procedure_hits import ProcedureHits
from clinicbill.ui.coding.lines.procedures import is_code

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from clinicbill.encounters.encounter import EncounterLine
    from clinicbill.ui.coding.draft import Draft
    from clinicbill.ui.coding.lines.delegate import CellEditor, LineDelegate
    from clinicbill.ui.coding.lines.grid import LineGrid

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BARE = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


class CellTyping(QObject):
    """At most one editor is open; what cannot be read is said and stays in the cell."""

    said = Signal(str)

    def __init__(self, grid: LineGrid, draft: Draft, delegate: LineDelegate, today: date) -> None:
        super().__init__(grid)
        self._grid, self._draft, self._delegate, self._today = grid, draft, delegate, today
        self.hits = ProcedureHits(grid)
        self._editor: CellEditor | None = None
        delegate.opened.connect(self._opened)
        delegate.typed.connect(self._typed)
        delegate.key_pressed.connect(self._editor_key)
        delegate.left.connect(self._editor_left)
        self.hits.picked.connect(self._pick)

    def _typed(self, editor: CellEditor, text: str) -> None:
        if editor.column == CODE:
            self.hits.look(text, editor, self._grid.lines.procedures, self._grid.usual)
            return
        cell, line = CELLS[editor.column], self._grid.lines.line(editor.row)
        halved = cell.name == "modifiers" and sum(map(str.isalnum, text)) % 2
        if cell.live and cell.read is not None and line is not None and not halved:
            try:
                changed = cell.read(text.strip(), line, self._today)
            except ValueError:
                return
            self._type(editor, changed)

    def _type(self, editor: CellEditor, line: EncounterLine) -> None:
        """Minutes bring their units; a charge keyed by hand stays."""
        row, draft = editor.row, self._draft
        if CELLS[editor.column].name != "charge":
            line = repriced(draft.visit.lines[row], line, draft.facts)
        visit = put_line(draft.visit, row, line)
        draft.type(with_minutes(visit, draft.desk, draft.facts) if editor.column == MINUTES else visit)

    def _editor_key(self, editor: CellEditor, event: QKeyEvent) -> None:
        """Keys that choose a result or leave the cell; accepted if they did."""
        key = Qt.Key(event.key())
        if event.modifiers() not in _BARE:
            return
        if editor.column == CODE and (self.hits.take_key(event) or self._show_all(editor, event)):
            return
        if key in _ENTER:
            event.accept()
            if self._finish(editor):
                self._after_enter(editor)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            event.accept()
            if self._finish(editor):
                self._grid.focusNextPrevChild(key == Qt.Key.Key_Tab)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.accept()
            if self._finish(editor):
                self._leave_row(editor, 1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            event.accept()
            self._draft.cancel_typing()
            self._close(editor)

    def _show_all(self, editor: CellEditor, event: QKeyEvent) -> bool:
        """The down key in an empty code cell shows the whole list."""
        if event.key() != Qt.Key.Key_Down or editor.text().strip():
            return False
        event.accept()
        self.hits.show_all(editor, self._grid.lines.procedures, self._grid.usual)
        return True

    def _after_enter(self, editor: CellEditor) -> None:
        if self._grid.lines.line(editor.row) is not None:
            self._grid.go_on(editor.row)

    def _leave_row(self, editor: CellEditor, by: int) -> None:
        row = editor.row + by
        if row < 0:
            self._grid.left_up.emit()
        elif row < self._grid.row_count:
            self._grid.go(row, self._grid.nearest(row, editor.column))

    def _finish(self, editor: CellEditor) -> bool:
        """Take what was typed and close the editor; False where it cannot be read."""
        text = editor.text().strip()
        try:
            if editor.column == CODE:
                self._take_code(editor, text)
            else:
                self._take_text(editor, text)
        except ValueError as error:
            self.said.emit(str(error))
            return False
        self._close(editor)
        return True

    def _take_text(self, editor: CellEditor, text: str) -> None:
        cell, line = CELLS[editor.column], self._grid.lines.line(editor.row)
        if line is None or cell.read is None or not editor.isModified():
            return
        changed = cell.read(text, line, self._today)
        self._type(editor, changed)
        self._draft.end_typing(f"{cell.title.lower()} of line {editor.row + 1}")

    def _take_code(self, editor: CellEditor, text: str) -> None:
        """The marked result, or a code nobody listed, as it was typed."""
        line = self._grid.lines.line(editor.row)
        hit = self.hits.current()
        if not (text or hit) or (line is not None and text == line.procedure_code):
            return
        if hit is not None:
            self._grid.take_procedure(editor.row, str(hit.key))
        elif is_code(text):
            self._grid.take_procedure(editor.row, text.upper())
        else:
            raise ValueError(f"“{text}” is neither a code nor in your procedure list")

    def _pick(self, code: str) -> None:
        """A click on a result."""
        editor = self._editor
        if editor is not None:
            self._grid.take_procedure(editor.row, code)
            self._close(editor)
            self._after_enter(editor)

    def _editor_left(self, editor: CellEditor) -> None:
        """The keyboard went elsewhere: what can be read counts, the rest is forgotten."""
        if self._editor is not None and not self._finish(editor):
            self._draft.cancel_typing()
            self._close(editor)

    def _close(self, editor: CellEditor) -> None:
        self._editor = None
        self.hits.hide()
        self._delegate.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _opened(self, editor: CellEditor) -> None:
        self._editor = editor
