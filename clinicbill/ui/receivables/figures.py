"""The key figures of A/R, each opening the rows it is the sum of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.ledger.accounts import Account
from clinicbill.reports.aging import AgingKind
from clinicbill.reports.days_in_ar import PERIOD
from clinicbill.reports.shares import share_words
from clinicbill.ui.fonts import scaled
from clinicbill.ui.receivables.lines import BUCKETS_OF
from clinicbill.ui.widgets.key_figure import KeyFigure

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.reports.open_rows import OpenRow
    from clinicbill.reports.receivables import Receivables

TOTAL, INSURANCE, PATIENTS, OLD, DAYS = "Total A/R", "Insurance", "Patients", "Over 90 days", "Days in A/R"

# What it is called → what it says and what stands below it.
_FIGURES: dict[str, Callable[[Receivables], tuple[str, str]]] = {
    TOTAL: lambda it: (str(it.by_payer.total), f"{slashed(it.before.as_of)}: {it.before.total}"),
    INSURANCE: lambda it: (
        str(it.sum_of(AgingKind.PAYER)),
        f"{share_words(it.sum_of(AgingKind.PAYER), it.by_payer.total)} of the total",
    ),
    PATIENTS: lambda it: (
        str(it.sum_of(AgingKind.PATIENTS)),
        f"{it.people} {'person' if it.people == 1 else 'people'}",
    ),
    OLD: lambda it: (
        str(it.by_payer.over_90),
        f"{share_words(it.by_payer.over_90, it.by_payer.total)} of the total",
    ),
    DAYS: lambda it: (
        "–" if it.days.days is None else str(it.days.days),
        f"A/R ÷ charges of a day, last {PERIOD} days",
    ),
}


class Figures(QWidget):
    """Five numbers in a line."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, scaled(9), 16, scaled(9))
        row.setSpacing(scaled(36))
        self._figures: dict[str, KeyFigure] = {}
        for name in _FIGURES:
            figure = KeyFigure(name, opens=True)
            figure.opened.connect(lambda of=name: self.opened.emit(of))
            self._figures[name] = figure
            row.addWidget(figure)
        row.addStretch(1)

    def show_figures(self, found: Receivables) -> None:
        """Show the numbers of a day."""
        for name, figure in self._figures.items():
            figure.set_figure(*_FIGURES[name](found))

    def figure(self, name: str) -> KeyFigure:
        """One of the numbers."""
        return self._figures[name]


def rows_of(name: str, found: Receivables) -> list[OpenRow]:
    """The rows a key figure in dollars is the sum of."""
    return [row for row in found.rows if _ROWS[name](row)]


_ROWS: dict[str, Callable[[OpenRow], bool]] = {
    TOTAL: lambda _row: True,
    INSURANCE: lambda row: row.account is Account.PAYER_RECEIVABLE,
    PATIENTS: lambda row: row.account is Account.PATIENT_RECEIVABLE,
    OLD: lambda row: row.bucket in BUCKETS_OF["Over 90"],
}
