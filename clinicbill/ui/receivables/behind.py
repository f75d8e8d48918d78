"""Behind: the rows a number of A/R is the sum of, and the two sides of days in A/R."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.reports.days_in_ar import PERIOD
from clinicbill.reports.ledger_sums import LedgerLine, lines_total
from clinicbill.reports.open_rows import OpenRow, rows_total
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, scaled
from clinicbill.ui.receivables.columns import LAST_WORD, PAYER_AT, ROWS
from clinicbill.ui.receivables.reads import first_charged_on
from clinicbill.ui.widgets.columns import Column, Totals
from clinicbill.ui.widgets.key_figure import KeyFigure
from clinicbill.ui.widgets.labels import Label, line, secondary, section
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.reports.days_in_ar import DaysInAr

CHARGES: tuple[Column[LedgerLine], ...] = (
    Column("Charged", lambda row: row.posted_on, right=True, width=96),
    Column("Patient", lambda row: row.patient, weight=MEDIUM, stretch=1, width=128),
    Column("Payer", lambda row: row.payer, stretch=1, width=120),
    Column("Visit", lambda row: row.visit_on, right=True, width=96),
    Column("Service", lambda row: row.procedure, mono=True),
    Column("Charge", lambda row: row.amount, right=True, sums=True, width=84),
)
_ROWS, _DAYS = range(2)


class Equation(QWidget):
    """Numerator ÷ denominator = days, both as they are."""

    charges_opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, scaled(4), 16, scaled(8))
        row.setSpacing(scaled(16))
        self._receivable = KeyFigure("A/R")
        self._charges = KeyFigure("Charges")
        self._days = KeyFigure("Days in A/R")
        for sign, figure in (
            ("", self._receivable),
            ("÷  (", self._charges),
            (f"÷ {PERIOD} days )", None),
            ("=", self._days),
        ):
            if sign:
                operator = Label(sign, role=Role.TEXT2)
                operator.setContentsMargins(0, scaled(16), 0, 0)
                row.addWidget(operator)
            if figure is not None:
                row.addWidget(figure)
        row.addStretch(1)

    def show_days(self, days: DaysInAr, as_of: date) -> None:
        """Show both sides."""
        self._receivable.set_figure(days.receivable.plain(), f"on {slashed(as_of)}")
        period = f"{slashed(first_charged_on(as_of))}–{slashed(as_of)}"
        self._charges.set_figure(days.charges.plain(), period)
        shown = "–" if days.days is None else str(days.days)
        self._days.set_figure(shown, "nothing was charged" if days.days is None else "to one decimal")


class Behind(QWidget):
    """A section line that says what is shown, the rows, and their total."""

    opened = Signal(object)  # OpenRow
    patient_asked = Signal(object)  # LedgerLine
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: RecordTable[OpenRow] = RecordTable(
            "Rows behind the cell", ROWS, identity=lambda row: row.key
        )
        self.charges: RecordTable[LedgerLine] = RecordTable(
            "Charges behind days in A/R", CHARGES, identity=lambda row: row.entry_id
        )
        self._name, self._about = section(""), secondary("")
        self._order = secondary("Oldest first")
        self.equation = Equation()
        self.states = States(self.rows)
        days = QWidget()
        inside = QVBoxLayout(days)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.equation)
        inside.addWidget(self.charges, 1)
        self._views = QStackedWidget()
        self._views.addWidget(self.states)
        self._views.addWidget(days)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(self._name, self._about, None, self._order, height=34))
        column.addWidget(self._views, 1)
        self.rows.opened.connect(self.opened)
        self.rows.chosen.connect(lambda _row: self.chosen.emit())
        self.charges.opened.connect(self.patient_asked)

    def show_rows(
        self,
        name: str,
        about: str,
        rows: Sequence[OpenRow],
        *,
        payers: bool,
        above: str,
        order: str = "Oldest first",
        why: str = "The number above is 0.00.",
    ) -> None:
        """Show what a number is made of; `payers` says whether the payer differs from row to row."""
        self._views.setCurrentIndex(_ROWS)
        self._name.setText(name)
        words = f"{len(rows):,} open row{'' if len(rows) == 1 else 's'}"
        self._about.setText(f"{words}, {about}" if about else words)
        self._order.setText(order)
        self.rows.setAccessibleName(f"Rows behind {name} {about}".strip())
        self.rows.setColumnHidden(PAYER_AT, not payers)
        self.rows.fill(rows, [self._total(rows, above)] if rows else [])
        self.rows.select_first()
        if rows:
            self.states.show_rows()
        else:
            self.states.show_empty("Nothing is open here.", why)

    def _total(self, rows: Sequence[OpenRow], above: str) -> Totals:
        words = f"{len(rows):,} row{'' if len(rows) == 1 else 's'} add up to {above}"
        if len(rows) == 1:
            words = f"1 row is {above}"
        return Totals({"Patient": "Total", LAST_WORD: words, "Open": rows_total(rows)})

    def show_days(self, days: DaysInAr, as_of: date, charges: Sequence[LedgerLine]) -> None:
        """Show the two sides of days in A/R, and the charges behind the second."""
        self._views.setCurrentIndex(_DAYS)
        self._name.setText("Days in A/R")
        self._about.setText("how many days of charges are open")
        self._order.setText("By accounting day")
        self.equation.show_days(days, as_of)
        self.charges.fill(charges, [Totals({"Patient": "Total charges", "Charge": lines_total(charges)})])

    @property
    def showing_days(self) -> bool:
        """Whether the two sides of days in A/R are shown."""
        return self._views.currentIndex() == _DAYS

    @property
    def name(self) -> str:
        """What is shown."""
        return self._name.text()

    def first_focus(self) -> QWidget:
        """The list that is shown."""
        return self.charges if self.showing_days else self.rows
