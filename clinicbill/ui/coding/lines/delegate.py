"""LineDelegate: paints the cells of the service lines and puts an editor into one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPen
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.ui.coding.lines.cells import CELLS, CODE, MODIFIERS, TOGGLED, beside_cells
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import MEDIUM, Step, code_font, font, metrics, scaled
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.line_edit import leaves_undo_to_page
from clinicbill.ui.widgets.runs import Run, Runs, elided, paint
from clinicbill.ui.widgets.table_head import EDGE, PAD, cell_room

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from clinicbill.encounters.encounter import EncounterLine
    from clinicbill.ui.coding.lines.grid import LineGrid
    from clinicbill.ui.coding.lines.model import LineModel

Index = QModelIndex | QPersistentModelIndex
SLOT = 26
_LAST = len(CELLS) - 1
# Another window or a menu has the keyboard for a moment; the cell stays open.
_COMES_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_MONO = frozenset({"procedure_code", "modifiers", "pointers", "regions", "pos"})


class CellEditor(QLineEdit):
    """The text of one cell while it is typed."""

    def __init__(self, row: int, column: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.row, self.column = row, column
        cell = CELLS[column]
        self.setAccessibleName(f"{cell.title}, line {row + 1}")
        self.setFont(code_font(weight=MEDIUM) if cell.name in _MONO else font())
        self.setAlignment(Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft)
        if column == CODE:
            self.setPlaceholderText("Code or name")
        if column == _LAST:
            self.setTextMargins(0, 0, EDGE - PAD, 0)


class LineDelegate(QStyledItemDelegate):
    """Everything is painted from the line; keys of the editor are sent to the grid."""

    typed = Signal(object, str)  # CellEditor, text
    key_pressed = Signal(object, object)  # CellEditor, QKeyEvent: accepted if the grid used it
    left = Signal(object)  # CellEditor that lost the keyboard
    opened = Signal(object)  # CellEditor

    def __init__(self, grid: LineGrid, model: LineModel) -> None:
        super().__init__(grid)
        self._grid, self._model = grid, model

    # Painting ---------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, content, and the ring of the cell that has the keyboard."""
        place: QRect = option.rect
        row, column = index.row(), index.column()
        line = self._model.line(row)
        here = self._grid.hasFocus() and self._grid.currentIndex().row() == row
        self._paint_ground(painter, place, row, here=here)
        room = cell_room(place, column, _LAST)
        if column == MODIFIERS:
            self._paint_slots(painter, room, line)
        else:
            runs = self._runs(row, column, line)
            if CELLS[column].name == "service":
                runs = elided(runs, room.width())
            paint(painter, room, runs, right=CELLS[column].right)
        if here and self._grid.currentIndex().column() == column:
            painter.setPen(QPen(colour(Role.ACCENT), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(place).adjusted(1, 1, -1, -2))

    def _paint_ground(self, painter: QPainter, place: QRect, row: int, *, here: bool) -> None:
        if self._model.is_wrong(row):
            painter.fillRect(place, colour(Role.RED_TINT))
        elif here:
            painter.fillRect(place, colour(Role.SEL))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, colour(Role.LINE))

    def _paint_slots(self, painter: QPainter, room: QRectF, line: EncounterLine | None) -> None:
        """Four places, the free ones as a short stroke."""
        for at in range(4):
            left = room.left() + at * scaled(SLOT)
            if line is not None and at < len(line.modifiers):
                slot = QRectF(left, room.top(), scaled(SLOT), room.height())
                paint(painter, slot, (self._modifier(line, line.modifiers[at]),))
            else:
                painter.fillRect(
                    QRectF(left + 4, round(room.center().y()) + 5, scaled(8), 1), colour(Role.STRONG)
                )

    def _modifier(self, line: EncounterLine, modifier: str) -> Run:
        """A default stands lighter than what was keyed."""
        if self._model.why_modifier(line, modifier):
            return Run(modifier, Role.ACCENT, mono=True)
        return Run(modifier, weight=MEDIUM, mono=True)

    def _runs(self, row: int, column: int, line: EncounterLine | None) -> Runs:
        name = CELLS[column].name
        if line is None:
            return (Run("Code or name", Role.TEXT3),) if name == "service" else ()
        if name == "number":
            return (Run(str(row + 1), Role.TEXT2),)
        if name == "service":
            return self._service(line)
        if name == "pointers" and not line.pointers:
            if self._model.finding(row, name) is None:
                return ()
            return (Run("none", Role.RED, MEDIUM, icon="circle-x", gap=0),)
        words = str(self._model.data(self._model.index(row, column)))
        like = Run(words, weight=MEDIUM, mono=True) if name in _MONO else Run(words)
        if name == "charge" and not line.charge:
            like = replace(like, role=Role.TEXT3)
        if self._model.finding(row, name) is not None:
            like = replace(like, role=Role.RED, icon="circle-x")
        return (replace(like, gap=0),)

    def _service(self, line: EncounterLine) -> Runs:
        """The office's words, what has no cell; day and POS where they are not the visit's and have no column."""
        own = self._model.procedures.name(line.procedure_code)
        words = Run(own) if own else Run("not in your list", Role.TEXT3)
        apart = " ".join(
            part for part in ("" if self._grid.is_wide else self._apart(line), beside_cells(line)) if part
        )
        return (words, Run(apart, Role.TEXT2, step=Step.SECONDARY)) if apart else (words,)

    def _apart(self, line: EncounterLine) -> str:
        visit = self._model.visit
        if visit is None:
            return ""
        parts = []
        if (line.from_on, line.to_on) != (visit.service_on, visit.service_on):
            span = slashed(line.from_on)[:5]
            parts.append(span if line.to_on == line.from_on else f"{span}–{slashed(line.to_on)[:5]}")
        if line.pos != visit.pos:
            parts.append(f"POS {line.pos}")
        return " ".join(parts)

    # Editing ----------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """An editor that tells the grid each letter; pointers and regions are toggled and need none."""
        if index.column() in TOGGLED:
            return None  # type: ignore[return-value]  # Qt's way of saying that there is no editor
        editor = CellEditor(index.row(), index.column(), parent)
        editor.textEdited.connect(lambda text: self.typed.emit(editor, text))
        self.opened.emit(editor)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with what stands there; modifiers are added to, everything else is typed over."""
        if isinstance(editor, CellEditor) and not editor.isModified():
            text = str(index.data(Qt.ItemDataRole.EditRole) or "")
            adds = editor.column == MODIFIERS and bool(text)
            editor.setText(f"{text} " if adds else text)
            if not adds:
                editor.selectAll()

    def setModelData(self, _editor: QWidget, _model: QAbstractItemModel, _index: Index) -> None:
        """Nothing: the grid decides when what was typed counts."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the cell; the code also over the name, because it is searched by either."""
        place = QRect(option.rect)
        if index.column() == CODE:
            place.setRight(self._grid.service_right())
        editor.setGeometry(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that leave the cell or move in the results go to the grid."""
        if isinstance(watched, CellEditor):
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                event.ignore()
                self.key_pressed.emit(watched, event)
                return event.isAccepted()
            if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                return _override(watched, event)
            if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
                if event.reason() not in _COMES_BACK:
                    self.left.emit(watched)
                return False
        return super().eventFilter(watched, event)


def _override(editor: CellEditor, event: QKeyEvent) -> bool:
    """Esc is the cell's; undo and removing the line are the page's while nothing is typed here."""
    if event.key() == Qt.Key.Key_Escape:
        event.accept()
        return True
    removing = event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ControlModifier
    if (removing and not editor.isModified()) or leaves_undo_to_page(
        event, can_undo=editor.isUndoAvailable(), can_redo=editor.isRedoAvailable()
    ):
        event.ignore()
        return True
    return False


def slots_width() -> int:
    """Pixels four modifiers need."""
    two = metrics(Step.BODY, MEDIUM, mono=True).horizontalAdvance("00")
    return round(3 * scaled(SLOT) + two)


def head_columns() -> list[Column[object]]:
    """The heads with the items they stand for."""
    tips = [f"Item {cell.item}" if cell.item else "" for cell in CELLS]
    return [
        Column(cell.title, _nothing, right=cell.right, tip=tip) for cell, tip in zip(CELLS, tips, strict=True)
    ]


def _nothing(_row: object) -> None:
    return None
