"""ListForm: a list and, for the record under the cursor, the form it is changed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from clinicbill.ui.widgets.columns import Column, Group, Row
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.splitter import Splitter
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from clinicbill.ui.widgets.kept_form import KeptForm
    from clinicbill.ui.widgets.key_cap import KeyButton
    from clinicbill.workflows.outcome import Outcome


class ListForm(QWidget, Generic[Row]):
    """`record_of` gives the record behind a row of the list.

    Nothing typed is lost by moving away: the cursor stays on a record until it is saved or taken back.
    """

    said = Signal(str)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Row]],
        kept: KeptForm,
        *,
        identity: Callable[[Row], Hashable],
        record_of: Callable[[Row], Any],
        sizes: tuple[int, int] = (170, 330),
        upright: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kept, self._identity, self._record_of = kept, identity, record_of
        self._shown: Row | None = None
        self._wanted: Hashable = None
        self._moving = False
        self._empty: tuple[str, str, Callable[[], KeyButton] | None] = ("Nothing here yet.", "", None)
        self.table: RecordTable[Row] = RecordTable(name, columns, identity=identity)
        split = Splitter(f"list form {name}", [self.table, kept], sizes, grows=1, upright=upright)
        if not upright:
            split.setStretchFactor(0, 1)
        self.states = States(split)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.states, 1)
        self.table.chosen.connect(self._choose)
        self.table.clicked.connect(self._clicked)
        self.table.opened.connect(self._enter)
        kept.said.connect(self.said)

    def set_empty(self, what: str, why: str, button: Callable[[], KeyButton] | None = None) -> None:
        """What stands here while there is nothing in the list, and the first step."""
        self._empty = (what, why, button)

    def fill(self, rows: Sequence[Row | Group[Row]]) -> None:
        """Show other rows; what is being typed stays."""
        self._moving = True
        self.table.fill(rows)
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        self._moving = False
        if self.kept.new:
            self.table.clearSelection()
        elif not self.kept.dirty:
            self.kept.form.unload()
            self._load(self.table.current())
        self._show_state()

    def select(self, key: Hashable) -> bool:
        """Put the cursor on a record; remembered where it is not in the list yet."""
        if self.table.select(key):
            return True
        self._wanted = key
        return False

    def go_to(self, key: Hashable, field: str) -> bool:
        """Put the cursor into a field of a record; False where it is not there, or another one is not saved."""
        if not self.show_record(key):
            return False
        self.kept.reach(field)
        return True

    def show_record(self, key: Hashable) -> bool:
        """Show a record of the list in the form; False as `go_to`."""
        if not self.table.select(key):
            return False
        if self.kept.new:  # the cursor of the list never left this row
            self._choose(self.table.current())
        return self._shown is not None and self._identity(self._shown) == key and not self.kept.new

    def add(self, record: object, *, first: str = "") -> None:
        """Begin a new record; `first` is the field the cursor goes to."""
        if self.kept.dirty:
            self.kept.warn()
            return
        self.table.clearSelection()
        self.kept.load(record, new=True)
        self._show_state()
        if first:
            self.kept.form.focus_on(first)
        else:
            self.kept.form.focus_first()

    def take_outcome(self, outcome: Outcome) -> bool:
        """After the workflow answered: whether it is saved."""
        if not self.kept.take_outcome(outcome):
            return False
        self._wanted = outcome.row_id
        return True

    def back(self) -> bool:
        """Esc: take back what was typed, leave a new record, go from the form to the list."""
        if self.kept.back():
            return True
        inside = QApplication.focusWidget()
        if self.kept.new:
            self._leave_new()
            return True
        if inside is not None and self.kept.isAncestorOf(inside):
            self.table.setFocus()
            return True
        return False

    def _leave_new(self) -> None:
        row = self.table.current()
        if row is not None:
            self._moving = True
            self.table.select(self._identity(row))
            self._moving = False
        self.kept.leave_new()
        self._load(row)
        self._show_state()
        self.table.setFocus()

    def _show_state(self) -> None:
        something = bool(self.table.records()) or self.kept.new
        if something:
            self.states.show_rows()
        else:
            what, why, button = self._empty
            self.states.show_empty(what, why, button() if button is not None else None)
        self.kept.setVisible(self.kept.form.loaded and something)

    def _choose(self, row: Row | None) -> None:
        if self._moving or row is None:
            return
        if self.kept.dirty:
            self._stay()
            return
        self._load(row)
        self._show_state()

    def _clicked(self, _index: object) -> None:
        """A click on the row the cursor never left still leads away from a new record."""
        if self.kept.new:
            self._choose(self.table.current())

    def _stay(self) -> None:
        """The cursor goes back to what is not saved yet."""
        self._moving = True
        if self.kept.new:
            self.table.clearSelection()
        elif self._shown is not None:
            self.table.select(self._identity(self._shown))
        self._moving = False
        self.kept.warn()

    def _load(self, row: Row | None) -> None:
        self._shown = row
        if row is not None:
            self.kept.load(self._record_of(row))

    def _enter(self, _row: object = None) -> None:
        self.kept.form.focus_first()
