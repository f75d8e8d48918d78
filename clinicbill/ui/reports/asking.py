"""Asking: the line of a report's days: as of a day, from one to another, or of one patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.reports.catalog import Asks
from clinicbill.reports.report_table import Days
from clinicbill.ui.fonts import scaled
from clinicbill.ui.reports.patient_field import PatientField
from clinicbill.ui.reports.periods import PERIOD_WORDS, Period, days_of, period_of
from clinicbill.ui.widgets.choice import Choice
from clinicbill.ui.widgets.date_edit import DateEdit
from clinicbill.ui.widgets.labels import secondary

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.basics.identifiers import PatientId
    from clinicbill.patients.search_store import PatientRow
    from clinicbill.ui.clinic import Clinic


class Asking(QWidget):
    """`changed` goes out when another report of the same kind is asked for."""

    changed = Signal()
    wrong = Signal(str)

    def __init__(self, clinic: Clinic) -> None:
        super().__init__()
        self._clinic = clinic
        self._asks = Asks.DAY
        self._patient_id: PatientId | None = None
        self.first = DateEdit("From", as_of=clinic.as_of)
        self.last = DateEdit("To", as_of=clinic.as_of)
        self.period = Choice("Period", [(one, words) for one, words in PERIOD_WORDS.items()])
        self.patient = PatientField(clinic)
        self._labels = {"of": secondary("of"), "from": secondary("From"), "to": secondary("to")}
        self._lay_out()
        self._set_period(Period.MONTH)
        self.first.edited.connect(self._take_days)
        self.last.edited.connect(self._take_days)
        self.period.edited.connect(self._take_period)
        self.patient.chosen.connect(self._take_patient)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, scaled(9), 16, scaled(9))
        row.setSpacing(8)
        for widget in (
            self.patient, self.period, self._labels["from"], self.first, self._labels["to"], self.last,
        ):  # fmt: skip
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.patient.hits)

    def ask(self, asks: Asks) -> None:
        """Show the fields a report needs; what was typed stays for the next one."""
        self._asks = asks
        ranged = asks is Asks.RANGE
        for widget in (self.period, self.first, self._labels["to"]):
            widget.setVisible(ranged)
        self.patient.setVisible(asks is Asks.PATIENT)
        self.patient.close_hits()
        self._labels["from"].setText("From" if ranged else "As of")

    def days(self) -> Days:
        """What is asked for."""
        last = self.last.value() or self._clinic.as_of
        first = min(self.first.value() or last, last)
        patient = self._patient_id if self._asks is Asks.PATIENT else None
        return Days(from_on=first, to_on=last, patient_id=patient, viewer=self._clinic.stamp())

    def set_patient(self, patient_id: PatientId, name: str) -> None:
        """Ask for this patient's account."""
        self._patient_id = patient_id
        self.patient.show_patient(name)

    def focus_days(self) -> None:
        """The cursor into the first field."""
        field: QWidget = {Asks.RANGE: self.first, Asks.DAY: self.last, Asks.PATIENT: self.patient.field}[
            self._asks
        ]
        field.setFocus()
        if isinstance(field, DateEdit):
            field.selectAll()

    def back(self) -> bool:
        """Close the hits."""
        if not self.patient.is_open:
            return False
        self.patient.give_up()
        return True

    def _take_days(self) -> None:
        for field in (self.first, self.last):
            problem = field.problem()
            field.mark_wrong(wrong=bool(problem))
            if problem:
                self.wrong.emit(problem)
                return
        first, last = self.first.value(), self.last.value()
        if self._asks is Asks.RANGE and first is not None and last is not None and first > last:
            self.first.mark_wrong(wrong=True)
            self.wrong.emit("The first day is after the last one")
            return
        if first is not None and last is not None:
            self.period.set_value(period_of(first, last, self._clinic.as_of))
        self.changed.emit()

    def _take_period(self) -> None:
        period = Period(str(self.period.value()))
        if period is Period.OWN:
            self.first.setFocus()
            return
        self._set_period(period)
        self.changed.emit()

    def _set_period(self, period: Period) -> None:
        days: tuple[date, date] | None = days_of(period, self._clinic.as_of)
        if days is not None:
            self.period.set_value(period)
            self.first.set_value(days[0])
            self.last.set_value(days[1])

    def _take_patient(self, row: PatientRow) -> None:
        self._patient_id = row.id
        self.changed.emit()
