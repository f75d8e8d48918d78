"""The right side of A/R: what to watch, found in the rows, and how the total adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import BOLD, MEDIUM, NORMAL, Step, scaled
from clinicbill.ui.today.scroll_panel import ScrollPanel
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import IconLabel, Label, secondary, section

if TYPE_CHECKING:
    from clinicbill.reports.receivables import LedgerSums, Receivables
    from clinicbill.reports.risks import Risk
    from clinicbill.ui.receivables.reads import Picture

_NUMBERS = {1: "One thing", 2: "Two things", 3: "Three things"}
_RULE = None
# What a line says, its amount, whether it is a sum.
_Lines = tuple[tuple[str, Money, bool] | None, ...]


class RiskView(QWidget):
    """One thing to watch: what, how much, why, and a button that shows its rows."""

    def __init__(self, risk: Risk, number: int) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconLabel(risk.icon, Role(risk.role), drop=1), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(scaled(3))
        column.addWidget(Label(risk.title, weight=MEDIUM, wrap=True))
        column.addWidget(secondary(risk.text, wrap=True))
        count = len(risk.rows)
        self.button = KeyButton(f"Show {count} row{'' if count == 1 else 's'}", str(number))
        column.addSpacing(2)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)
        self.setAccessibleName(f"{risk.title} {risk.text}")


class SidePanel(ScrollPanel):
    """Risks above, the sums below; it scrolls where there is more than room."""

    risk_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__("What to watch, and how it adds up")
        self.sums: dict[str, Money] = {}

    def show_picture(self, picture: Picture) -> None:
        """Show what was found on another day."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, scaled(12), 14, scaled(14))
        column.setSpacing(scaled(10))
        column.addWidget(section(f"{_NUMBERS[len(picture.risks)]} to watch" if picture.risks else "To watch"))
        for number, risk in enumerate(picture.risks, 1):
            view = RiskView(risk, number)
            view.button.clicked.connect(lambda _on=False, at=number - 1: self.risk_asked.emit(at))
            column.addWidget(view)
            column.addSpacing(scaled(4))
        if not picture.risks:
            column.addWidget(secondary("Nothing is late, silent, refused or about to be lost.", wrap=True))
        column.addWidget(Hairline())
        self._add_sums(column, picture.found)
        column.addStretch(1)
        self.setWidget(inside)

    def _add_sums(self, column: QVBoxLayout, found: Receivables) -> None:
        self.sums = {}
        column.addWidget(section("How it adds up"))
        column.addWidget(self._grid(_owed(found)))
        column.addLayout(_verdict(found))
        column.addWidget(Hairline())
        column.addWidget(section("Since the first entry"))
        column.addWidget(self._grid(_moved(found.ledger)))

    def _grid(self, lines: _Lines) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(scaled(4))
        grid.setColumnStretch(0, 1)
        for at, one in enumerate(lines):
            if one is None:
                grid.addWidget(Hairline(Role.STRONG), at, 0, 1, 2)
                continue
            words, amount, is_sum = one
            weight = BOLD if is_sum else NORMAL
            self.sums[words] = amount
            role = Role.TEXT if is_sum else Role.TEXT2
            grid.addWidget(Label(words, step=Step.SECONDARY, weight=weight, role=role), at, 0)
            value = Label(amount.plain(), step=Step.SECONDARY, weight=weight)
            grid.addWidget(value, at, 1, Qt.AlignmentFlag.AlignRight)
        return holder


def _owed(found: Receivables) -> _Lines:
    ledger = found.ledger
    return (
        ("Ledger: insurance owes", ledger.of(Account.PAYER_RECEIVABLE), False),
        ("Ledger: patients owe", ledger.of(Account.PATIENT_RECEIVABLE), False),
        ("Ledger: unapplied credits", ledger.of(Account.UNAPPLIED), False),
        _RULE,
        ("A/R shown", found.by_payer.total, True),
    )


def _moved(ledger: LedgerSums) -> _Lines:
    return (
        ("Charged", ledger.charged, False),
        ("Paid", -ledger.paid, False),
        ("Written off", -ledger.written_off, False),
        ("Interest, refunds, other", -ledger.other, False),
        _RULE,
        ("Still open", ledger.receivable, True),
    )


def _verdict(found: Receivables) -> QHBoxLayout:
    """Whether the report, its rows and the ledger are the same to the cent."""
    row = QHBoxLayout()
    row.setSpacing(6)
    difference = found.by_payer.total - found.ledger.receivable
    words, icon, role = ("Agrees with the ledger to the cent", "circle-check", Role.GREEN)
    if not found.agrees:
        off = f"Differs by {abs(difference)}" if difference else "Its rows do not add up"
        words, icon, role = (f"{off}: run a check under Setup", "circle-x", Role.RED)
    row.addWidget(IconLabel(icon, role, 14))
    row.addWidget(Label(words, step=Step.SECONDARY, role=role), 1)
    return row
