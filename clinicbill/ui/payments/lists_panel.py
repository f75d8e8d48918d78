"""ListsPanel: the left side of the page: remittances of payers, payments of patients, a filter above either."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinicbill.ui.fonts import BOLD, Step, scaled
from clinicbill.ui.patients.search_field import SearchField
from clinicbill.ui.payments.columns import by_month, foot, remittance_lines, taken_lines
from clinicbill.ui.payments.reads import ListedRemittance, RemittanceList
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.labels import Label, line, secondary
from clinicbill.ui.widgets.record_list import RecordList
from clinicbill.ui.widgets.state import States
from clinicbill.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.reports.taken_payments import TakenRow
    from clinicbill.ui.widgets.key_cap import KeyButton

PAYERS, PATIENTS = range(2)


class _Pane(QWidget):
    """One list under its filter."""

    def __init__(self, rows: RecordList[Any], name: str) -> None:
        super().__init__()
        self.search = SearchField(name, "Filter", rows)
        self.states = States(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.search)
        column.addWidget(self.states, 1)


class ListsPanel(QWidget):
    """Tells what is chosen and what is looked for; the page reads."""

    remittance_chosen = Signal(object)  # ListedRemittance or None
    taken_chosen = Signal(object)  # TakenRow or None
    opened = Signal()
    view_changed = Signal(int)
    patients_asked = Signal()  # other words are looked for among the patients' payments

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(scaled(206))
        self.found = RemittanceList(as_of=date.min)
        self.only_waiting = False
        self._wanted_payment: int | None = None
        self.remittances: RecordList[ListedRemittance] = RecordList(
            "Remittances", remittance_lines, identity=lambda one: one.row.id
        )
        self.taken: RecordList[TakenRow] = RecordList(
            "Payments of patients", taken_lines, identity=lambda row: row.id
        )
        self.tabs = Tabs(("Payers", "Patients"))
        self.payers = _Pane(self.remittances, "Filter the remittances")
        self.patients = _Pane(self.taken, "Filter the payments of patients")
        self._stack = QStackedWidget()
        self._figures = [(secondary(""), Label("", step=Step.SECONDARY, weight=BOLD)) for _ in range(2)]
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        for pane in (self.payers, self.patients):
            self._stack.addWidget(pane)
        column.addWidget(self._stack, 1)
        column.addWidget(Hairline())
        self._foot = QWidget()
        sums = QVBoxLayout(self._foot)
        sums.setContentsMargins(0, 0, 0, 0)
        sums.setSpacing(0)
        for label, figure in self._figures:
            sums.addWidget(line(label, None, figure, height=23))
        column.addWidget(self._foot)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._show_view)
        self.remittances.chosen.connect(self.remittance_chosen)
        self.taken.chosen.connect(self.taken_chosen)
        for rows in (self.remittances, self.taken):
            rows.opened.connect(lambda _row: self.opened.emit())
        for pane in (self.payers, self.patients):
            pane.search.entered.connect(self.opened)
        self.payers.search.searched.connect(self._filter)
        self.patients.search.searched.connect(lambda _text: self.patients_asked.emit())

    @property
    def view(self) -> int:
        """PAYERS or PATIENTS."""
        return self.tabs.current

    @property
    def search(self) -> SearchField:
        """The filter of the list that is shown."""
        return self.patients.search if self.view == PATIENTS else self.payers.search

    def list_shown(self) -> QWidget:
        """The list that is shown."""
        return self.taken if self.view == PATIENTS else self.remittances

    def show_view(self, view: int) -> None:
        """Show the payers' or the patients' payments."""
        self.tabs.choose(view)

    def _show_view(self, view: int) -> None:
        self._stack.setCurrentIndex(view)
        self._foot.setVisible(view == PAYERS)
        self.view_changed.emit(view)

    # Remittances --------------------------------------------------------------------------------------

    def show_remittances(self, found: RemittanceList, button: KeyButton | None = None) -> None:
        """Show the list of the payers' payments."""
        self.found = found
        for (label, figure), (words, amount) in zip(self._figures, foot(found), strict=True):
            label.setText(words)
            figure.setText(amount.plain())
        self._fill(button)

    def _fill(self, button: KeyButton | None = None) -> None:
        text = self.payers.search.text
        shown = [one for one in self.found.matching(text) if one.waits or not self.only_waiting]
        self.remittances.fill(by_month(shown))
        if shown:
            self.payers.states.show_rows()
        elif text:
            self.payers.states.show_empty(f"Nothing for “{text}”.", "Payer, number, amount, date, state.")
        elif self.only_waiting:
            self.payers.states.show_empty("Nothing waits to be posted.", "Esc shows all remittances again.")
        else:
            self.payers.states.show_empty(
                "No remittance yet.", "An 835 file is proved before it is posted.", button
            )

    def select_remittance(self, remittance_id: int) -> bool:
        """Put the cursor on a remittance; the filter gives way."""
        if self.remittances.select(remittance_id):
            return True
        self.show_all()
        self.payers.search.field.clear()
        return self.remittances.select(remittance_id)

    def show_waiting(self) -> None:
        """Only what waits to be posted, as the count in the side bar says."""
        self.show_view(PAYERS)
        self.only_waiting = True
        self._fill()

    def show_all(self) -> bool:
        """Every remittance again; whether only some were shown."""
        if not self.only_waiting:
            return False
        self.only_waiting = False
        self._fill()
        return True

    def _filter(self, _text: str) -> None:
        self._fill()

    # Patients -----------------------------------------------------------------------------------------

    def show_taken(self, rows: Sequence[TakenRow], button: KeyButton | None = None) -> None:
        """Show the payments of patients."""
        self.taken.fill(rows)
        if self._wanted_payment is not None and self.taken.select(self._wanted_payment):
            self._wanted_payment = None
        text = self.patients.search.text
        if rows:
            self.patients.states.show_rows()
        elif text:
            self.patients.states.show_empty(f"Nothing for “{text}”.", "Name, chart number, method, date.")
        else:
            self.patients.states.show_empty(
                "No patient has paid yet.", "Copays and payments are taken here.", button
            )

    def want_taken(self, posting_id: int) -> None:
        """Put the cursor on a payment as soon as the list has it."""
        if not self.taken.select(posting_id):
            self._wanted_payment = posting_id
