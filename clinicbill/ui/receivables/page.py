"""A/R: who owes what and for how long, the rows behind every number, what to watch, and how it adds up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from clinicbill.basics.dates import now, slashed
from clinicbill.ledger.accounts import Account
from clinicbill.reports.aging import AgingBy
from clinicbill.reports.aging_csv import aging_csv
from clinicbill.reports.open_rows import OpenRow, of_party
from clinicbill.reports.risks import RiskKind
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.page import Page
from clinicbill.ui.receivables.aging_tables import AgingTables
from clinicbill.ui.receivables.behind import Behind
from clinicbill.ui.receivables.columns import ABOVE_HINTS, BELOW_HINTS
from clinicbill.ui.receivables.figures import DAYS, PATIENTS, Figures, rows_of
from clinicbill.ui.receivables.reads import Picture, read_charges, read_picture
from clinicbill.ui.receivables.saved import aging_pdf_bytes, rows_csv
from clinicbill.ui.receivables.side_panel import SidePanel
from clinicbill.ui.reports.saving import Saving, bound
from clinicbill.ui.widgets.date_edit import DateEdit
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.key_cap import KeyButton, KeyCap
from clinicbill.ui.widgets.labels import secondary
from clinicbill.ui.widgets.line_edit import LineEdit
from clinicbill.ui.widgets.splitter import Splitter
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.reports.ledger_sums import LedgerLine
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.receivables.lines import AgingLine
    from clinicbill.ui.widgets.record_table import RecordTable

_AGED = "aged from date of visit"
_LEAST_FILTER, _FILTER = 90, 160  # pixels of the filter in the header


class ReceivablesPage(Page):
    """The aging above, the rows behind the cell under the cursor below, risks and sums at the right."""

    id, title = "receivables", "A/R"
    shows = frozenset({"ledger", "claims", "patients", "setup", "remittances"})
    hints = ABOVE_HINTS

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self.picture: Picture | None = None
        self._wanted_payer: int | None = None
        self.tables = AgingTables()
        self.figures, self.behind, self.side = Figures(), Behind(), SidePanel()
        self.saving = Saving(self)
        self._bind_all()
        self._lay_out()
        self._connect()
        self._show_by()

    # Layout and keys ------------------------------------------------------------------------------

    def _bind_all(self) -> None:
        self.bind("receivables.payer", partial(self.show_by, AgingBy.PAYER))
        self.bind("receivables.patient", partial(self.show_by, AgingBy.PATIENT))
        self.bind("receivables.day", self._ask_day)
        self.bind("receivables.csv", self.save_csv)
        self.bind("receivables.pdf", self.save_pdf)
        self.bind("receivables.account", self._open_patient)
        self.bind("receivables.claim", self._open_claim)
        self.bind("receivables.sort", self._sort_here)
        for at in range(3):
            self.bind(f"receivables.risk{at + 1}", partial(self.show_risk, at))

    def _lay_out(self) -> None:
        self.day = DateEdit("As of", as_of=self.clinic.as_of)
        self.day.set_value(self.clinic.as_of)
        self._switch: dict[AgingBy, KeyButton] = {
            AgingBy.PAYER: self.button("receivables.payer", icon=False),
            AgingBy.PATIENT: self.button("receivables.patient", icon=False),
        }
        for button in self._switch.values():
            button.setCheckable(True)
        self.header.say(_AGED)
        self.filter_field = self.filter = LineEdit("Filter A/R", placeholder="Filter: name, payer")
        self.filter.setMinimumWidth(scaled(_LEAST_FILTER))
        self.filter.setMaximumWidth(scaled(_FILTER))
        self.header.add(self.filter, KeyCap("Ctrl+F"))
        self.header.add(secondary("As of"), self.day, *self._switch.values())
        self.header.add(self.button("receivables.csv"), self.button("receivables.pdf"))
        rows = Splitter("receivables-rows", [self.tables, self.behind], [352, 252], grows=1, upright=True)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.figures)
        column.addWidget(Hairline())
        column.addWidget(rows, 1)
        self.states = States(Splitter("receivables", [left, self.side], [916, 254], grows=0))
        self.body.addWidget(self.states, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._narrow)
        self.filter.returnPressed.connect(lambda: self.table.setFocus())
        self.day.edited.connect(self._take_day)
        self.day.returnPressed.connect(self._leave_day)
        self.tables.moved.connect(self._follow_cell)
        self.tables.opened.connect(lambda: self.behind.first_focus().setFocus())
        self.figures.opened.connect(self.open_figure)
        self.side.risk_asked.connect(self.show_risk)
        self.behind.opened.connect(self._open)
        self.behind.patient_asked.connect(self._open_charged)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._follow_focus)

    def _follow_focus(self, _before: QWidget | None, now_on: QWidget | None) -> None:
        """The hint line shows the keys of the half that has the keyboard."""
        if now_on is not None and self.isVisible() and self.isAncestorOf(now_on):
            hints = BELOW_HINTS if self.behind.isAncestorOf(now_on) else ABOVE_HINTS
            if hints != self.hints:
                self.set_hints(*hints)

    @property
    def table(self) -> RecordTable[AgingLine]:
        """The aging that is shown."""
        return self.tables.table

    @property
    def by(self) -> AgingBy:
        """By payer or by patient."""
        return self.tables.by

    def first_focus(self) -> QWidget:
        """The aging."""
        return self.table

    # Reading --------------------------------------------------------------------------------------

    @property
    def as_of(self) -> date:
        """The day that is shown, or will be once it is read."""
        return self.day.value() or self.clinic.as_of

    def refresh(self) -> None:
        """Read the day again."""
        self.day.set_today(self.clinic.as_of)
        self.jobs.read(
            read_picture, self.as_of, then=self._take, failed=self._fail, latest=("receivables", id(self))
        )

    def _take(self, picture: Picture) -> None:
        self.picture = picture
        found = picture.found
        if not found.by_payer.rows:
            self._show_nothing(found.as_of)
            return
        self.states.show_rows()
        self.figures.show_figures(found)
        self.side.show_picture(picture)
        self.tables.show_found(found)
        self._tell_filter()
        if self._wanted_payer is not None:
            self.tables.select_payer(self._wanted_payer)
            self._wanted_payer = None
        at = now().astimezone().strftime("%H:%M")
        self.set_fact(f"Computed from the ledger at {at}, as of {slashed(found.as_of)}")

    def _show_nothing(self, day: date) -> None:
        button = KeyButton("Go to Coding", "Ctrl+3", icon="pencil")
        button.clicked.connect(lambda: self.go("coding"))
        self.states.show_empty(
            f"Nobody owed anything on {slashed(day)}.",
            "What insurance and patients owe stands here once a visit is charged.",
            button,
        )

    def _fail(self, error: ClinicBillError) -> None:
        self.states.retry(str(error), self.refresh)

    def _narrow(self, text: str) -> None:
        """Show the rows whose patient or payer is named, and say how many they are."""
        self.tables.show_only(text)
        if self.picture is not None:
            self._tell_filter()

    def _tell_filter(self) -> None:
        """How many rows the filter leaves; the field beside it says which."""
        count = len(self.tables.rows)
        said = f"only {count:,} open row{'' if count == 1 else 's'}"
        self.header.say(said if self.tables.text else _AGED)
        if self.tables.text and not count:
            why = f"Nobody whose name or payer has “{self.tables.text}” in it owes anything."
            self.behind.show_rows("A/R", "", [], payers=True, above="", why=why)

    # The cell under the cursor --------------------------------------------------------------------

    def _follow_cell(self) -> None:
        """Show the rows behind the cell the cursor is in."""
        spot = self.tables.spot()
        if spot is None or self.picture is None:
            return
        rows = of_party(self.tables.rows, spot.line.party, spot.buckets)
        name = "A/R" if spot.line.is_total else spot.line.name
        above = "the cell above" if spot.buckets else "the line above"
        self.behind.show_rows(name, spot.words, rows, payers=not spot.one_payer, above=above)

    # The key figures and risks --------------------------------------------------------------------

    def open_figure(self, name: str) -> None:
        """Show what a key figure is the sum of."""
        if self.picture is None:
            return
        found = self.picture.found
        if name == DAYS:
            self.jobs.read(
                read_charges,
                found.as_of,
                then=self._take_charges,
                failed=self.say_failed,
                latest=("charges", id(self)),
            )
            return
        rows = rows_of(name, found)
        self.behind.show_rows(name, "", rows, payers=name != PATIENTS, above="the figure above")
        self.behind.first_focus().setFocus()

    def _take_charges(self, charges: list[LedgerLine]) -> None:
        if self.picture is not None:
            self.behind.show_days(self.picture.found.days, self.picture.found.as_of, charges)
            self.behind.first_focus().setFocus()

    def show_risk(self, at: int) -> None:
        """Show the rows of one thing to watch."""
        if self.picture is None or at >= len(self.picture.risks):
            return
        risk = self.picture.risks[at]
        order = "Lost first" if risk.kind is RiskKind.LIMIT else "Oldest first"
        self.behind.show_rows(risk.title, "", risk.rows, payers=True, above="what is at stake", order=order)
        self.behind.first_focus().setFocus()

    def back(self) -> bool:
        """From the rows to the cell they belong to; in the filter, every row again."""
        if self.filter.hasFocus():
            self.filter.clear()
            self.table.setFocus()
            return True
        if not self.behind.isAncestorOf(self.focusWidget() or self):
            return False
        self._follow_cell()
        self.table.setFocus()
        return True

    # What is chosen -------------------------------------------------------------------------------

    def show_by(self, by: AgingBy) -> None:
        """One line for each payer, or for each patient."""
        self.tables.show_by(by)
        self._show_by()
        self.table.setFocus()

    def _show_by(self) -> None:
        for by, button in self._switch.items():
            button.setChecked(by is self.by)

    def _sort_here(self) -> None:
        if not self.tables.sort_here():
            self.say("The bars are not sorted by; move to a number", "info", Role.BLUE)

    def _ask_day(self) -> None:
        self.day.setFocus()
        self.day.selectAll()

    def _take_day(self) -> None:
        problem = self.day.problem()
        self.day.mark_wrong(wrong=bool(problem))
        if problem:
            self.say(problem, "circle-x", Role.RED)
        else:
            self.refresh()

    def _leave_day(self) -> None:
        if not self.day.problem():
            self.table.setFocus()

    def show_record(self, key: object) -> None:
        """Select a payer another page asked for."""
        if isinstance(key, int):
            self._wanted_payer = None if self.picture is not None else key
            self.filter.clear()
            self.tables.select_payer(key)
            self._show_by()

    # Where a row leads ----------------------------------------------------------------------------

    def _row(self) -> OpenRow | None:
        return None if self.behind.showing_days else self.behind.rows.current()

    def _open(self, row: OpenRow) -> None:
        """The claim, or the patient where there is none."""
        if row.claim_id is not None and row.account is Account.PAYER_RECEIVABLE:
            self.go("claims", row.claim_id)
        else:
            self.go("patients", row.patient_id)

    def _open_claim(self) -> None:
        row = self._row()
        if row is not None and row.claim_id is not None:
            self.go("claims", row.claim_id)
        else:
            self.say("No claim stands behind this row", "info", Role.BLUE)

    def _open_patient(self) -> None:
        row = self._row()
        if row is not None:
            self.go("patients", row.patient_id)

    def _open_charged(self, line: LedgerLine) -> None:
        if line.patient_id is not None:
            self.go("patients", line.patient_id)

    # Files ----------------------------------------------------------------------------------------

    def save_csv(self) -> None:
        """The rows where the cursor is in them, else the aging."""
        if self.picture is None:
            return
        found = self.picture.found
        day = found.as_of.isoformat()
        only = "-filtered" if self.tables.text else ""
        if self.behind.rows.hasFocus():
            self.saving.save(f"ar-rows-{day}.csv", bound(rows_csv, found.as_of, self.behind.rows.records()))
            return
        self.saving.save(f"ar-by-{self.by}{only}-{day}.csv", bound(aging_csv, self.tables.report(found)))

    def save_pdf(self) -> None:
        """The aging on paper; what a filter leaves says so in its head."""
        if self.picture is None:
            return
        report, only = self.tables.report(self.picture.found), self.tables.text
        name = f"ar-by-{self.by}{'-filtered' if only else ''}-{report.as_of.isoformat()}.pdf"
        of = f", only “{only}”" if only else ""
        self.saving.save(name, bound(aging_pdf_bytes, report, self.clinic.facts.practice_name + of))
