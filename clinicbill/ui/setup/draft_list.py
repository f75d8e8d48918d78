"""DraftList: a list with a form whose records are kept here until the practice is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.ui.setup.record_kind import RecordKind, id_of, make_list
from clinicbill.workflows.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from clinicbill.ui.undo import Undo
    from clinicbill.ui.widgets.kept_form import KeptForm

R = TypeVar("R")


def _as_it_is(record: Any) -> Any:  # noqa: ANN401 - any record
    return record


class DraftList(QWidget, Generic[R]):
    """Rows get numbers of their own; `settled` turns a record as typed into one as kept."""

    changed = Signal()
    said = Signal(str)

    def __init__(
        self,
        kind: RecordKind[R],
        *,
        as_of: date,
        undo: Undo | None,
        settled: Callable[[R], R] = _as_it_is,
    ) -> None:
        super().__init__()
        self._kind, self._as_of, self._settled = kind, as_of, settled
        self._records: list[R] = []
        self._last = 0  # a number is never given twice: fees name payers by it
        self.list = make_list(kind, lambda: self._records, as_of=as_of, undo=undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        self.kept.save_asked.connect(self._keep)
        self.kept.said.connect(self.said)
        self.kept.changed.connect(self.changed)
        self.list.fill(())

    @property
    def kept(self) -> KeptForm:
        """The form beside the list."""
        return self.list.kept

    @property
    def records(self) -> list[R]:
        """What is kept so far."""
        return list(self._records)

    def put(self, records: Sequence[R]) -> None:
        """Keep more records, as from a list of usual ones."""
        for record in records:
            self._add(record)
        self._show()

    def change(self, records: Sequence[R]) -> None:
        """Keep these instead, under the numbers they have."""
        self._records = list(records)
        self._show()

    def select(self, at: int) -> None:
        """Put the cursor on a record by its place."""
        if 0 <= at < len(self._records):
            self.list.select(id_of(self._records[at]))

    def begin(self) -> None:
        """A new record."""
        self.list.add(self._kind.blank(self._as_of))

    def enter(self) -> None:
        """The keyboard begins in the list, or in the first record of an empty one."""
        if self._records:
            if self.kept.new and not self.kept.dirty:
                self.list.back()
            self.list.table.setFocus()
        else:
            self.begin()

    def leave(self) -> bool:
        """Keep what is typed; False where something must be fixed first."""
        if self.kept.dirty:
            self.kept.save()
        return not self.kept.dirty

    def remove(self) -> None:
        """Take the record under the cursor off the list."""
        gone = self.list.table.current()
        if gone is not None and not self.kept.new:
            self._records = [record for record in self._records if id_of(record) != id_of(gone)]
            self.kept.form.unload()
            self._show()

    def _keep(self, typed: R) -> None:
        record, was_new = self._settled(typed), not id_of(typed)
        row_id = self._add(record) if was_new else self._exchange(record)
        inside = self.kept.form.field_with_focus()
        self.list.take_outcome(Outcome(row_id=row_id))
        self._show()
        if was_new:
            self.begin()
        elif inside:
            self._go_below(row_id, inside)

    def _go_below(self, row_id: int, field: str) -> None:
        """The cursor goes to the same field of the next row: a column of fees is typed without leaving it."""
        ids = [id_of(record) for record in self._records]
        at = ids.index(row_id) + 1
        if at < len(ids):
            self.list.select(ids[at])
        self.kept.form.focus_on(field)

    def _add(self, record: R) -> int:
        self._last += 1
        self._records.append(replace(record, id=self._last))  # type: ignore[type-var]  # every record is a dataclass
        return self._last

    def _exchange(self, record: R) -> int:
        number = id_of(record)
        self._records = [record if id_of(other) == number else other for other in self._records]
        return number

    def _show(self) -> None:
        self.list.fill(self._records)
        self.changed.emit()
