"""Section: one entry of the setup page: a list with a form, a form alone, or something to look at and do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.ui.setup.record_kind import RecordKind, make_list

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from clinicbill.ui.setup.reads import SetupFile
    from clinicbill.ui.target import Target
    from clinicbill.ui.undo import Undo
    from clinicbill.ui.widgets.kept_form import KeptForm
    from clinicbill.ui.widgets.list_form import ListForm
    from clinicbill.workflows.outcome import Outcome

R = TypeVar("R")


class Section(QWidget):
    """What the page asks of each of its sections."""

    save_asked = Signal(object)
    said = Signal(str)
    changed = Signal()

    adds = ""  # the words of the add button; empty where nothing can be added

    @property
    def kept(self) -> KeptForm | None:
        """The form that is typed into."""
        return None

    def show_file(self, file: SetupFile) -> None:
        """Show what is stored; what is being typed stays."""

    def go_to(self, target: Target) -> None:
        """Put the cursor into a field of a record."""
        if self.kept is not None:
            self.kept.reach(target.field)

    def begin(self) -> None:
        """A new record."""

    def save(self) -> None:
        """Ask for what was typed to be saved."""
        if self.kept is not None:
            self.kept.save()

    def take_outcome(self, outcome: Outcome) -> bool:
        """After the workflow answered: whether it is saved."""
        return self.kept is not None and self.kept.take_outcome(outcome)

    def back(self) -> bool:
        """Esc."""
        return self.kept is not None and self.kept.back()

    def first_focus(self) -> QWidget:
        """Where the keyboard goes when the section is entered."""
        return self

    def _listen(self, kept: KeptForm) -> None:
        kept.save_asked.connect(self.save_asked)
        kept.said.connect(self.said)
        kept.changed.connect(self.changed)


class ListSection(Section, Generic[R]):
    """A list with a form; `records_of` finds the records in what was read."""

    def __init__(
        self,
        kind: RecordKind[R],
        records_of: Callable[[SetupFile], Sequence[R]],
        *,
        as_of: date,
        undo: Undo,
    ) -> None:
        super().__init__()
        self.kind = kind
        self.adds = f"Add {kind.noun}"
        self._records_of, self._as_of = records_of, as_of
        self._records: Sequence[R] = ()
        self.list: ListForm[R] = make_list(kind, lambda: self._records, as_of=as_of, undo=undo)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.list, 1)
        self._listen(self.list.kept)

    def add_above(self, widget: QWidget) -> None:
        """A line of tools above the list."""
        self._column.insertWidget(0, widget)

    @property
    def kept(self) -> KeptForm:
        """The form beside the list."""
        return self.list.kept

    def show_file(self, file: SetupFile) -> None:
        """Show the records, those in use first."""
        self._records = self._records_of(file)
        self.list.kept.make_way()
        self.prepare(file)
        self.list.fill(in_use_first(self._records))

    def prepare(self, file: SetupFile) -> None:
        """Offer other choices in the form before records are shown."""

    def go_to(self, target: Target) -> None:
        """Put the cursor into a field of a record of the list; into the list where there is no such record."""
        if not target.row:
            self.list.table.setFocus()
        elif target.field:
            self.list.go_to(target.row, target.field)
        else:
            self.list.select(target.row)

    def begin(self) -> None:
        """A new record."""
        self.list.add(self.kind.blank(self._as_of))

    def take_outcome(self, outcome: Outcome) -> bool:
        """After the workflow answered: the cursor goes to the new record."""
        return self.list.take_outcome(outcome)

    def back(self) -> bool:
        """Esc: take back, leave a new record, go to the list."""
        return self.list.back()

    def first_focus(self) -> QWidget:
        """The list."""
        return self.list.table


def in_use_first(records: Sequence[Any]) -> list[Any]:
    """Records that are not used any more stand at the end."""
    used = [record for record in records if getattr(record, "active", True)]
    return [*used, *(record for record in records if not getattr(record, "active", True))]
