"""Flow: the steps of the wizard in their order; whoever shows it draws the buttons and makes the practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinicbill.basics.findings import Finding, Severity
from clinicbill.practice.practice import Practice
from clinicbill.ui.colours import Role
from clinicbill.ui.setup.make_practice import gathered
from clinicbill.ui.setup.step_list import StepRow, make_step_list
from clinicbill.ui.setup.wizard_lists import (
    FacilityStep,
    PayerStep,
    ProcedureStep,
    ProviderStep,
    ReferringStep,
)
from clinicbill.ui.setup.wizard_steps import KeyStep, OwnerStep, PracticeStep, Step
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.ui.widgets.labels import Label
from clinicbill.ui.widgets.splitter import Splitter
from clinicbill.workflows.set_up_practice import PracticeSetup, setup_findings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from clinicbill.ui.undo import Undo

_FIELD, _ON = Hint(("Tab",), "Next field"), Hint(("Ctrl+Enter",), "Next step")
_BEFORE = Hint(("Alt+Left",), "Step before")
_FIRST_HINTS = (_FIELD, _ON, Hint(("Esc",), "Leave"))
_STEP_HINTS = (_FIELD, _ON, _BEFORE)
_LIST_HINTS = (
    _FIELD,
    Hint(("Ctrl+S",), "Keep this row"),
    Hint(("Ctrl+Del",), "Take a row off"),
    _ON,
    _BEFORE,
)
_KEY_HINTS = (Hint(("Space",), "I have it on paper"), Hint(("Ctrl+Enter",), "Open the practice"))
_SHORT = {
    PracticeStep: "Name, NPI, address",
    FacilityStep: "Places of service",
    ProviderStep: "Who treats patients",
    ReferringStep: "Who sends patients",
    PayerStep: "Who pays claims",
    ProcedureStep: "Codes and charges",
    OwnerStep: "Name, password, file",
    KeyStep: "Shown once",
}


class Flow(QWidget):
    """From the practice's name to the recovery key; the file is offered to lie in `folder`."""

    changed = Signal()  # another step, or something typed
    said = Signal(str)
    gathered = Signal(object)  # PracticeSetup: everything is typed, the practice can be made
    finished = Signal()  # the last step is done

    def __init__(self, folder: Path, as_of: date, undo: Undo) -> None:
        super().__init__()
        self.undo = undo
        self.practice = PracticeStep(Practice(name=""), as_of, undo)
        self.facilities = FacilityStep(as_of, undo)
        self.providers = ProviderStep(as_of, undo)
        self.referring = ReferringStep(as_of, undo)
        self.payers = PayerStep(as_of, undo)
        self.procedures = ProcedureStep(as_of, undo)
        self.owner = OwnerStep(folder, as_of, undo)
        self.key = KeyStep()
        self.steps: list[Step] = [
            self.practice,
            self.facilities,
            self.providers,
            self.referring,
            self.payers,
            self.procedures,
            self.owner,
            self.key,
        ]
        self.at = 0
        self._lay_out()
        for step in self.steps:
            step.changed.connect(self.changed)
            step.said.connect(self.said)
        self._show()

    def _lay_out(self) -> None:
        self.list = make_step_list()
        self.list.setEnabled(False)
        self._about = Label("", role=Role.TEXT2, wrap=True)
        self._about.setContentsMargins(16, 12, 16, 4)
        self._stack = QStackedWidget()
        for step in self.steps:
            self._stack.addWidget(step)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._about)
        column.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Splitter("wizard", [self.list, right], [224, 900], grows=1))

    @property
    def step(self) -> Step:
        """The step shown now."""
        return self.steps[self.at]

    @property
    def words(self) -> str:
        """Such as: Step 2 of 8."""
        return f"Step {self.at + 1} of {len(self.steps)}"

    @property
    def next_words(self) -> str:
        """What going on means now."""
        if self.step is self.key:
            return "Open the practice"
        if self.step is self.owner:
            return "Make the practice"
        return f"Next: {self.steps[self.at + 1].title}"

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The keys of the step shown now."""
        if self.step is self.key:
            return _KEY_HINTS
        if self.step.adds:
            return _LIST_HINTS
        return _STEP_HINTS if self.at else _FIRST_HINTS

    @property
    def typed(self) -> bool:
        """Whether anything would be lost; every step needs the first one."""
        return self.practice.kept.dirty

    def go_on(self) -> None:
        """Check this step; then the next one, or the practice is made."""
        if self.step.to_fix():
            self.said.emit(self.step.to_fix())
            return
        if not self.step.leave():
            return
        if self.step is self.key:
            self.finished.emit()
        elif self.step is self.owner:
            self._check_all()
        else:
            self.go_to(self.at + 1)

    def go_back(self) -> None:
        """The step before; what was typed stays. A practice that was made is not unmade."""
        if self.at and self.step is not self.key:
            self.go_to(self.at - 1)

    def go_to(self, at: int) -> None:
        """Show a step and give it the keyboard."""
        self.at = at
        self.undo.clear()
        if at:
            self._pass_on()
        self._show()
        self.step.enter()

    def _pass_on(self) -> None:
        """What earlier steps decide for later ones."""
        practice = self.practice.practice
        self.facilities.offer_office(practice)
        self.procedures.set_kind(practice.kind)
        self.procedures.offer_payers(self.payers.payers)
        self.owner.name_file(practice.name)

    def show_key(self, key: str) -> None:
        """The practice is made: the recovery key is the last step."""
        self.key.show_key(key, self.practice.practice.name)
        self.go_to(self.steps.index(self.key))

    def setup(self) -> PracticeSetup:
        """Everything that was typed."""
        return gathered(
            self.practice.practice,
            facilities=self.facilities.facilities,
            providers=[*self.providers.providers, *self.referring.providers],
            payers=self.payers.payers,
            procedures=self.procedures.procedures,
        )

    def _check_all(self) -> None:
        setup = self.setup()
        if not self.show_findings(setup_findings(setup)):
            self.gathered.emit(setup)

    def show_findings(self, findings: Iterable[Finding]) -> bool:
        """Go to the step of the first finding that must be fixed; whether there was one."""
        wrong = [finding for finding in findings if finding.severity is Severity.MUST_FIX]
        if not wrong:
            return False
        step, row = self._place_of(wrong[0])
        self.go_to(self.steps.index(step))
        step.show_row(row)
        self.said.emit(wrong[0].message)
        return True

    def _place_of(self, finding: Finding) -> tuple[Step, int]:
        """The step and row of "payers.1.payer_number"; who refers stands behind who treats."""
        page, row, *_ = *finding.field.split("."), "", ""
        at = int(row) if row.isdigit() else 0
        treating = len(self.providers.providers)
        if page == "providers" and at and at >= treating:
            return self.referring, at - treating
        steps: dict[str, Step] = {
            "facilities": self.facilities,
            "providers": self.providers,
            "payers": self.payers,
            "procedures": self.procedures,
        }
        return steps.get(page, self.practice), at

    def _show(self) -> None:
        self._stack.setCurrentWidget(self.step)
        self._about.setText(self.step.about)
        self.list.fill(
            [
                StepRow(
                    number=number, title=step.title, about=_SHORT[type(step)], state=self._state(number - 1)
                )
                for number, step in enumerate(self.steps, 1)
            ]
        )
        self.list.select(self.at + 1)
        self.changed.emit()

    def _state(self, at: int) -> str:
        if at < self.at:
            return "done"
        return "now" if at == self.at else "ahead"
