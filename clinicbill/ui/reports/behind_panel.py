"""BehindPanel: the rows a number of a report is the sum of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.reports.report_table import BehindRow, behind_total
from clinicbill.ui.reports.columns import BEHIND
from clinicbill.ui.widgets.columns import Totals
from clinicbill.ui.widgets.labels import line, secondary, section
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from collections.abc import Sequence


_AMOUNT = next(at for at, column in enumerate(BEHIND) if column.title == "Amount")


class BehindPanel(QWidget):
    """A section line that says which number, the rows, their total."""

    def __init__(self) -> None:
        super().__init__()
        self.table: RecordTable[BehindRow] = RecordTable(
            "Rows behind the number", BEHIND, identity=lambda row: row.key
        )
        self.states = States(self.table)
        self._name, self._about = section(""), secondary("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(self._name, self._about, None))
        column.addWidget(self.states, 1)
        self.clear()

    @property
    def about(self) -> str:
        """What the section line says of the rows."""
        return self._about.text()

    @property
    def name(self) -> str:
        """Which number is shown."""
        return self._name.text()

    def clear(self) -> None:
        """No number is chosen."""
        self._name.setText("")
        self._about.setText("")
        self.table.fill([])
        self.states.show_empty("Move to a number to see its rows.")

    def show_rows(self, name: str, rows: Sequence[BehindRow]) -> None:
        """Show what a number is made of."""
        total = behind_total(rows)
        counted = all(row.amount is None for row in rows)
        words = "1 row adds" if len(rows) == 1 else f"{len(rows):,} rows add"
        told = words.rpartition(" ")[0] if counted else f"{words} up to {total.plain()}"
        self._name.setText(name)
        self._about.setText(told if rows else "")
        self.table.setAccessibleName(f"Rows behind {name}")
        self.table.setColumnHidden(_AMOUNT, bool(rows) and counted)
        self.table.fill(rows, [] if counted else [Totals({"Who": "Total", "Amount": total})])
        self.table.select_first()
        if rows:
            self.states.show_rows()
        else:
            self.states.show_empty("Nothing stands behind this number.", "It is zero.")
