"""ReportView: a report's chart and table; arrows move by number, and the number under the cursor can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.reports.report_table import TOTAL, ReportRow, ReportTable
from clinicbill.ui.fonts import scaled
from clinicbill.ui.reports.chart_view import ChartView
from clinicbill.ui.reports.columns import report_columns
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


@dataclass(frozen=True, slots=True)
class Number:
    """The number under the cursor: its row, the head of its column, and what it is called."""

    row: ReportRow
    title: str
    name: str


class ReportView(QWidget):
    """Keeps one table for each report, with its cursor."""

    moved = Signal()  # the cursor is at another number, or at none
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown: ReportTable | None = None
        self._tables: dict[str, RecordTable[ReportRow]] = {}
        self._widest: dict[str, int] = {}
        self._filling = False
        self.chart = ChartView()
        self.chart.hide()
        self.chart.chosen.connect(self._go_to_bar)
        self._stack = QStackedWidget()
        self.states = States(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.chart)
        column.addWidget(self.states, 1)

    @property
    def table(self) -> RecordTable[ReportRow] | None:
        """The list that is shown; None while no report is."""
        return self._tables.get(self.shown.id) if self.shown is not None else None

    def show_report(self, report: ReportTable) -> None:
        """Show a report; where it was shown before, the cursor stays."""
        self.shown = report
        self.chart.setVisible(report.chart is not None)
        if report.chart is not None:
            self.chart.show_chart(report.chart)
        self._size_chart()
        if report.rows:
            self._fill(report)
            self.states.show_rows()
        else:
            self.states.show_empty(report.empty, report.about)
        self._tell()

    def show_message(self, what: str, why: str) -> None:
        """Say what is asked for before there is a report."""
        self.shown = None
        self.chart.hide()
        self.states.show_empty(what, why)
        self._tell()

    def number(self) -> Number | None:
        """The number under the cursor, if it has rows behind it."""
        table = self.table
        row = None if table is None else table.current()
        if table is None or row is None or self.shown is None:
            return None
        at = table.currentIndex().column()
        columns = self.shown.columns
        if not 0 <= at < len(columns) or not columns[at].opens or row.cells[at] is None:
            return None
        return Number(row, columns[at].title, f"{columns[at].title}, {_name_of(row)}")

    def _fill(self, report: ReportTable) -> None:
        table = self._tables.get(report.id) or self._make(report)
        self._widest[report.id] = max((sum(row.bars) for row in report.rows), default=0)
        self._stack.setCurrentWidget(table)
        self._filling = True
        table.fill([*report.rows, *((report.total,) if report.total is not None else ())])
        if table.currentIndex().column() < 1:
            first = next((at for at, column in enumerate(report.columns) if column.opens), 0)
            table.setCurrentIndex(table.model_of().index(0, first))
        self._filling = False

    def _make(self, report: ReportTable) -> RecordTable[ReportRow]:
        report_id = report.id
        columns = report_columns(report, self._is_current, lambda: self._widest.get(report_id, 0))
        made: RecordTable[ReportRow] = RecordTable(report.title, columns, identity=lambda row: row.key)
        made.selectionModel().currentChanged.connect(self._tell)
        made.opened.connect(lambda _row: self.opened.emit())
        self._tables[report_id] = made
        self._stack.addWidget(made)
        return made

    def _is_current(self, row: ReportRow, title: str) -> bool:
        if self.table is None or not self.table.hasFocus():
            return False
        found = self.number()
        return found is not None and found.row is row and found.title == title

    def _tell(self, *_: object) -> None:
        if self._filling:
            return
        if self.table is not None and self.shown is not None:
            self.table.viewport().update()
            row = self.table.current()
            keys = [one.key for one in self.shown.rows]
            self.chart.set_current(keys.index(row.key) if row is not None and row.key in keys else -1)
        self.moved.emit()

    def _go_to_bar(self, label: int, series: str) -> None:
        if self.shown is not None and self.table is not None:
            self.table.setCurrentIndex(self.table.model_of().index(label, self.shown.column(series)))
            self.table.setFocus()

    def _size_chart(self) -> None:
        """The chart takes what the table leaves, within reason."""
        rows = 0 if self.shown is None else len(self.shown.rows) + 1
        self.chart.set_room(self.height() - scaled(27) * (rows + 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height out anew."""
        super().resizeEvent(event)
        self._size_chart()


def _name_of(row: ReportRow) -> str:
    """What a row is about: its first words, or its day and what stands behind it."""
    if row.key == TOTAL:
        return "all"
    first, second = row.cells[0], row.cells[1]
    if isinstance(first, str):
        return first
    day = slashed(first) if isinstance(first, date) else ""
    return " ".join(part for part in (day, second if isinstance(second, str) else "") if part)
