"""Take a payment: how much, how, and which lines it pays, the oldest first unless typed otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.findings import Severity
from clinicbill.basics.identifiers import ServiceLineId
from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import METHOD_WORDS, PATIENT_METHODS
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.columns import Column, Totals
from clinicbill.ui.widgets.form import Field, Form, Input
from clinicbill.ui.widgets.labels import secondary
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run, Runs, code
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.workflows.take_payment import take_payment

if TYPE_CHECKING:
    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.reports.account import PatientAccount
    from clinicbill.ui.clinic import Clinic
    from clinicbill.workflows.outcome import Outcome

METHODS = tuple((method, METHOD_WORDS[method]) for method in PATIENT_METHODS)
_ROWS_SHOWN = 7
_FIELDS = (
    Field("Amount", "amount", Input.MONEY, required=True, width=120),
    Field("Paid by", "method", Input.CHOICE, choices=METHODS, width=120),
    Field("No.", "reference", Input.CODE, width=140, beside=True, placeholder="check or slip"),
    Field("On", "day", Input.DATE, required=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """One service line the patient owes for, and what of it this payment pays."""

    line: ServiceLineId
    visit_on: date
    procedure: str
    owes: Money
    pays: Money = ZERO


def owed_rows(account: PatientAccount) -> list[OwedRow]:
    """What the patient owes, the oldest visit first."""
    rows = [
        OwedRow(
            line=line.id,
            visit_on=visit.service_on,
            procedure=" ".join((line.procedure_code, *line.modifiers)),
            owes=line.sums.patient_owes.amount,
        )
        for visit in account.visits
        for line in visit.lines
        if line.sums.patient_owes.amount > ZERO
    ]
    return sorted(rows, key=lambda row: (row.visit_on, row.line))


def _pays(row: OwedRow) -> Runs:
    return (Run(row.pays.plain(), Role.TEXT if row.pays else Role.TEXT3),)


COLUMNS: tuple[Column[OwedRow], ...] = (
    Column("Visit", lambda row: row.visit_on, right=True, width=110),
    Column("Line", lambda row: (code(row.procedure),), stretch=1),
    Column("Owes", lambda row: row.owes, right=True, width=90),
    Column(
        "Pays", _pays, right=True, width=90, edit=lambda row: row.pays.plain(), tip="Type another amount here"
    ),
)


class PaymentSheet(QWidget):
    """The content of the sheet; `taken` goes out once it is posted."""

    taken = Signal(object)  # Outcome

    def __init__(self, clinic: Clinic, account: PatientAccount) -> None:
        super().__init__()
        self._clinic, self._account = clinic, account
        self._typed: dict[ServiceLineId, Money] = {}
        self._sheet: Sheet | None = None
        self.form = Form(_FIELDS, as_of=clinic.as_of, label_width=92)
        self.table: RecordTable[OwedRow] = RecordTable(
            "What the payment pays", COLUMNS, identity=lambda row: row.line
        )
        self._note = secondary("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(10))
        column.addWidget(self.form)
        column.addWidget(self.table)
        column.addWidget(self._note)
        self._rows = owed_rows(account)
        owed = Money.total(row.owes for row in self._rows)
        self.form.load({"amount": owed or None, "method": "check", "reference": "", "day": clinic.as_of})
        self.form.edited.connect(self._share)
        self.table.typed.connect(self._type_share)
        self._fit()
        self._share()

    def open_over(self, page: QWidget) -> Sheet:
        """Show it over the window."""
        title = f"Payment from {self._account.patient.name}"
        self._sheet = Sheet(page, title, self, verb="Take payment", finish=self._finish)
        self._sheet.open_sheet()
        return self._sheet

    def _fit(self) -> None:
        self.table.setVisible(bool(self._rows))
        self.table.setFixedHeight(scaled(27 * (min(len(self._rows), _ROWS_SHOWN) + 2) + 2))

    def amount(self) -> Money:
        """What is paid; zero while nothing readable is typed."""
        typed = self.form.values()["amount"]
        return typed if isinstance(typed, Money) else ZERO

    def _share(self, _name: str = "") -> None:
        """Hand the amount out: lines typed by hand first, then the oldest."""
        left = self.amount() - Money.total(self._typed.values())
        shown = []
        for row in self._rows:
            if row.line in self._typed:
                shown.append(replace(row, pays=self._typed[row.line]))
                continue
            part = max(min(row.owes, left), ZERO) if not self._typed else ZERO
            left -= part
            shown.append(replace(row, pays=part))
        paid = Money.total(row.pays for row in shown)
        owed = Money.total(row.owes for row in shown)
        self.table.fill(shown, [Totals({"Line": "Total", "Owes": owed, "Pays": paid})])
        self._tell(self.amount() - paid)

    def _tell(self, rest: Money) -> None:
        if rest > ZERO:
            self._note.setText(f"{rest} finds no balance and stays as an unapplied credit.")
        elif rest < ZERO:
            self._note.setText(f"The lines get {-rest} more than is paid.")
        else:
            self._note.setText("Posted money is never edited: a wrong payment is reversed.")

    def _type_share(self, row: OwedRow, _column: object, text: str) -> None:
        try:
            share = Money.parse(text)
        except ValueError:
            self._say(f"“{text}” is not an amount")
            return
        self._typed = {other.line: other.pays for other in self.table.records() if other.pays}
        self._typed[row.line] = share
        self._share()

    def _say(self, problem: str) -> None:
        if self._sheet is not None:
            self._sheet.tell(problem)

    def _finish(self) -> str:
        if self.form.problems():
            return Sheet.STAY
        values = self.form.values()
        lines = {line: share for line, share in self._typed.items() if share} if self._typed else None
        self._clinic.jobs.write(
            take_payment,
            self._clinic.stamp(),
            self._account.patient.id,
            self.amount(),
            values["method"],
            reference=values["reference"],
            lines=lines,
            on=values["day"],
            then=self._took,
            failed=self._failed,
        )
        return Sheet.WAIT

    def _took(self, outcome: Outcome) -> None:
        wrong = [found.message for found in outcome.findings if found.severity is Severity.MUST_FIX]
        if wrong:
            self._say(wrong[0])
            return
        if self._sheet is not None:
            self._sheet.close_sheet(finished=True)
        self.taken.emit(outcome)

    def _failed(self, error: ClinicBillError) -> None:
        self._say(str(error))
