"""MacroBox: the list of macros over the coding page: a digit or a few letters choose one, keys make and change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.coding.plans.macro import Macro, keyed
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, scaled
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.hint_line import Hint, HintLine
from clinicbill.ui.widgets.labels import name, secondary
from clinicbill.ui.widgets.line_edit import LineEdit
from clinicbill.ui.widgets.overlay import Overlay, Panel
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run, Runs, small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.ui.coding.desk_facts import DeskFacts

_WIDTH, _TOP, _MOST_ROWS = 640, 96, 9
_ROW = 30
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL = Qt.KeyboardModifier.ControlModifier
_HINTS = (
    Hint(("1–9",), "Use it"),
    Hint(("Enter",), "Use the marked"),
    Hint(("Ctrl+S",), "Save this visit"),
    Hint(("F2",), "Change"),
    Hint(("Ctrl+Del",), "Remove"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroRow:
    """A macro with the digit that chooses it and for whom it is."""

    macro: Macro
    key: int | None
    whose: str


def macro_rows(desk: DeskFacts, typed: str = "") -> list[MacroRow]:
    """The macros that fit the visit, with what is typed in their name or codes; digits do not move meanwhile."""
    wanted = typed.casefold().split()
    rows = [MacroRow(macro=macro, key=key, whose=_whose(macro, desk)) for key, macro in keyed(desk.macros)]
    return [row for row in rows if all(part in _searched(row.macro) for part in wanted)]


def _searched(macro: Macro) -> str:
    return " ".join((macro.name, *macro.diagnoses, *(line.procedure_code for line in macro.lines))).casefold()


def _whose(macro: Macro, desk: DeskFacts) -> str:
    payer = desk.payers.get(macro.payer_id, "") if macro.payer_id is not None else ""
    provider = desk.providers.get(macro.provider_id, "") if macro.provider_id is not None else ""
    return ", ".join(part for part in (payer, provider) if part) or "Everybody"


def macro_runs(macro: Macro) -> Runs:
    """What is in it: 98941-AT, 97140-59 · M99.03 M54.59."""
    lines = ", ".join("-".join((one.procedure_code, *one.modifiers)) for one in macro.lines)
    codes = " ".join(macro.diagnoses)
    return (small(" · ".join(part for part in (lines, codes) if part)),)


_COLUMNS: tuple[Column[MacroRow], ...] = (
    Column("", lambda row: Run(str(row.key or ""), Role.TEXT2, MEDIUM, mono=True), width=20),
    Column("Macro", lambda row: row.macro.name, weight=MEDIUM, width=120),
    Column("Codes", lambda row: macro_runs(row.macro), stretch=1),
    Column("For", lambda row: small(row.whose), right=True),
)


class MacroBox(Overlay):
    """Two keys in all: the one that opens it, and a digit. Esc closes it."""

    chosen = Signal(object)  # Macro
    save_asked = Signal(str)  # the name typed so far
    change_asked = Signal(object)  # Macro
    remove_asked = Signal(object)  # Macro

    def __init__(self, over: QWidget, desk: DeskFacts) -> None:
        super().__init__(over)
        self._desk = desk
        self.setAccessibleName("Macros")
        self.field = LineEdit("Macro", placeholder="A digit, or letters of its name or codes")
        self.table: RecordTable[MacroRow] = RecordTable(
            "Macros", _COLUMNS, identity=lambda row: row.macro.id, row_height=_ROW
        )
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._empty = secondary(
            "No macro yet for this provider and payer. Ctrl+S saves this visit as one.", wrap=True
        )
        hints = HintLine()
        hints.set_hints(_HINTS)
        self._lay_out(hints)
        self.field.textEdited.connect(lambda _text: self._fill())
        self.table.opened.connect(lambda row: self._choose(row.macro))
        self.field.installEventFilter(self)
        self._fill()

    def _lay_out(self, hints: QWidget) -> None:
        panel = Panel(self)
        panel.setFixedWidth(scaled(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, scaled(_TOP), 0, scaled(24))
        column.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 14, 1, 1)
        inside.setSpacing(scaled(8))
        top = QVBoxLayout()
        top.setContentsMargins(15, 0, 15, 0)
        top.setSpacing(scaled(8))
        for part in (name("Macros"), self.field, self._empty):
            top.addWidget(part)
        inside.addLayout(top)
        inside.addWidget(self.table)
        inside.addWidget(hints)

    def rows(self) -> Sequence[MacroRow]:
        """What is shown."""
        return self.table.records()

    def _fill(self) -> None:
        found = macro_rows(self._desk, self.field.text())
        self.table.fill(found)
        self.table.select_first()
        self.table.setVisible(bool(found))
        self._empty.setVisible(not self._desk.macros)
        head = self.table.head.sizeHint().height()
        self.table.setFixedHeight(head + scaled(_ROW) * min(max(len(found), 1), _MOST_ROWS) + 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list while the cursor stays in the field."""
        if watched is self._over:
            return super().eventFilter(watched, event)
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and _is_ours(event):
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self._take_key(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key, text, row = Qt.Key(event.key()), event.text(), self.table.current()
        if text.isdigit() and not self.field.text():
            self._choose_digit(int(text))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.table.keyPressEvent(event)
        elif key == Qt.Key.Key_S and event.modifiers() == _CTRL:
            self._leave_for(self.save_asked, self.field.text().strip())
        elif row is None:
            return False
        elif key in _ENTER:
            self._choose(row.macro)
        elif key == Qt.Key.Key_F2:
            self._leave_for(self.change_asked, row.macro)
        elif key == Qt.Key.Key_Delete and event.modifiers() == _CTRL:
            self._leave_for(self.remove_asked, row.macro)
        else:
            return False
        return True

    def _choose_digit(self, digit: int) -> None:
        row = next((row for row in self.table.records() if row.key == digit), None)
        if row is not None:
            self._choose(row.macro)

    def _choose(self, macro: Macro) -> None:
        self._leave_for(self.chosen, macro)

    def _leave_for(self, signal: SignalInstance, value: object) -> None:
        self._leave()
        signal.emit(value)


def _is_ours(event: QKeyEvent) -> bool:
    with_ctrl = event.modifiers() == _CTRL and event.key() in (Qt.Key.Key_S, Qt.Key.Key_Delete)
    return with_ctrl or event.key() == Qt.Key.Key_F2
