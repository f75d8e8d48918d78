"""FindPatient: who pays? A search as you type; Enter takes the patient under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.patients.search_store import PatientRow, find_patients
from clinicbill.ui.fonts import scaled
from clinicbill.ui.patients.columns import patient_column
from clinicbill.ui.patients.search_field import SearchField
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic

_MOST, _SHOWN = 40, 6


class FindPatient(QWidget):
    """The content of the sheet; `found` tells who it is."""

    found = Signal(object)  # PatientRow

    def __init__(self, clinic: Clinic) -> None:
        super().__init__()
        self._clinic = clinic
        self._sheet: Sheet | None = None
        column = patient_column(lambda: self.search.text)
        self.table: RecordTable[PatientRow] = RecordTable(
            "Patients", (column,), identity=lambda row: row.id, row_height=44
        )
        self.table.head.hide()
        self.search = SearchField(
            "Find the patient who pays", "Name, birth date, chart no., phone", self.table, "↑"
        )
        self.states = States(self.table)
        self.states.setFixedHeight(scaled(44 * _SHOWN + 2))
        holder = QVBoxLayout(self)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.setSpacing(0)
        holder.addWidget(self.search)
        holder.addWidget(self.states)
        self.search.searched.connect(self._search)
        self.search.entered.connect(self._take)
        self.table.opened.connect(lambda _row: self._take())
        self._search("")

    def open_over(self, page: QWidget) -> Sheet:
        """Show it over the window."""
        self._sheet = Sheet(page, "Take payment: who pays?", self, verb="Next", finish=self._finish)
        self._sheet.open_sheet()
        return self._sheet

    def _search(self, _text: str) -> None:
        self._clinic.jobs.read(
            find_patients,
            self.search.text,
            self._clinic.as_of,
            limit=_MOST,
            then=self._show,
            failed=self._fail,
            latest=("who pays", id(self)),
        )

    def _show(self, rows: list[PatientRow]) -> None:
        self.table.fill(rows)
        self.table.select_first()
        if rows:
            self.states.show_rows()
        else:
            self.states.show_empty(f"Nobody found for “{self.search.text}”.", "Register the patient first.")

    def _fail(self, error: ClinicBillError) -> None:
        self.states.show_failed(str(error))

    def _take(self) -> None:
        if self._sheet is not None:
            self._sheet.finish()

    def _finish(self) -> str:
        row = self.table.current()
        if row is None:
            return "Choose a patient first."
        self.found.emit(row)
        return ""
