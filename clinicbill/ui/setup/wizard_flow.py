"""Flow: the steps of the wizard in their order; whoever shows it draws the buttons and makes the practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinicbill.basics.findings import Finding, Severity
from clinicbill.ui.colours import Role
from clinicbill.ui.setup.make_practice import gathered
from clinicbill.ui.setup.step_list import StepRow, make_step_list
from clinicbill.ui.setup.wizard_lists import PayerStep, ProcedureStep, ProviderStep
from clinicbill.ui.setup.wizard_steps import KeyStep, OwnerStep, PracticeStep, Step
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.ui.widgets.labels import Label
from clinicbill.ui.widgets.splitter import Splitter
from clinicbill.workflows.set_up_practice import PracticeSetup, setup_findings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from clinicbill.practice.practice import Practice
    from clinicbill.ui.undo import Undo

STEP_HINTS = (
    Hint(("Tab",), "Next field"),
    Hint(("Ctrl+Enter",), "Next step"),
    Hint(("Alt+Left",), "Step before"),
)
LIST_HINTS = (
    Hint(("Tab",), "Next field"),
    Hint(("Ctrl+S",), "Keep this row"),
    Hint(("Ctrl+Del",), "Take a row off"),
    Hint(("Ctrl+Enter",), "Next step"),
    Hint(("Alt+Left",), "Step before"),
)
_SHORT = {
    PracticeStep: "Name, NPI, address",
    ProviderStep: "Who treats patients",
    PayerStep: "Who pays claims",
    ProcedureStep: "Codes and charges",
    OwnerStep: "Name, password, file",
    KeyStep: "Shown once",
}


class Flow(QWidget):
    """With a folder it also asks for the owner and shows the recovery key; without, a practice is open already."""

    changed = Signal()  # another step, or something typed
    said = Signal(str)
    gathered = Signal(object)  # PracticeSetup: everything is typed, the practice can be made
    finished = Signal()  # the last step is done

    def __init__(self, practice: Practice, as_of: date, undo: Undo, *, folder: Path | None = None) -> None:
        super().__init__()
        self.undo = undo
        self.practice = PracticeStep(practice, as_of, undo)
        self.providers = ProviderStep(as_of, undo)
        self.payers = PayerStep(as_of, undo)
        self.procedures = ProcedureStep(as_of, undo)
        self.owner = OwnerStep(folder, as_of, undo) if folder is not None else None
        self.key = KeyStep() if folder is not None else None
        every = (self.practice, self.providers, self.payers, self.procedures, self.owner, self.key)
        self.steps: list[Step] = [step for step in every if step is not None]
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
        """Such as: Step 2 of 6."""
        return f"Step {self.at + 1} of {len(self.steps)}"

    @property
    def next_words(self) -> str:
        """What going on means now."""
        if self.step is self.key:
            return "Open the practice"
        if self._makes():
            return "Make the practice" if self.owner is not None else "Finish the set-up"
        return f"Next: {self.steps[self.at + 1].title}"

    def _makes(self) -> bool:
        """Whether this is the last step before the practice is made."""
        last = len(self.steps) - (2 if self.key is not None else 1)
        return self.at == last

    def go_on(self) -> None:
        """Check this step; then the next one, or the practice is made."""
        if self.step.to_fix():
            self.said.emit(self.step.to_fix())
            return
        if not self.step.leave():
            return
        if self.step is self.key:
            self.finished.emit()
        elif self._makes():
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
        self.procedures.set_kind(self.practice.practice.kind)
        if self.owner is not None:
            self.owner.name_file(self.practice.practice.name)
        self._show()
        self.step.enter()

    def show_key(self, key: str) -> None:
        """The practice is made: the recovery key is the last step."""
        if self.key is not None:
            self.key.show_key(key, self.practice.practice.name)
            self.go_to(len(self.steps) - 1)

    def setup(self) -> PracticeSetup:
        """Everything that was typed."""
        return gathered(
            self.practice.practice,
            self.providers.providers,
            self.payers.payers,
            self.procedures.procedures,
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
        page = wrong[0].field.split(".")[0]
        steps = {
            "practice": self.practice,
            "providers": self.providers,
            "payers": self.payers,
            "procedures": self.procedures,
        }
        self.go_to(self.steps.index(steps.get(page, self.practice)))
        self.said.emit(wrong[0].message)
        return True

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
