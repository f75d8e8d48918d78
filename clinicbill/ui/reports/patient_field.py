"""PatientField: find the patient of a report as you type; the hits open below the line, not over the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.patients.search_store import PatientRow, find_patients
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.hits import Hit
from clinicbill.ui.widgets.line_edit import LineEdit
from clinicbill.ui.widgets.result_list import HitGroup, ResultList

if TYPE_CHECKING:
    from clinicbill.ui.clinic import Clinic

_MOST = 6
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class PatientField(QWidget):
    """`chosen` carries the patient's id; Esc closes the hits and leaves the patient as he was."""

    chosen = Signal(object)  # PatientRow
    height_changed = Signal()

    def __init__(self, clinic: Clinic) -> None:
        super().__init__()
        self._clinic = clinic
        self._rows: list[PatientRow] = []
        self._taken = ""
        self.field = LineEdit("Patient", placeholder="Patient: name, birth date, chart, phone")
        self.field.setFixedWidth(scaled(300))
        self.field.textEdited.connect(self._search)
        self.field.installEventFilter(self)
        self.hits = ResultList()
        self.hits.hide()
        self.hits.taken.connect(self._take)
        self.setFocusProxy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    @property
    def is_open(self) -> bool:
        """Whether hits are shown."""
        return not self.hits.isHidden()

    def show_patient(self, name: str) -> None:
        """Say whose report is shown."""
        self._taken = name
        self.field.set_value(name)
        self.close_hits()

    def give_up(self) -> None:
        """Whoever was chosen before stays."""
        self.show_patient(self._taken)

    def close_hits(self) -> None:
        """Put the hits away."""
        if self.is_open:
            self.hits.hide()
            self.height_changed.emit()

    def _search(self, text: str) -> None:
        self._clinic.jobs.read(
            find_patients,
            text,
            self._clinic.as_of,
            limit=_MOST,
            then=self._show,
            latest=("report patient", id(self)),
        )

    def _show(self, rows: list[PatientRow]) -> None:
        self._rows = rows
        hits = [
            Hit(
                row.id,
                str(row.name),
                detail=", ".join(part for part in (row.payer, f"born {slashed(row.birth_on)}") if part),
                right=f"balance {row.balance.plain()}",
                icon="person",
            )
            for row in rows
        ]
        self.hits.fill([HitGroup("Patients" if hits else "", hits)], self.field.text(), keep=False)
        self.hits.setFixedHeight(max(self.hits.needed_height(), scaled(8)))
        self.hits.setVisible(bool(hits) and self.field.hasFocus())
        self.height_changed.emit()

    def _take(self) -> None:
        hit = self.hits.current()
        row = next((row for row in self._rows if hit is not None and row.id == hit.key), None)
        if row is not None:
            self.show_patient(str(row.name))
            self.chosen.emit(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move through the hits, Enter takes one, Esc closes them."""
        if (
            watched is not self.field
            or event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
        ):
            return False
        key = Qt.Key(event.key())
        if key in _STEPS and self.is_open:
            self.hits.step(_STEPS[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.is_open:
            self._take()
            return True
        if key == Qt.Key.Key_Escape and self.is_open:
            self.give_up()
            return True
        return False
