"""AgingTables: the aging by payer and by patient; arrows move by cell, and the cell says which rows it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from clinicbill.reports.aging import AgingBy, AgingKind
from clinicbill.ui.receivables.columns import aging_columns, share_row
from clinicbill.ui.receivables.lines import BUCKETS_OF, CELL_WORDS, SORTS, AgingLine, lines_of
from clinicbill.ui.receivables.narrowed import matching, narrowed
from clinicbill.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from clinicbill.reports.aging import AgingReport
    from clinicbill.reports.open_rows import OpenRow
    from clinicbill.reports.receivables import Receivables

_WHOSE = {AgingBy.PAYER: "Payer", AgingBy.PATIENT: "Patient"}


@dataclass(frozen=True, slots=True)
class Spot:
    """The cell the cursor is in: its line, the buckets it stands for (none for the whole line), and its words."""

    line: AgingLine
    buckets: tuple[int, ...]
    words: str

    @property
    def one_payer(self) -> bool:
        """Whether every row behind it has the same payer, or none."""
        party = self.line.party
        return party is not None and party.kind is not AgingKind.PATIENT


class AgingTables(QStackedWidget):
    """One table for each way to look; each keeps its cursor and its order."""

    moved = Signal()  # the cursor is in another cell, or its rows are others
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.by = AgingBy.PAYER
        self._found: Receivables | None = None
        self._sorted: dict[AgingBy, tuple[str, bool]] = {
            AgingBy.PAYER: ("", False),
            AgingBy.PATIENT: ("Total", True),
        }
        self._text = ""
        self.rows: list[OpenRow] = []
        self._widest = 0
        self._filling = False
        self._tables = {by: self._make(by) for by in AgingBy}
        for table in self._tables.values():
            self.addWidget(table)

    def _make(self, by: AgingBy) -> RecordTable[AgingLine]:
        columns = aging_columns(_WHOSE[by], self._is_current, lambda: self._widest)
        made: RecordTable[AgingLine] = RecordTable(
            f"A/R by {_WHOSE[by].lower()}", columns, identity=lambda line: line.key
        )
        made.selectionModel().currentChanged.connect(self._tell)
        made.opened.connect(lambda _line: self.opened.emit())
        made.sort_asked.connect(partial(self._sort, by))
        return made

    @property
    def table(self) -> RecordTable[AgingLine]:
        """The one that is shown."""
        return self._tables[self.by]

    def show_by(self, by: AgingBy) -> None:
        """One line for each payer, or for each patient."""
        self.by = by
        self.setCurrentWidget(self.table)
        self._fill()

    def show_found(self, found: Receivables) -> None:
        """Show another day; the cursor stays in its cell."""
        self._found = found
        self._narrow()

    def show_only(self, text: str) -> None:
        """Only rows whose patient or payer the words name, with their own total; no words show all again."""
        self._text = text.strip()
        self._narrow()

    def _narrow(self) -> None:
        if self._found is not None:
            self.rows = matching(self._found.rows, self._text)
            self._fill()

    @property
    def text(self) -> str:
        """The words only whose rows are shown."""
        return self._text

    def report(self, found: Receivables) -> AgingReport:
        """The report that is shown."""
        whole = found.report(self.by)
        return narrowed(whole, self.rows) if self._text else whole

    def select_payer(self, payer_id: int) -> bool:
        """Put the cursor on a payer; whether it is there."""
        self.show_by(AgingBy.PAYER)
        return self.table.select((str(AgingKind.PAYER), payer_id))

    def spot(self) -> Spot | None:
        """Where the cursor is."""
        line = self.table.current()
        if line is None:
            return None
        title = self._column()
        return Spot(line, BUCKETS_OF.get(title, ()), CELL_WORDS.get(title, ""))

    def sort_here(self) -> bool:
        """By the column the cursor is in, again turns the order; False for a column that has none."""
        title = self._column()
        name = "Name" if title == _WHOSE[self.by] else title
        if name not in SORTS:
            return False
        before, down = self._sorted[self.by]
        self._sort(self.by, name, not down if before == name else name != "Name")
        return True

    def _sort(self, by: AgingBy, name: str, descending: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._sorted[by] = (name, descending)
        self._fill()

    def _fill(self) -> None:
        if self._found is None:
            return
        report = self.report(self._found)
        name, down = self._sorted[self.by]
        lines = lines_of(report, name, descending=down, total="Total shown" if self._text else "Total")
        self._widest = max((line.total.cents for line in lines if not line.is_total), default=0)
        self._filling = True
        self.table.fill(lines, [share_row(report, _WHOSE[self.by])] if lines else [])
        if name:
            self.table.head.show_sorted(name, descending=down)
        self._filling = False
        self._tell()

    def _column(self) -> str:
        at = self.table.currentIndex().column()
        titles = [column.title for column in self.table.model_of().columns]
        return titles[at] if 0 <= at < len(titles) else ""

    def _is_current(self, line: AgingLine, title: str) -> bool:
        return self.table.hasFocus() and self.table.current() is line and self._column() == title

    def _tell(self, *_: object) -> None:
        if not self._filling:
            self.table.viewport().update()
            self.moved.emit()
