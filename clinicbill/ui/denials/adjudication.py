"""Adjudication: what the payer decided on a line as one sum: charge − paid − each adjustment = left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from clinicbill.basics.money import Money
from clinicbill.codesets.adjustments import adjustment_gloss, remark_gloss
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import BOLD, MEDIUM, NORMAL, Step, scaled
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.labels import Label

if TYPE_CHECKING:
    from clinicbill.reports.denied_lines import DeniedLine


def sums_of(line: DeniedLine) -> list[tuple[str, str, Money, bool]]:
    """(code, words, amount, whether it is the sum): the payer's view of the line, then what is open on the books."""
    rows = [("", "Charge", line.charge, False), ("", "Paid by the payer", -line.paid, False)]
    rows += [
        (f"{one.group}-{one.reason}", adjustment_gloss(one.reason), -one.amount, False)
        for one in line.adjustments
    ]
    taken = Money.total(one.amount for one in line.adjustments)
    named = line.charge - line.paid - taken
    rows.append(("", "Left after what the payer named", named, True))
    rows.append(("", "Denied, so still open with the payer", line.open_amount, True))
    return rows


class Adjudication(QWidget):
    """The sum, and the remarks in words of our own below it."""

    def __init__(self, line: DeniedLine) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(scaled(4))
        self._grid.setColumnStretch(1, 1)
        for code, words, amount, is_sum in sums_of(line):
            if is_sum:
                self._grid.addWidget(Hairline(Role.STRONG), self._grid.rowCount(), 0, 1, 3)
            self._add(code, words, amount.plain(), BOLD if is_sum else NORMAL)
        for remark in line.remarks:
            self._add(remark, remark_gloss(remark), "", NORMAL)

    def _add(self, code: str, words: str, amount: str, weight: object) -> None:
        row = self._grid.rowCount()
        bold = BOLD if weight is BOLD else NORMAL
        top = Qt.AlignmentFlag.AlignTop
        if code:
            self._grid.addWidget(Label(code, step=Step.SECONDARY, weight=MEDIUM, mono=True), row, 0, top)
        label = Label(words, step=Step.SECONDARY, weight=bold, wrap=True)
        self._grid.addWidget(label, row, 1 if code else 0, 1, 1 if code else 2)
        right = top | Qt.AlignmentFlag.AlignRight
        self._grid.addWidget(Label(amount, step=Step.SECONDARY, weight=bold), row, 2, right)
