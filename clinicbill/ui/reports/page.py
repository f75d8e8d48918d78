"""Reports: choose one, choose its days, open every number to its rows, save what you see."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from clinicbill.basics.dates import now
from clinicbill.basics.identifiers import PatientId
from clinicbill.patients.store import get_patient
from clinicbill.reports.catalog import REPORTS, Asks, Report, report
from clinicbill.reports.table_csv import behind_csv, table_csv
from clinicbill.ui.colours import Role
from clinicbill.ui.page import Page
from clinicbill.ui.reports.asking import Asking
from clinicbill.ui.reports.audit_acts import AuditActs
from clinicbill.ui.reports.behind_panel import BehindPanel
from clinicbill.ui.reports.report_view import ReportView
from clinicbill.ui.reports.saving import Saving, bound
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.ui.widgets.record_list import Lines, RecordList
from clinicbill.ui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.patients.patient import Patient
    from clinicbill.reports.report_table import BehindRow, ReportTable
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.widgets.record_table import RecordTable

_VIEW_HINTS = (
    Hint(("↑", "↓", "←", "→"), "Number"),
    Hint(("Enter",), "Its rows"),
    Hint(("F2",), "List of reports"),
    Hint(("F4",), "Days"),
    Hint(("Ctrl+S",), "CSV of what you see"),
)
_LIST_HINTS = (
    Hint(("↑", "↓"), "Report"),
    Hint(("Enter",), "Its numbers"),
    Hint(("F4",), "Days"),
    Hint(("Ctrl+S",), "CSV"),
    Hint(("Ctrl+P",), "PDF"),
)
_BEHIND_HINTS = (
    Hint(("↑", "↓"), "Row"),
    Hint(("Enter",), "Open its record"),
    Hint(("Ctrl+S",), "CSV of these rows"),
    Hint(("Esc",), "Back to the report"),
)


class ReportsPage(Page):
    """The list at the left; days, chart, table, and the rows behind the number under the cursor."""

    id, title = "reports", "Reports"
    shows = frozenset({"ledger", "claims", "patients", "remittances", "setup", "visits", "audits"})
    hints = _LIST_HINTS

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self.report: Report = report("monthly")
        self.saving = Saving(self)
        self.view, self.behind = ReportView(), BehindPanel()
        self.asking = Asking(clinic)
        self.list: RecordList[Report] = RecordList(
            "Reports", lambda one: Lines(one.name, below=one.about), identity=lambda one: one.id
        )
        self._bind_all()
        self.audits = AuditActs(self)
        self._lay_out()
        self._connect()

    # Layout and keys ------------------------------------------------------------------------------

    def _bind_all(self) -> None:
        self.bind("reports.csv", self.save_csv)
        self.bind("reports.pdf", self.save_pdf)
        self.bind("reports.list", self.list.setFocus)
        self.bind("reports.days", self.asking.focus_days)
        self.bind("reports.open", self._open_record)

    def _lay_out(self) -> None:
        self.header.add(self.button("reports.csv"), self.button("reports.pdf"))
        self.list.fill(REPORTS)
        self.list.select(self.report.id)
        self.asking.ask(self.report.asks)
        rows = Splitter("reports-rows", [self.view, self.behind], [500, 140], grows=1, upright=True)
        rows.setStretchFactor(0, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.asking)
        column.addWidget(Hairline())
        column.addWidget(rows, 1)
        reports = Splitter("reports", [self.list, right], [206, 964], grows=1)
        self.body.addWidget(self.audits.lay_over(reports), 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._enter)
        self.asking.changed.connect(self.refresh)
        self.asking.wrong.connect(self._tell_wrong)
        self.view.moved.connect(self._follow_number)
        self.view.opened.connect(self.behind.table.setFocus)
        self.behind.table.opened.connect(self.open_row)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._follow_focus)

    def _follow_focus(self, _before: QWidget | None, now_on: QWidget | None) -> None:
        """The hint line shows the keys of the part that has the keyboard."""
        if now_on is None or not self.isVisible() or not self.isAncestorOf(now_on) or self.audits.is_open:
            return
        parts = {self.behind.table: _BEHIND_HINTS, self.list: _LIST_HINTS}
        hints = next((hints for part, hints in parts.items() if part is now_on), _VIEW_HINTS)
        if hints != self.hints:
            self.set_hints(*hints)

    def first_focus(self) -> QWidget:
        """The list of reports."""
        return self.list

    def _enter(self, _row: object = None) -> None:
        """From the list to the numbers, or to whose account is asked for."""
        if self.view.table is not None:
            self.view.table.setFocus()
        else:
            self.asking.focus_days()

    # Reading --------------------------------------------------------------------------------------

    def _choose(self, chosen: Report | None) -> None:
        if chosen is None or chosen.id == self.report.id:
            return
        self.report = chosen
        self.asking.ask(chosen.asks)
        self.audits.show_buttons()
        self.refresh()

    def refresh(self) -> None:
        """Make the report again, or read the audit that lies over it."""
        if self.audits.is_open:
            self.audits.refresh()
            return
        days = self.asking.days()
        if self.report.asks is Asks.PATIENT and days.patient_id is None:
            self.header.say(self.report.name)
            self.set_fact("")
            self.view.show_message(
                "Whose account?", "Type a name, birth date or chart number above; F4 goes there."
            )
            return
        self.jobs.read(
            self.report.make,
            days,
            then=partial(self.take, self.report.id),
            failed=self._fail,
            latest=("report", id(self)),
        )

    def take(self, report_id: str, table: ReportTable) -> None:
        """Show a report that was made, unless another is wanted by now."""
        if report_id != self.report.id or self.audits.is_open:
            return
        self.header.say(f"{table.title}, {table.about}")
        self.view.show_report(table)
        self.set_fact(f"Computed from {self.report.basis} at {now().astimezone():%H:%M}")

    def _fail(self, error: ClinicBillError) -> None:
        self.view.states.retry(str(error), self.refresh)

    def _follow_number(self) -> None:
        """Read the rows behind the number under the cursor."""
        number = self.view.number()
        if number is None:
            self.behind.clear()
            return
        self.jobs.read(
            self.report.open,
            self.asking.days(),
            number.row.key,
            number.title,
            then=partial(self.behind.show_rows, number.name),
            failed=self.say_failed,
            latest=("behind", id(self)),
        )

    @property
    def table(self) -> RecordTable[object] | None:
        """The report's list, for tests and pictures."""
        return cast("RecordTable[object] | None", self.view.table)

    def back(self) -> bool:
        """Close the hits, go from the rows to the report, from the report to the list."""
        if self.audits.back() or self.asking.back():
            return True
        if self.behind.table.hasFocus() and self.view.table is not None:
            self.view.table.setFocus()
            return True
        return False

    def _tell_wrong(self, words: str) -> None:
        self.say(words, "circle-x", Role.RED)

    # Where a row leads ------------------------------------------------------------------------------

    def open_row(self, row: BehindRow) -> None:
        """Show what a row stands for."""
        if row.encounter_id is not None:
            self.go("coding", row.encounter_id)
        elif row.claim_id is not None:
            self.go("claims", row.claim_id)
        elif row.remittance_id is not None:
            self.go("payments", row.remittance_id)
        elif row.patient_id is not None:
            self.go("patients", row.patient_id)

    def _open_record(self) -> None:
        row = self.behind.table.current()
        if row is not None:
            self.open_row(row)

    def show_record(self, key: object) -> None:
        """Show a report by its id, or the account of a patient by the patient's."""
        if isinstance(key, str):
            self.list.select(key)
        elif isinstance(key, int):
            self.jobs.read(get_patient, PatientId(key), then=self._take_patient, failed=self.say_failed)

    def _take_patient(self, patient: Patient) -> None:
        self.asking.set_patient(patient.id, str(patient.name))
        if self.report.asks is Asks.PATIENT:
            self.refresh()
        else:
            self.list.select("account")

    # Files ------------------------------------------------------------------------------------------

    def _file_name(self, ending: str) -> str:
        days = self.asking.days()
        first = f"{days.from_on.isoformat()}-" if self.report.asks is Asks.RANGE else ""
        return f"{self.report.id.replace('_', '-')}-{first}{days.to_on.isoformat()}{ending}"

    def save_csv(self) -> None:
        """The rows where the cursor is in them, else the report, or the result of the audit over it."""
        result = self.audits.table()
        if result is not None:
            self.saving.save(self._file_name(".csv"), bound(table_csv, result))
            return
        if self.view.shown is None:
            return
        if self.behind.table.hasFocus():
            rows = self.behind.table.records()
            self.saving.save(self._file_name("-rows.csv"), bound(behind_csv, rows))
        else:
            self.saving.save(self._file_name(".csv"), bound(table_csv, self.view.shown))

    def save_pdf(self) -> None:
        """The report on paper."""
        shown = self.audits.table() or self.view.shown
        if shown is not None:
            name = self.clinic.facts.practice_name
            self.saving.save(self._file_name(".pdf"), bound(_pdf, shown, name))


def _pdf(table: ReportTable, clinic_name: str) -> bytes:
    """Reportlab is loaded only when somebody asks for paper."""
    from clinicbill.reports.table_pdf import table_pdf

    return table_pdf(table, clinic_name=clinic_name)
