"""Wizard: a few steps from nothing to a practice that can bill; each field is checked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.dates import now, today
from clinicbill.db import keys
from clinicbill.ui.actions import action, sequences
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.jobs import Jobs
from clinicbill.ui.setup.make_practice import Made, make_practice
from clinicbill.ui.setup.wizard_flow import Flow
from clinicbill.ui.undo import Undo
from clinicbill.ui.widgets.header import Header
from clinicbill.ui.widgets.hint_line import HintLine
from clinicbill.ui.widgets.key_cap import KeyButton, Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.db.keys import Cost
    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.workflows.outcome import Outcome
    from clinicbill.workflows.set_up_practice import PracticeSetup


class _NoConnection:
    """Before the practice is made there is nothing to connect to."""

    def close(self) -> None:
        """Nothing to end."""


class Wizard(QWidget):
    """A window of its own; `made` carries the open practice once the key was kept, else `left` goes out at the end."""

    made = Signal(object)  # db.open_practice.OpenPractice
    left = Signal(object)  # closed unopened: the path of a practice made all the same, or None

    def __init__(self, folder: Path, *, day: date | None = None, cost: Cost = keys.USUAL) -> None:
        super().__init__()
        self._day, self._cost = day or today(), cost
        self._made: OpenPractice | None = None
        self._working = self._warned = self._done = False
        self.jobs = Jobs(_NoConnection, self)
        self.undo = Undo(self)
        self.flow = Flow(folder, self._day, self.undo)
        self.header = Header("Set up a practice")
        self.hint_line = HintLine()
        self.add = KeyButton("", action("wizard.add").key, icon="plus")
        self.before = KeyButton("Back", action("wizard.previous").key, icon="arrow-left")
        self.next = KeyButton("", action("wizard.next").key, kind=Kind.PRIMARY)
        self._lay_out()
        self._connect()
        self._show_state()

    def _lay_out(self) -> None:
        self.setWindowTitle("Set up a practice")
        self.setMinimumSize(scaled(1080), scaled(620))
        self.resize(scaled(1180), scaled(690))
        self.header.add(self.add, self.before, self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.flow, 1)
        column.addWidget(self.hint_line)

    def _connect(self) -> None:
        for button, slot in (
            (self.add, self.begin),
            (self.before, self.go_back),
            (self.next, self.go_on),
        ):
            button.clicked.connect(lambda _on=False, run=slot: run())
        self.flow.changed.connect(self._show_state)
        self.flow.said.connect(self._tell)
        self.flow.gathered.connect(self._make)
        self.flow.finished.connect(self._open)
        slots: dict[str, Callable[[], object]] = {
            "wizard.next": self.go_on,
            "wizard.previous": self.go_back,
            "wizard.add": self.begin,
            "wizard.keep": lambda: self.flow.step.save(),
            "wizard.remove": lambda: self.flow.step.remove(),
        }
        everywhere = (("app.undo", self.undo.undo), ("app.redo", self.undo.redo), ("app.back", self.leave))
        for action_id, work in (*slots.items(), *everywhere):
            self._bind(action(action_id).key, work)

    def _bind(self, key: str, slot: Callable[[], object]) -> None:
        made = QAction(self)
        made.setShortcuts(sequences(key))
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.triggered.connect(lambda _on=False: slot())
        self.addAction(made)

    # What the keys do -----------------------------------------------------------------------------

    def go_on(self) -> None:
        """Check this step and go on."""
        if not self._working:
            self.flow.go_on()

    def go_back(self) -> None:
        """The step before; what was typed stays."""
        if not self._working:
            self.flow.go_back()

    def begin(self) -> None:
        """A new row, where the step is a list."""
        if self.flow.step.adds:
            self.flow.step.begin()

    def leave(self) -> None:
        """Esc: out of a row, to the step before, and from the first one away; what is typed stays till then."""
        if self._working or self.flow.step.back():
            return
        if self.flow.at:
            self.flow.go_back()
        else:
            self.close()

    # Making it ------------------------------------------------------------------------------------

    def _make(self, setup: PracticeSetup) -> None:
        self._working = True
        self._show_state()
        self.jobs.write(
            make_practice,
            self.flow.owner.owner(),
            setup,
            at=now(),
            on=self._day,
            cost=self._cost,
            then=self._take_made,
            failed=self._take_failure,
        )

    def _take_made(self, answer: Made | Outcome) -> None:
        self._working = False
        if isinstance(answer, Made):
            self._made = answer.practice
            self.flow.show_key(answer.recovery_key)
        else:
            self.flow.show_findings(answer.findings)
        self._show_state()

    def _take_failure(self, error: ClinicBillError) -> None:
        self._working = False
        self._show_state()
        self.hint_line.say(str(error), "circle-x", Role.RED)

    def _open(self) -> None:
        made, self._made = self._made, None
        if made is not None:
            self._done = True
            self.made.emit(made)

    # What is shown --------------------------------------------------------------------------------

    def _tell(self, words: str) -> None:
        self.hint_line.say(words, "info", Role.BLUE)

    def _show_state(self) -> None:
        step, self._warned = self.flow.step, False
        self.header.say(f"{self.flow.words}: {step.title}")
        self.add.set_text(step.adds)
        self.add.setVisible(bool(step.adds))
        self.before.setVisible(bool(self.flow.at) and step is not self.flow.key)
        self.next.set_text(self.flow.next_words)
        self.next.block("Making the practice" if self._working else step.to_fix())
        self.hint_line.set_hints(self.flow.hints)

    def showEvent(self, event: QShowEvent) -> None:
        """The cursor begins in the first field."""
        super().showEvent(event)
        QTimer.singleShot(0, self.flow.step.enter)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing typed is lost without a word; a practice that was made but not opened is closed, its file stays."""
        if self._working or (self._would_lose() and not self._warned):
            self._warn()
            event.ignore()
            return
        self.jobs.close()
        made, self._made = self._made, None
        if made is not None:
            made.close()
        super().closeEvent(event)
        if not self._done:
            self._done = True
            self.left.emit(made.path if made is not None else None)

    def _would_lose(self) -> bool:
        return self.flow.typed and self._made is None and not self._done

    def _warn(self) -> None:
        if self._working:
            self._tell("The practice is being made; a moment")
        else:
            self._warned = True
            self._tell("No practice is made yet: Esc or closing once more gives up everything that was typed")
