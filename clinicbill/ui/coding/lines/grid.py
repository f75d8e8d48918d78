"""LineGrid: the service lines, typed cell by cell; pointers are toggled by their letters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QWidget,
)

from clinicbill.coding.cmt_regions import is_manipulation
from clinicbill.ui.coding.changes import (
    move_line,
    put_line,
    remove_line,
    repriced,
    toggled,
)
from clinicbill.ui.coding.lines.cell_typing import CellTyping
from clinicbill.ui.coding.lines.cells import (
    CELLS,
    CODE,
    MODIFIERS,
    PLACES,
    POINTERS,
    REGIONS,
    SERVICE,
    TOGGLED,
)
from clinicbill.ui.coding.lines.delegate import LineDelegate, head_columns
from clinicbill.ui.coding.lines.letters import turned_pointers, turned_regions
from clinicbill.ui.coding.lines.model import LineModel
from clinicbill.ui.coding.lines.procedure import put_procedure
from clinicbill.ui.coding.lines.widths import share_widths
from clinicbill.ui.fonts import scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.table_head import TableHead

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

    from clinicbill.encounters.encounter import Encounter, EncounterLine
    from clinicbill.ui.coding.draft import Draft

ROW = 27
_WIDE = 720  # from this width on dates and POS have columns of their own
_NOT_TYPED = "\t\r\n\x08\x1b\x7f"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {
    QAbstractItemView.CursorAction.MoveLeft: -1,
    QAbstractItemView.CursorAction.MoveRight: 1,
}
_BARE = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


class LineGrid(QTableView):
    """Shows the lines of a draft and changes them through it."""

    said = Signal(str)  # why something typed was not taken
    left_up = Signal()

    def __init__(self, draft: Draft, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft, self._today = draft, today
        self.last: Encounter | None = None
        self.usual: tuple[str, ...] = ()
        self.lines = LineModel(self)
        self.setModel(self.lines)
        self._delegate = LineDelegate(self, self.lines)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Service lines")
        self._set_up()
        self.typing = CellTyping(self, draft, self._delegate, today)
        self.typing.said.connect(self.said)
        self.selectionModel().currentChanged.connect(lambda *_: self.viewport().update())
        theme().changed.connect(self.viewport().update)

    def _set_up(self) -> None:
        self.head = TableHead(head_columns(), self)
        self.head.setSectionsClickable(False)
        self.setHorizontalHeader(self.head)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setMinimumSectionSize(8)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(scaled(ROW))

    # What the page tells it -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the draft as it stands."""
        if self._draft.is_open:
            visit = self._draft.visit
            self.lines.usual = self._draft.desk.usual(visit, self._draft.facts)
            self.lines.show(visit, self._draft.findings)
            if self.isColumnHidden(REGIONS) == self.has_regions:
                self.share_room()
            self._join_regions()
        else:
            self.lines.show(None)

    def _join_regions(self) -> None:
        """Regions of a manipulation take the place of its minutes too."""
        for row in range(self.row_count):
            if self.columnSpan(row, REGIONS) != (wanted := 1 + self.lines.has_regions(row)):
                self.setSpan(row, REGIONS, 1, wanted)

    def set_visible_rows(self, rows: int) -> None:
        """Show so many without scrolling, the head above them."""
        self.setFixedHeight(self.head.sizeHint().height() + scaled(ROW) * rows)

    @property
    def row_count(self) -> int:
        """Lines and the empty one."""
        return self.lines.rowCount()

    @property
    def has_regions(self) -> bool:
        """Whether regions have a column: the office manipulates, or a line of this visit does."""
        lines = self._draft.visit.lines if self._draft.is_open else ()
        return any(map(is_manipulation, (*self.lines.procedures.own, *(one.procedure_code for one in lines))))

    @property
    def is_wide(self) -> bool:
        """Whether dates and POS have columns of their own."""
        return self.viewport().width() >= scaled(_WIDE)

    def current_row(self) -> int | None:
        """The line under the cursor; None on the empty one."""
        row = self.currentIndex().row()
        return row if self.lines.line(row) is not None else None

    def go_to(self, row: int, name: str) -> None:
        """Put the cursor into a cell."""
        column = PLACES.get(name, CODE)
        if self.isColumnHidden(column):
            column = CODE
        self.go(row, column)

    def start_new(self) -> None:
        """The cursor into the empty line, ready to type."""
        row = self.row_count - 1
        if not self.lines.grows:
            self.go(max(self.currentIndex().row(), 0), MODIFIERS)
            return
        self.go(row, CODE)
        self.type_into(row, CODE)

    # Moving about -----------------------------------------------------------------------------------

    def _stops(self, row: int) -> list[int]:
        """Cells of a row the cursor stops at, left to right."""
        shown = [place for place, cell in enumerate(CELLS) if cell.typed and not self.isColumnHidden(place)]
        if self.lines.line(row) is None:
            return [CODE]
        return [place for place in shown if self.lines.can_type(row, place)] or [CODE]

    def go(self, row: int, column: int) -> None:
        """Put the cursor into a cell by its place."""
        self.setFocus()
        self.setCurrentIndex(self.lines.index(min(max(row, 0), max(self.row_count - 1, 0)), column))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Left and right over the cells that can be typed into; a short row takes its only one."""
        now = self.currentIndex()
        if action in _STEPS:
            stops = self._stops(now.row())
            after = [stop for stop in stops if (stop - now.column()) * _STEPS[action] > 0]
            column = (after[0] if _STEPS[action] > 0 else after[-1]) if after else now.column()
            return self.lines.index(now.row(), column)
        moved = super().moveCursor(action, modifiers)
        if moved.isValid() and moved.column() not in self._stops(moved.row()):
            return self.lines.index(moved.row(), self.nearest(moved.row(), moved.column()))
        return moved

    def nearest(self, row: int, column: int) -> int:
        """The cell of a row the cursor can stop at that is nearest to a column."""
        return min(self._stops(row), key=lambda stop: abs(stop - column))

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        """Tab goes from cell to cell and leaves at the ends."""
        now = self.currentIndex()
        stops = [(row, column) for row in range(self.row_count) for column in self._stops(row)]
        here = (now.row(), now.column())
        at = stops.index(here) if here in stops else -1
        after = at + (1 if next else -1)
        if 0 <= after < len(stops) and at >= 0:
            self.go(*stops[after])
            return True
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to what is needed next, letters toggle pointers and regions, Backspace empties a cell."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        bare = event.modifiers() in _BARE
        key = Qt.Key(event.key())
        if key in _ENTER and bare:
            if column in TOGGLED or not self.lines.can_type(row, column):
                self.go_on(row)
            else:
                self.type_into(row, column)
        elif key == Qt.Key.Key_Up and row <= 0 and bare:
            self.left_up.emit()
        elif column in TOGGLED and bare and self._toggle(row, column, event.text()):
            return
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and bare:
            self._empty(row, column)
        else:
            super().keyPressEvent(event)

    def go_on(self, row: int) -> None:
        """To the cell of the line that still needs something, else to the empty line."""
        line = self.lines.line(row)
        if line is not None and not line.pointers and self.lines.can_type(row, POINTERS):
            self.go(row, POINTERS)
        elif (
            line is not None
            and line.minutes is None
            and self.lines.procedures.is_timed(line.procedure_code)
            and self.currentIndex().column() != PLACES["minutes"]
        ):
            self.go(row, PLACES["minutes"])
            self.type_into(row, PLACES["minutes"])
        elif self.lines.grows:
            self.start_new()
        else:
            self.go(row + 1, self.currentIndex().column())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """There is always a cell under the cursor."""
        super().focusInEvent(event)
        if self.row_count and not self.currentIndex().isValid():
            self.go(0, self._stops(0)[0])
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    # Changing ---------------------------------------------------------------------------------------

    def _toggle(self, row: int, column: int, text: str) -> bool:
        """What a letter does to pointers or regions; whether it was one."""
        line = self.lines.line(row)
        if line is None or not text.strip(_NOT_TYPED) or not self.lines.can_type(row, column):
            return False
        turn = turned_pointers if column == POINTERS else turned_regions
        found = turn(self._draft.visit, line, text)
        if found.said:
            self.said.emit(found.said)
        elif found.line is not None:
            self._put(row, found.line, f"{found.what} of line {row + 1}")
        return found.line is not None or bool(found.said)

    def point(self, row: int, position: int) -> Encounter | None:
        """The visit with a line pointing at one more diagnosis; None where it cannot."""
        line = self.lines.line(row)
        if line is None or position in line.pointers:
            return None
        changed = replace(line, pointers=toggled(line.pointers, position))
        return None if changed == line else put_line(self._draft.visit, row, changed)

    def _empty(self, row: int, column: int) -> None:
        line, cell = self.lines.line(row), CELLS[column]
        if line is None or not self.lines.can_type(row, column):
            return
        if column == POINTERS:
            self._put(row, replace(line, pointers=line.pointers[:-1]), f"pointers of line {row + 1}")
        elif column == REGIONS:
            self._put(row, replace(line, regions=line.regions[:-1]), f"regions of line {row + 1}")
        elif cell.name in ("modifiers", "minutes") and cell.read is not None:
            self._put(row, cell.read("", line, self._today), f"{cell.title.lower()} of line {row + 1}")
        else:
            self.type_into(row, column)

    def remove_current(self) -> bool:
        """Remove the line under the cursor; whether there was one."""
        row = self.current_row()
        if row is None or not self.lines.grows:
            return False
        code = self._draft.visit.lines[row].procedure_code or f"line {row + 1}"
        self._draft.change(f"removing {code}", remove_line(self._draft.visit, row))
        self.go(row, self.nearest(min(row, self.row_count - 1), self.currentIndex().column()))
        return True

    def move_current(self, by: int) -> bool:
        """Move the line under the cursor; whether there was one."""
        row = self.current_row()
        if row is None or not self.lines.grows:
            return False
        target = min(max(row + by, 0), len(self._draft.visit.lines) - 1)
        if target != row:
            self._draft.change(f"moving line {row + 1}", move_line(self._draft.visit, row, by))
            self.go(target, self.currentIndex().column())
        return True

    def _put(self, row: int, line: EncounterLine, text: str) -> None:
        before = self._draft.visit.lines[row]
        line = repriced(before, line, self._draft.facts)
        self._draft.change(text, put_line(self._draft.visit, row, line))

    def take_procedure(self, row: int, code: str) -> None:
        """Put a procedure into a line, or add a line with it."""
        procedure = self.lines.procedures.procedure(code)
        if said := put_procedure(self._draft, row, procedure, self.last):
            self.said.emit(said)

    def type_into(self, row: int, column: int) -> None:
        """Open the editor of a cell."""
        if self.lines.can_type(row, column) and column not in TOGGLED:
            self.edit(self.lines.index(row, column))

    # Widths -----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Dates and POS where there is room; the name takes what is left."""
        super().resizeEvent(event)
        self.share_room()

    def share_room(self) -> None:
        """Give every cell its width."""
        share_widths(self, wide=self.is_wide, regions=self.has_regions)

    def service_right(self) -> int:
        """Where the name of the procedure ends, in the viewport."""
        return self.columnViewportPosition(SERVICE) + self.columnWidth(SERVICE) - 1
