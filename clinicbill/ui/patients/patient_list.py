"""PatientList: the search as you type, and below it who was found; the cursor stays on what is not saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.patients.search_store import PatientRow, find_patients
from clinicbill.patients.store import get_patient
from clinicbill.ui.patients.columns import patient_column
from clinicbill.ui.patients.search_field import SearchField
from clinicbill.ui.widgets.labels import line, secondary
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.basics.identifiers import PatientId
    from clinicbill.patients.patient import Patient
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.widgets.key_cap import KeyButton

MOST = 200


class PatientList(QWidget):
    """`holds` says whether something typed keeps the cursor where it is; `new_button` is the first step."""

    followed = Signal(object)  # the PatientRow whose file is to be shown
    held = Signal()  # the cursor wanted to move, but something is not saved
    entered = Signal()
    returned = Signal()  # a click on the row the cursor never left
    nobody = Signal()  # there is no patient at all

    def __init__(
        self, clinic: Clinic, holds: Callable[[], bool], new_button: Callable[[], KeyButton]
    ) -> None:
        super().__init__()
        self._clinic, self._holds, self._new_button = clinic, holds, new_button
        self._wanted: PatientId | None = None
        self._shown: PatientRow | None = None
        self._searched = ""
        self._moving = self._named = False
        column = patient_column(lambda: self.search.text)
        self.table: RecordTable[PatientRow] = RecordTable(
            "Patients", (column,), identity=lambda row: row.id, row_height=44
        )
        self.table.head.hide()
        self.search = SearchField("Find a patient", "Name, birth date, chart, phone", self.table)
        self.states = States(self.table)
        self.count = secondary("")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.search)
        whole.addWidget(self.states, 1)
        whole.addWidget(line(self.count, None, height=30))
        self.search.searched.connect(self.read)
        self.search.entered.connect(self.entered)
        self.table.chosen.connect(self._choose)
        self.table.clicked.connect(self._click)
        self.table.opened.connect(lambda _row: self.entered.emit())

    def read(self, _text: str = "") -> None:
        """Search for what stands in the field; only the latest answer counts."""
        self._clinic.jobs.read(
            find_patients,
            self.search.text,
            self._clinic.as_of,
            limit=MOST,
            then=self._take,
            failed=self._fail,
            latest=("patients", id(self)),
        )

    def show_patient(self, patient_id: PatientId) -> None:
        """Put the cursor on a patient; who is not in the list is looked for by name."""
        if self._holds():
            self.held.emit()
            return
        self._wanted = patient_id
        if not self._find_wanted():
            self.read()

    def _find_wanted(self) -> bool:
        """Whether the list shows who is asked for; the cursor is there then."""
        if self._wanted is None or not self.table.select(self._wanted):
            return False
        self._wanted, self._named = None, False
        self._follow()
        return True

    def _ask_name(self) -> None:
        """Not among those listed: the name finds her, once."""
        wanted, self._named = self._wanted, not self._named
        if wanted is not None and self._named:
            self._clinic.jobs.read(get_patient, wanted, then=self._look_for, failed=self._fail)
        else:
            self._wanted = None

    def take_focus(self) -> None:
        """The keyboard comes to the list, or to the search where nobody is listed."""
        (self.table if self.table.records() else self.search.field).setFocus()

    def rest(self) -> None:
        """Nobody is selected while a new patient is typed."""
        self.table.clearSelection()

    def wake(self) -> None:
        """The cursor is back on whose file is shown."""
        if self._shown is not None:
            self._go(self._shown.id)

    def _go(self, patient_id: PatientId) -> None:
        self._moving = True
        self.table.select(patient_id)
        self._moving = False

    def _look_for(self, patient: Patient) -> None:
        words = f"{patient.name.last} {patient.name.first}".strip()
        if self.search.text == words:
            self.read()
        else:
            self.search.field.setText(words)

    def _take(self, rows: list[PatientRow]) -> None:
        typed = self.search.text
        self._moving = True
        self.table.fill(rows)
        if typed != self._searched:
            self.table.select_first()
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted, self._named = None, False
        self._moving = False
        self._searched = typed
        self._say_count(len(rows), typed)
        if self._wanted is not None:
            self._ask_name()
        if rows:
            self.states.show_rows()
            self._settle()
        else:
            self._show_nobody(typed)

    def _settle(self) -> None:
        """The list changed under the cursor: what is being typed keeps its patient."""
        if self._holds():
            self.wake()
        self._follow()

    def _follow(self) -> None:
        row = self.table.current()
        if row is not None and not self._holds():
            self._shown = row
        if self._shown is not None:
            self.followed.emit(self._shown)

    def _choose(self, row: PatientRow | None) -> None:
        if self._moving or row is None:
            return
        if self._holds():
            self.wake()
            self.held.emit()
        else:
            self._follow()

    def _click(self, _index: object) -> None:
        if self.table.current() is self._shown:
            self.returned.emit()

    def _say_count(self, count: int, typed: str) -> None:
        if count == MOST:
            self.count.setText(f"The first {MOST}; type to narrow the list")
        elif typed:
            self.count.setText(f"{count} found")
        else:
            self.count.setText(f"{count} patient{'' if count == 1 else 's'}" if count else "")

    def _show_nobody(self, typed: str) -> None:
        if typed:
            self.states.show_empty(
                f"Nobody found for “{typed}”.",
                "Who comes for the first time is registered.",
                self._new_button(),
            )
            return
        self.states.show_empty(
            "No patient yet.", "Everybody who comes is registered once.", self._new_button()
        )
        self.nobody.emit()

    def _fail(self, error: ClinicBillError) -> None:
        self.states.retry(str(error), self.read)
