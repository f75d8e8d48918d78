"""KeptForm: one record with its heading and what the rules find in it, typed, saved or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.findings import Finding, Severity, stops
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.finding_list import summary_runs
from clinicbill.ui.widgets.labels import RunsLabel, line, section
from clinicbill.ui.widgets.record_form import RecordForm, Scrolled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent

    from clinicbill.workflows.outcome import Outcome

NOT_SAVED = "Not saved yet: Ctrl+S saves it, Esc once more takes back what was typed"
STAYS = "Not saved yet: what was typed stays there until you come back"
TAKEN_BACK = "Took back what was typed"


class KeptForm(QWidget):
    """`check` says what the rules find in the record, `title` how the record is called.

    Nothing is saved here: `save_asked` goes out with a checked record, and `take_outcome` hears how it went.
    """

    save_asked = Signal(object)
    said = Signal(str)
    changed = Signal()  # dirty or clean now

    def __init__(
        self,
        form: RecordForm,
        *,
        title: Callable[[Any], str],
        check: Callable[[Any], list[Finding]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.form, self._title_of, self._check = form, title, check
        self._stored: object = None
        self._told: list[Finding] = []  # by the workflow, which knows more than the rules here
        self._new = self._warned = False
        self._title, self._summary = section(""), RunsLabel(right=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(self._title, None, self._summary, height=38))
        self._scrolled = Scrolled(form, self)
        self._scrolled.setMinimumHeight(scaled(90))
        column.addWidget(self._scrolled, 1)
        self._column = column
        form.edited.connect(self._edited)

    def add_below(self, widget: QWidget, stretch: int = 0) -> None:
        """Something of the record that is no field, below the form."""
        self._column.addWidget(widget, stretch)

    @property
    def dirty(self) -> bool:
        """Whether something typed here is not saved."""
        return self.form.dirty

    @property
    def new(self) -> bool:
        """Whether the record is not stored yet."""
        return self._new

    def load(self, record: object, *, new: bool = False) -> None:
        """Show a record; the same one again keeps the cursor and what can be undone."""
        unchanged = self.form.loaded and self._stored == record and self._new == new and not self.form.dirty
        self._stored, self._new, self._warned = record, new, False
        self._told = []
        if not unchanged:
            self.form.load(record)
            self._scrolled.verticalScrollBar().setValue(0)
            if not new:
                self.form.speak_up()
        self.look()

    def make_way(self) -> bool:
        """Let another record in, and other choices; False while something typed is not saved."""
        if self.dirty or self._new:
            return False
        self.form.unload()
        return True

    def reach(self, name: str) -> None:
        """Put the cursor into a field of the record and let it be seen; one that does not apply is the first."""
        if not self.form.loaded:
            return
        if not self.form.reach(name):
            self.form.focus_first()
        QTimer.singleShot(0, self._scrolled, self._scrolled.show_focus)

    def save(self) -> None:
        """Check, and ask for the record to be saved; else the cursor goes to what must be fixed first."""
        if not self.dirty and not self._new:
            self.said.emit("Nothing was changed here")
            return
        self._told = []  # the workflow is asked again
        self.form.speak_up()
        found = self.look()
        if self.form.problems():
            return
        if stops(found):
            self._go_to_first(found)
            return
        self.save_asked.emit(self.form.record())

    def take_outcome(self, outcome: Outcome) -> bool:
        """After the workflow answered: whether it is saved; else its findings are shown."""
        if not outcome.done:
            self.form.speak_up()
            self._told = list(outcome.findings)
            self.look()
            self._go_to_first(outcome.findings)
            return False
        self.form.saved()
        self._told = []
        self._stored, self._new, self._warned = self.form.record(), False, False
        self.changed.emit()
        return True

    def warn(self) -> None:
        """Say that something is not saved; the next Esc takes it back."""
        self._warned = True
        self.said.emit(NOT_SAVED)

    def back(self) -> bool:
        """Esc: warn, then take back what was typed; False where nothing was typed."""
        if not self.dirty:
            return False
        if not self._warned:
            self.warn()
            return True
        self.take_back()
        self.said.emit(TAKEN_BACK)  # the warning is over
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        """On another page Esc takes nothing back: the warning ends, and comes again when it is asked for here."""
        super().hideEvent(event)
        if self._warned and not event.spontaneous():
            self._warned = False
            self.said.emit(STAYS)

    def take_back(self) -> None:
        """Forget what was typed and show what is stored."""
        self._warned = False
        self._told = []
        self.form.load(self._stored)
        if not self._new:
            self.form.speak_up()
        self.look()

    def leave_new(self) -> None:
        """The record begun here will not be kept."""
        self._new = self._warned = False
        self._stored = None

    def look(self) -> list[Finding]:
        """Heading, findings and their summary for what stands in the form now, and what was found.

        Nothing else shows findings, so that the summary never tells of others than those below the fields.
        """
        if not self.form.loaded:
            return []
        record = self.form.record()
        found = self._check(record) if self.form.complete() else []
        found = [*found, *(finding for finding in self._told if finding not in found)]
        self._title.setText(self._title_of(record))
        self._summary.set_runs(summary_runs(found) if self.form.complete() else ())
        self.form.show_findings(found)
        self.changed.emit()
        return found

    def _edited(self, name: str) -> None:
        """What was told of this field, or of none that is shown, is out of date."""
        self._warned = False
        others = {*self.form.names()} - {name}
        self._told = [finding for finding in self._told if finding.field in others]
        self.look()

    def _go_to_first(self, findings: Sequence[Finding]) -> None:
        wrong = [found for found in findings if found.severity is Severity.MUST_FIX]
        fields = {found.field for found in wrong}
        reachable = [name for name in self.form.names() if name in fields]
        if reachable:
            self.form.focus_on(reachable[0])
        if wrong and len(reachable) < len(fields):
            self.said.emit(next(found.message for found in wrong if found.field not in reachable))
