"""Account: what was charged, paid and adjusted, what is owed, and for every figure the rows behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.reports.account_figures import PATIENT, Figure, FigureRow
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import Step, scaled
from clinicbill.ui.patients.account_columns import (
    CLAIMS,
    FIGURE_WORDS,
    FIGURES,
    PAYMENTS,
    behind_columns,
    visit_columns,
)
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.columns import Totals
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.key_figure import KeyFigure
from clinicbill.ui.widgets.labels import Label, secondary
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.splitter import Splitter
from clinicbill.ui.widgets.state import States
from clinicbill.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.basics.identifiers import ServiceLineId
    from clinicbill.reports.account import ClaimAccount, PatientAccount, PaymentAccount, VisitAccount

_BEHIND, _CLAIMS, _PAYMENTS = range(3)
# The equation, left to right; what touches lines otherwise shows only where there is some.
_TERMS = (
    ("Charges", ""),
    ("Insurance paid", "\u2212"),
    ("Adjusted", "\u2212"),
    ("Patient paid", "\u2212"),
    ("Other", "\u2212"),
    ("Owed", "="),
)
_TERM_FIGURES: dict[str, Callable[[PatientAccount], Figure]] = {
    "Charges": lambda found: found.sums.charge,
    "Insurance paid": lambda found: found.sums.insurance_paid,
    "Adjusted": lambda found: found.sums.adjusted,
    "Patient paid": lambda found: found.sums.patient_paid,
    "Other": lambda found: found.sums.other,
    "Owed": lambda found: Figure.joined((found.sums.payer_owes, found.sums.patient_owes)),
}


class Equation(QWidget):
    """Charges − payments − adjustments = owed, each term a button that shows its rows; who owes it below."""

    opened = Signal(str, object)  # what it is called, its Figure

    def __init__(self) -> None:
        super().__init__()
        self._account: PatientAccount | None = None
        self._figures: dict[str, KeyFigure] = {}
        self._signs: dict[str, Label] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, scaled(8), 16, scaled(6))
        column.setSpacing(scaled(4))
        terms = QHBoxLayout()
        terms.setSpacing(scaled(14))
        for name, sign in _TERMS:
            self._add_term(terms, name, sign)
        terms.addStretch(1)
        column.addLayout(terms)
        self._parties = QHBoxLayout()
        self._parties.setSpacing(scaled(14))
        column.addLayout(self._parties)
        theme().changed.connect(self.update)

    def _add_term(self, row: QHBoxLayout, name: str, sign: str) -> None:
        if sign:
            operator = Label(sign, step=Step.NAME, role=Role.TEXT2)
            operator.setContentsMargins(0, scaled(16), 0, 0)
            self._signs[name] = operator
            row.addWidget(operator)
        figure = KeyFigure(name, opens=True)
        figure.opened.connect(lambda: self._open(name))
        self._figures[name] = figure
        row.addWidget(figure)

    def show_account(self, account: PatientAccount) -> None:
        """Show the sums of another account."""
        self._account = account
        for name, figure in self._figures.items():
            amount = _TERM_FIGURES[name](account).amount
            role = Role.GREEN if name == "Owed" and not amount and account.sums.charge.rows else Role.TEXT
            figure.set_figure(amount.plain(), role=role)
        other = bool(account.sums.other.rows)
        self._figures["Other"].setVisible(other)
        self._signs["Other"].setVisible(other)
        self._show_parties(account)

    def _show_parties(self, account: PatientAccount) -> None:
        while (item := self._parties.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        owing = [(party.party, party.owes) for party in account.parties]
        words = [(f"{party} owes" if party != PATIENT else "Patient owes", owes) for party, owes in owing]
        if account.unapplied.amount:
            words.append(("Unapplied credit", account.unapplied))
        if account.prepaid.amount:
            words.append(("Prepaid care", account.prepaid))
        for name, figure in words:
            button = KeyButton(f"{name} {figure.amount.plain()}", kind=Kind.LINK)
            button.clicked.connect(lambda _on=False, of=name, rows=figure: self.opened.emit(of, rows))
            self._parties.addWidget(button)
        if not words:
            self._parties.addWidget(secondary("Nobody owes anything."))
        self._parties.addStretch(1)

    def _open(self, name: str) -> None:
        if self._account is not None:
            self.opened.emit(name, _TERM_FIGURES[name](self._account))

    def figure(self, name: str) -> KeyFigure:
        """One of the terms."""
        return self._figures[name]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The strip's ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(Role.SUB))
        painter.end()


class AccountTab(QWidget):
    """The equation, the visits, and below them the rows behind a figure, the claims or the payments."""

    claim_opened = Signal(object)
    visit_opened = Signal(object)
    payment_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._account: PatientAccount | None = None
        self._lines: dict[ServiceLineId, str] = {}
        self.equation = Equation()
        self.visits: RecordTable[VisitAccount] = RecordTable(
            "Visits", visit_columns(self._is_current), identity=lambda row: row.id
        )
        self.behind: RecordTable[FigureRow] = RecordTable(
            "Rows behind the figure", behind_columns(lambda: self._lines)
        )
        self.claims: RecordTable[ClaimAccount] = RecordTable("Claims", CLAIMS, identity=lambda row: row.id)
        self.payments: RecordTable[PaymentAccount] = RecordTable(
            "Payments", PAYMENTS, identity=lambda row: row.posting_id
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._tabs = Tabs(("Rows behind", "Claims", "Payments"))
        self._about = secondary("")
        self._tabs.add(self._about)
        self._views = QStackedWidget()
        self._states: list[States] = []
        for table in (self.behind, self.claims, self.payments):
            states = States(table)
            self._states.append(states)
            self._views.addWidget(states)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self._views, 1)
        self._visit_states = States(self.visits)
        split = Splitter("account", [self._visit_states, below], (240, 190), grows=0, upright=True)
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.equation)
        whole.addWidget(split, 1)

    def _connect(self) -> None:
        self.equation.opened.connect(self.open_figure)
        self.visits.selectionModel().currentChanged.connect(self.follow_cell)
        self.visits.opened.connect(lambda row: self.visit_opened.emit(row.id))
        self.claims.opened.connect(lambda row: self.claim_opened.emit(row.id))
        self.payments.opened.connect(self._open_payment)
        self.payments.chosen.connect(self.payment_chosen)
        self._tabs.chosen.connect(self._show_view)

    # What is shown --------------------------------------------------------------------------------

    def show_account(self, account: PatientAccount) -> None:
        """Show another account, or the same one as it is now."""
        other = self._account is None or self._account.patient.id != account.patient.id
        self._account = account
        self._lines = {
            line.id: " ".join((line.procedure_code, *line.modifiers))
            for visit in account.visits
            for line in visit.lines
        }
        self.equation.show_account(account)
        self.visits.fill(account.visits, _totals(account))
        if account.visits:
            self._visit_states.show_rows()
        else:
            self._visit_states.show_empty("No visit yet.", "Ctrl+Shift+N starts the first one.")
        self._fill_claims(account)
        if other:
            self.visits.select_first()
            self._show_first(account)
        else:
            self.follow_cell()

    def _show_first(self, account: PatientAccount) -> None:
        if account.visits:
            self.follow_cell()
        else:
            self.open_figure("Owed", _TERM_FIGURES["Owed"](account))

    def _fill_claims(self, account: PatientAccount) -> None:
        self.claims.fill(account.claims)
        self.payments.fill(account.payments)
        self._say_empty(_CLAIMS, account.claims, "No claim yet.", "A claim is made when a visit is finished.")
        self._say_empty(_PAYMENTS, account.payments, "No payment yet.", "Ctrl+T takes one from the patient.")

    def _say_empty(self, view: int, rows: tuple[object, ...], what: str, why: str) -> None:
        if rows:
            self._states[view].show_rows()
        else:
            self._states[view].show_empty(what, why)

    def open_figure(self, name: str, figure: Figure) -> None:
        """Show the rows a figure is the sum of."""
        self.behind.fill(figure.rows, [Totals({"What": "Total", "Amount": figure.amount})])
        self._say_empty(
            _BEHIND, figure.rows, f"Nothing stands behind “{name}”.", "No entry was posted for it."
        )
        count = len(figure.rows)
        self._about.setText(f"{name} {figure.amount.plain()}: {count} row{'' if count == 1 else 's'}")
        self.behind.setAccessibleName(f"Rows behind {name}")
        self._tabs.choose(_BEHIND)

    def _show_view(self, view: int) -> None:
        self._views.setCurrentIndex(view)
        self._about.setVisible(view == _BEHIND)
        self.payment_chosen.emit(self.payment())

    def choose_view(self, view: int) -> None:
        """Rows behind (0), claims (1) or payments (2)."""
        self._tabs.choose(view)

    def first_focus(self) -> QWidget:
        """The visits, or the first figure where there are none."""
        return self.visits if self.visits.records() else self.equation.figure("Charges")

    # The cell under the cursor ----------------------------------------------------------------------

    def _column(self) -> str:
        at = self.visits.currentIndex().column()
        titles = [column.title for column in self.visits.model_of().columns]
        return titles[at] if 0 <= at < len(titles) and titles[at] in FIGURES else ""

    def _is_current(self, row: VisitAccount, title: str) -> bool:
        return self.visits.hasFocus() and self.visits.current() is row and self._column() == title

    def follow_cell(self, *_: object) -> None:
        """Show the rows behind the money cell under the cursor, or behind what the visit owes."""
        visit = self.visits.current()
        if visit is None:
            return
        title = self._column() or "Owed"
        day = slashed(visit.service_on)
        self.open_figure(f"{FIGURE_WORDS.get(title, title)}, visit {day}", FIGURES[title](visit))
        self.visits.viewport().update()

    def _open_payment(self, payment: PaymentAccount) -> None:
        self.open_figure(f"{payment.what} of {slashed(payment.posted_on)}", payment.paid)

    def payment(self) -> PaymentAccount | None:
        """The payment under the cursor while payments are shown."""
        return self.payments.current() if self._views.currentIndex() == _PAYMENTS else None


def _totals(account: PatientAccount) -> list[Totals]:
    """The sums of the visits; what is owed without a visit is told as its own row."""
    if not account.visits:
        return []
    over = {
        title: Figure.joined(figure(visit) for visit in account.visits) for title, figure in FIGURES.items()
    }
    count = len(account.visits)
    rows = [
        Totals(
            {"Visit": f"{count} visit{'' if count == 1 else 's'}", **{t: f.amount for t, f in over.items()}}
        )
    ]
    without = account.sums.balance - over["Owed"].amount
    if without:
        rows.append(Totals({"Visit": "No visit", "Owed": without}, bold=False))
    return rows
