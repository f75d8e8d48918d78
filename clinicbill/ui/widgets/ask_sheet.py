"""AskSheet: a few fields and one workflow, finished or abandoned as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.findings import Severity
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.form import Field, Form
from clinicbill.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic
    from clinicbill.workflows.outcome import Outcome

Values = dict[str, Any]


class AskSheet(QWidget):
    """`work(db, stamp, values)` runs beside the window; must-fix findings keep the sheet open and say why."""

    done = Signal(object)  # Outcome

    def __init__(
        self,
        clinic: Clinic,
        fields: Sequence[Field],
        values: Mapping[str, object],
        work: Callable[..., Outcome],
    ) -> None:
        super().__init__()
        self._clinic, self._work = clinic, work
        self._sheet: Sheet | None = None
        self.form = Form(fields, as_of=clinic.as_of, label_width=112)
        self.form.load(values)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addWidget(self.form)

    def typed(self) -> Values:
        """What is handed to the work."""
        return self.form.values()

    def open_over(self, page: QWidget, title: str, *, verb: str, note: str = "") -> Sheet:
        """Show it over the window."""
        self._sheet = Sheet(page, title, self, verb=verb, finish=self._finish, note=note)
        self._sheet.open_sheet()
        return self._sheet

    def _finish(self) -> str:
        if self.form.problems():
            return Sheet.STAY
        self._clinic.jobs.write(
            self._work,
            self._clinic.stamp(),
            self.typed(),
            then=self._take,
            failed=self._fail,
        )
        return Sheet.WAIT

    def _take(self, outcome: Outcome) -> None:
        wrong = [found for found in outcome.findings if found.severity is Severity.MUST_FIX]
        self.form.show_findings(wrong)
        if wrong:
            self._tell(wrong[0].message)
            return
        if self._sheet is not None:
            self._sheet.close_sheet(finished=True)
        self.done.emit(outcome)

    def _fail(self, error: ClinicBillError) -> None:
        self._tell(str(error))

    def _tell(self, problem: str) -> None:
        if self._sheet is not None:
            self._sheet.tell(problem)
