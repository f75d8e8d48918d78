"""TakenPanel: one payment of a patient: how it came, which lines it paid, what of it is not applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import METHOD_WORDS
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.payments.columns import APPLIED, applied_totals
from clinicbill.ui.widgets.key_figure import KeyFigure
from clinicbill.ui.widgets.labels import Label, RunsLabel, line, name, section
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run, quiet
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clinicbill.reports.taken_payments import AppliedRow, TakenRow
    from clinicbill.ui.widgets.key_cap import KeyButton


class TakenPanel(QWidget):
    """Shows one payment; the page reads and reverses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row: TakenRow | None = None
        self.applied: RecordTable[AppliedRow] = RecordTable(
            "Lines the payment paid", APPLIED, identity=lambda one: one.line_id
        )
        self._name, self._about = name(""), RunsLabel()
        self._paid, self._applied = KeyFigure("Paid"), KeyFigure("Applied to lines")
        self._unapplied = KeyFigure("Unapplied")
        self._none = Label("It pays no line yet: all of it is unapplied.", role=Role.TEXT2)
        self._steps: Mapping[str, KeyButton] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        self._name_line = line(self._name, self._about, None, height=44)
        figures = QHBoxLayout()
        figures.setContentsMargins(16, 6, 16, 10)
        figures.setSpacing(scaled(40))
        for figure in (self._paid, self._applied, self._unapplied):
            figures.addWidget(figure)
        figures.addStretch(1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._name_line)
        column.addLayout(figures)
        column.addWidget(line(section("Where it went"), None, height=34))
        column.addWidget(self.applied, 300)
        self._none.setContentsMargins(16, 2, 16, 12)
        column.addWidget(self._none)
        column.addStretch(1)
        self.states = States(whole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.states)

    def add_steps(self, steps: Mapping[str, KeyButton]) -> None:
        """The buttons beside the name, by action."""
        self._steps = steps
        row = self._name_line.layout()
        for button in steps.values():
            if row is not None:
                row.addWidget(button)

    def show_payment(self, row: TakenRow, applied: Sequence[AppliedRow]) -> None:
        """Show where a payment went."""
        self.row = row
        self._name.setText(str(row.patient))
        self._about.set_runs(_facts(row))
        paid = Money.total(one.amount for one in applied)
        self._paid.set_figure(str(row.paid), METHOD_WORDS.get(row.method, row.method))
        self._applied.set_figure(str(paid), f"{len(applied)} line{'' if len(applied) == 1 else 's'}")
        self._unapplied.set_figure(str(row.unapplied), "when it was taken")
        self._unapplied.setVisible(bool(row.unapplied))
        self.applied.fill(applied, applied_totals(row, applied))
        self.applied.selectionModel().clear()
        self.applied.setVisible(bool(applied))
        self._none.setVisible(not applied)
        rows = self.applied.model_of().rowCount()
        self.applied.setMaximumHeight(scaled(26) + scaled(27) * rows + 2)
        for action, button in self._steps.items():
            useful = action != "payments.apply" or bool(row.unapplied)
            button.setVisible(row.reversed_on is None and useful)
        self.states.show_rows()

    def show_nothing(self, what: str, why: str, button: KeyButton | None = None) -> None:
        """No payment is selected."""
        self.row = None
        self.states.show_empty(what, why, button)


def _facts(row: TakenRow) -> tuple[Run, ...]:
    parts = [quiet(row.description), quiet("·"), quiet(slashed(row.posted_on)), quiet("·"), quiet(row.user)]
    if row.reversed_on is not None:
        words = f"Reversed {slashed(row.reversed_on)}: {row.reversed_why}"
        parts += [quiet("·"), Run(words, Role.BLUE, icon="undo", icon_role=Role.BLUE)]
    return tuple(parts)
