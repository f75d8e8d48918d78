"""ClaimPanel: the selected claim: who and what, its next step, and its form, file, edits and history as tabs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicbill.basics.findings import Severity
from clinicbill.ui.claims.columns import about
from clinicbill.ui.claims.paper_form import PaperView
from clinicbill.ui.claims.reads import Box, ClaimFile, lines_on
from clinicbill.ui.claims.views import EditsView, HistoryView, SegmentView
from clinicbill.ui.claims.ways import box_of_finding
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import Step, scaled
from clinicbill.ui.widgets.finding_list import summary_runs
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.labels import RunsLabel, line, name, secondary
from clinicbill.ui.widgets.runs import Run
from clinicbill.ui.widgets.state import States
from clinicbill.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from clinicbill.basics.findings import Finding
    from clinicbill.cms1500.explain import BoxExplanation
    from clinicbill.ui.widgets.key_cap import KeyButton
    from clinicbill.x12.claim_837p_loops import LoopSegment

PAPER, FILE, EDITS, HISTORY = range(4)
_TITLES = ("Paper 1500", "837P", "Edits", "History")
# From this width on the file stands beside the form.
_SIDE_BY_SIDE, _FILE_WIDTH = 900, 352
_TINTS = {Severity.MUST_FIX: Role.RED_TINT, Severity.WARNING: Role.AMBER_TINT}


class ClaimPanel(QWidget):
    """Tells which box is looked at; the page reads and acts."""

    box_changed = Signal(object)  # BoxExplanation or None
    view_changed = Signal()

    def __init__(self, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: ClaimFile | None = None
        self.found: tuple[Finding, ...] | None = None
        self.sheet = 1
        self.setMinimumWidth(scaled(420))
        self.paper = PaperView()
        self.segments = SegmentView()
        self.edits = EditsView()
        self.history = HistoryView(zone)
        self.tabs = Tabs(_TITLES)
        self._name, self._about = name(""), RunsLabel()
        self._summary = RunsLabel(right=True)
        self._sheets = secondary("")
        self._steps: Mapping[str, KeyButton] = {}
        self._views = QStackedWidget()
        self._lay_out()
        self.states = States(self._whole)
        holder = QVBoxLayout(self)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self.states)
        self.tabs.chosen.connect(self._show_view)
        self.paper.form.chosen.connect(self._tell_box)
        self.paper.form.entered.connect(self.view_changed)
        self.segments.chosen.connect(self._follow_segment)

    def _lay_out(self) -> None:
        self._name_line = line(self._name, self._about, None, height=42)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.paper, 1)
        self._between = Hairline(Role.LINE)
        self._between.setFixedWidth(1)
        self._between.setMaximumHeight(16_777_215)
        self._between.setMinimumHeight(1)
        row.addWidget(self._between)
        row.addWidget(self.segments, 1)
        for view in (both, self.edits, self.history):
            self._views.addWidget(view)
        self.tabs.add(self._sheets)
        self.tabs.add(self._summary)
        self._whole = QWidget()
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._name_line, self.tabs):
            column.addWidget(part)
        column.addWidget(self._views, 1)

    def add_steps(self, steps: Mapping[str, KeyButton], more: KeyButton) -> None:
        """The buttons of which one at a time stands beside the name, by action, and the one for all others."""
        self._steps = steps
        row = self._name_line.layout()
        if row is None:  # pragma: no cover - a line always has its layout
            return
        for button in (*steps.values(), more):
            row.addWidget(button)  # first: shown before it is laid out it would be a window of its own
            button.setVisible(button is more)

    # What it shows ---------------------------------------------------------------------------------

    def show_file(self, file: ClaimFile, step: str) -> None:
        """Show a claim; `step` is the action that comes next, or empty."""
        other = self.file is None or self.file.record.id != file.record.id
        self.file = file
        if other:
            self.sheet, self.found = 1, None
            self.edits.wait()
            self.paper.form.show_edits({})
            self._summary.set_runs(())
        self.sheet = min(self.sheet, len(file.sheets))
        self._name.setText(str(file.claim.patient.name))
        self._about.set_runs(about(file))
        for action, button in self._steps.items():
            button.setVisible(action == step)
        self.segments.show_file(file)
        self.history.show_file(file)
        self._show_sheet()
        self.states.show_rows()
        self._show_view()
        if other:
            self.paper.show_top()

    def show_edits(self, found: tuple[Finding, ...], checked: str) -> None:
        """Show what the checks found; the boxes they speak of are tinted."""
        if self.file is None:
            return
        self.found = found
        self.edits.show_edits(self.file, found, checked)
        self._summary.set_runs(self._summed(found))
        self._tint()
        self.view_changed.emit()

    def _summed(self, found: Sequence[Finding]) -> tuple[Run, ...]:
        counted = [one for one in found if one.severity is not Severity.INFO]
        notes = len(found) - len(counted)
        if counted or not notes:
            return summary_runs(found)
        words = f"{notes} note" + ("s" if notes > 1 else "")
        note = Run(words, Role.TEXT2, icon="info", icon_role=Role.BLUE, step=Step.SECONDARY, gap=0)
        return (*(replace(run, gap=12) for run in summary_runs(found)), note)

    def show_nothing(self, what: str, why: str) -> None:
        """No claim is selected."""
        self.file = None
        self.states.show_empty(what, why)
        self.box_changed.emit(None)

    def _tint(self) -> None:
        tints: dict[Box, Role] = {}
        for finding in reversed(self.found or ()):
            place = box_of_finding(finding)
            if place is not None and place[0] == self.sheet and finding.severity in _TINTS:
                tints[place[1]] = _TINTS[finding.severity]
        self.paper.form.show_edits(tints)

    # Sheets and boxes --------------------------------------------------------------------------------

    def _show_sheet(self) -> None:
        if self.file is None:
            return
        count = len(self.file.sheets)
        self._sheets.setText(f"Sheet {self.sheet} of {count}   PgUp PgDn" if count > 1 else "")
        self.paper.form.show_sheet(self.file.sheets[self.sheet - 1], lines_on(self.file.claim, self.sheet))
        self._tint()
        self._tell_box(self.paper.form.current)

    def turn(self, by: int) -> None:
        """The next or previous sheet of a claim with more than six lines."""
        if self.file is not None:
            self.sheet = min(max(self.sheet + by, 1), len(self.file.sheets))
            self._show_sheet()

    def _tell_box(self, box: Box | None) -> None:
        told = self.explanation
        if box is not None and told is not None:
            self.segments.show_box(told)
            self.paper.form.describe(f"box {told.item}, {told.title}, {told.value or 'blank'}")
        self.box_changed.emit(told)

    @property
    def explanation(self) -> BoxExplanation | None:
        """Everything about the box that is looked at."""
        box = self.paper.form.current
        return self.file.boxes.get((self.sheet, box)) if self.file is not None and box is not None else None

    def _follow_segment(self, segment: LoopSegment) -> None:
        """Go to the box that says what a segment says; nothing moves where the form has none."""
        if self.file is None:
            return
        for (sheet, box), told in self.file.boxes.items():
            if (told.loop, told.segment) == (segment.loop, segment.text) and segment.line in (0, told.line):
                self.sheet = sheet
                self._show_sheet()
                self.paper.form.choose(box)
                return

    def go_to_finding(self, finding: Finding) -> None:
        """Put the cursor on the box an edit speaks of."""
        place = box_of_finding(finding)
        if place is not None and self.file is not None:
            self.sheet = min(place[0], len(self.file.sheets))
            self._show_sheet()
            self.paper.form.choose(place[1])

    # Views -------------------------------------------------------------------------------------------

    def look_at(self, view: int) -> None:
        """Show a view and give it the keyboard."""
        self.tabs.choose(view)
        self._show_view()
        self.first_focus().setFocus()

    def first_focus(self) -> QWidget:
        """What gets the keyboard in the view that is shown."""
        return {
            PAPER: self.paper.form,
            FILE: self.segments.table,
            EDITS: self.edits.findings,
            HISTORY: self.history.events,
        }[self.tabs.current]

    def _show_view(self, _at: int = 0) -> None:
        view = self.tabs.current
        self._views.setCurrentIndex(max(view - FILE, 0))
        wide = self.width() >= scaled(_SIDE_BY_SIDE)
        self.paper.setVisible(wide or view != FILE)
        self.segments.setVisible(wide or view == FILE)
        self._between.setVisible(wide)
        self.segments.setMaximumWidth(scaled(_FILE_WIDTH) if wide else 16_777_215)
        self.view_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The file comes and goes beside the form."""
        super().resizeEvent(event)
        self._show_view()
