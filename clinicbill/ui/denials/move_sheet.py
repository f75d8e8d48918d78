"""MoveSheet: make a denied line the patient's, with a reason whoever looks at the account later can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.findings import stops
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.labels import secondary
from clinicbill.ui.widgets.line_edit import LongEdit
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.workflows.move_to_patient import move_to_patient

if TYPE_CHECKING:
    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.reports.denied_lines import DeniedLine
    from clinicbill.ui.clinic import Clinic
    from clinicbill.workflows.outcome import Outcome

_CONTRACT = (
    "The payer said CO: by the contract this is not the patient’s. Move it only where the patient signed for it "
    "beforehand (advance notice, waiver), and say so in the reason."
)
_OTHERS = "It ages from today, and can be taken back on the account by reversing the posting."


class MoveSheet(QWidget):
    """One reason, one workflow."""

    done = Signal(object)  # Outcome

    def __init__(self, clinic: Clinic, line: DeniedLine) -> None:
        super().__init__()
        self._clinic, self._line = clinic, line
        self._sheet: Sheet | None = None
        self.why = LongEdit("Reason", lines=3)
        self.why.setFixedHeight(self.why.minimumHeight())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(6))
        column.addWidget(secondary("Reason"))
        column.addWidget(self.why)
        self.setFocusProxy(self.why)

    def open_over(self, page: QWidget) -> Sheet:
        """Show it over the window."""
        line = self._line
        note = _CONTRACT if line.reason.startswith("CO") else _OTHERS
        self._sheet = Sheet(
            page,
            f"Move {line.open_amount} to {line.patient}",
            self,
            verb="Move to patient",
            finish=self._finish,
            note=note,
        )
        self._sheet.open_sheet()
        self.why.setFocus()
        return self._sheet

    def _finish(self) -> str:
        why = str(self.why.value())
        if not why:
            return "Say why: whoever looks at the account later reads it."
        self._clinic.jobs.write(
            move_to_patient,
            self._clinic.stamp(),
            self._line.patient_id,
            [self._line.line_id],
            why=why,
            then=self._take,
            failed=self._fail,
        )
        return Sheet.WAIT

    def _take(self, outcome: Outcome) -> None:
        if stops(outcome.findings):
            self._tell(outcome.findings[0].message)
            return
        if self._sheet is not None:
            self._sheet.close_sheet(finished=True)
        self.done.emit(outcome)

    def _fail(self, error: ClinicBillError) -> None:
        self._tell(str(error))

    def _tell(self, problem: str) -> None:
        if self._sheet is not None:
            self._sheet.tell(problem)
