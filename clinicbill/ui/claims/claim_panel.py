"""ClaimPanel: the selected claim: who and what, its next step, and its form, file, edits and history as tabs."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from clinicbill.basics.findings import Severity
from clinicbill.claims.line_groups import line_groups
from clinicbill.cms1500.layout import layout
from clinicbill.ui.claims.columns import about
from clinicbill.ui.claims.paper_view import PaperView
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
    from collections.abc import Callable, Mapping, Sequence

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
    sheet_shown = Signal(object, int)  # the claim, and which of its sheets
    fix_asked = Signal(object)  # Finding
    save_asked = Signal(object)  # Sending
    remittance_asked = Signal(object)  # remittance id

    def __init__(self, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: ClaimFile | None = None
        self.found: tuple[Finding, ...] | None = None
        self.sheet = 1
        self.setMinimumWidth(scaled(420))
        self._zone, self._checked, self._failed = zone, "", ""
        self.paper = PaperView()
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

    # Views are made when they are first looked at: most claims are only read as a form.

    @cached_property
    def segments(self) -> SegmentView:
        """The 837P of the claim, beside the form where there is room."""
        made = SegmentView()
        self._beside.addWidget(made, 1)
        made.chosen.connect(self._follow_segment)
        if self.file is not None:
            made.show_file(self.file)
            if self.explanation is not None:
                made.show_box(self.explanation)
        return made

    @cached_property
    def edits(self) -> EditsView:
        """Every edit of the claim."""
        made = EditsView()
        self._views.addWidget(made)
        made.asked.connect(self.fix_asked)
        self._fill_edits(made)
        return made

    @cached_property
    def history(self) -> HistoryView:
        """What became of the claim."""
        made = HistoryView(self._zone)
        self._views.addWidget(made)
        made.save_asked.connect(self.save_asked)
        made.remittance_asked.connect(self.remittance_asked)
        if self.file is not None:
            made.show_file(self.file)
        return made

    def _is_made(self, view: str) -> bool:
        return view in self.__dict__

    def _fill_edits(self, view: EditsView) -> None:
        if self._failed:
            view.states.show_failed(self._failed)
        elif self.file is not None and self.found is not None:
            view.show_edits(self.file, self.found, self._checked)
        else:
            view.wait()

    def _lay_out(self) -> None:
        who = QWidget()
        facts = QVBoxLayout(who)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setSpacing(0)
        facts.addStretch(1)
        facts.addWidget(self._name)
        facts.addWidget(self._about)
        facts.addStretch(1)
        who.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._name_line = line(who, height=48)
        self._both = QWidget()
        row = self._beside = QHBoxLayout(self._both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.paper, 1)
        self._between = Hairline(Role.LINE)
        self._between.setFixedWidth(1)
        self._between.setMaximumHeight(16_777_215)
        self._between.setMinimumHeight(1)
        row.addWidget(self._between)
        self._views.addWidget(self._both)
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
            self.sheet, self.found, self._failed = 1, None, ""
            if self._is_made("edits"):
                self._fill_edits(self.edits)
            self.paper.form.show_edits({})
            self._summary.set_runs(())
        self.sheet = min(self.sheet, len(file.sheets))
        self._name.setText(str(file.claim.patient.name))
        self._about.set_runs(about(file))
        for action, button in self._steps.items():
            button.setVisible(action == step)
        for view in filter(self._is_made, ("segments", "history")):
            getattr(self, view).show_file(file)
        self._show_sheet()
        self.states.show_rows()
        self._show_view()
        if other:
            self.paper.show_top()

    def show_edits(self, found: tuple[Finding, ...], checked: str) -> None:
        """Show what the checks found; the boxes they speak of are tinted."""
        if self.file is None:
            return
        self.found, self._checked, self._failed = found, checked, ""
        if self._is_made("edits"):
            self._fill_edits(self.edits)
        self._summary.set_runs(self._summed(found))
        self._tint()
        self.view_changed.emit()

    def fail_edits(self, why: str) -> None:
        """The edits could not be read."""
        self._failed = why
        if self._is_made("edits"):
            self._fill_edits(self.edits)

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
            place = self._place_of(finding)
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
        self.sheet_shown.emit(self.file.claim, self.sheet)
        self._tell_box(self.paper.form.current)

    def turn(self, by: int) -> None:
        """The next or previous sheet of a claim with more than six lines."""
        if self.file is not None:
            self.sheet = min(max(self.sheet + by, 1), len(self.file.sheets))
            self._show_sheet()

    def _tell_box(self, box: Box | None) -> None:
        told = self.explanation
        if box is not None and told is not None:
            if self._is_made("segments"):
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
            if told.loop == segment.loop and segment.text in told.segments and segment.line in (0, told.line):
                self.sheet = sheet
                self._show_sheet()
                self.paper.form.choose(box)
                return

    def _place_of(self, finding: Finding) -> tuple[int, Box] | None:
        """The sheet and box an edit speaks of."""
        if self.file is None:
            return None
        return box_of_finding(finding, line_groups(self.file.claim, layout().lines))

    def go_to_finding(self, finding: Finding) -> None:
        """Put the cursor on the box an edit speaks of."""
        place = self._place_of(finding)
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
        focus: dict[int, Callable[[], QWidget]] = {
            FILE: lambda: self.segments.table,
            EDITS: lambda: self.edits.findings,
            HISTORY: lambda: self.history.events,
        }
        return focus.get(self.tabs.current, lambda: self.paper.form)()

    def _show_view(self, _at: int = 0) -> None:
        view = self.tabs.current
        shown: dict[int, Callable[[], QWidget]] = {EDITS: lambda: self.edits, HISTORY: lambda: self.history}
        self._views.setCurrentWidget(shown.get(view, lambda: self._both)())
        wide = self.width() >= scaled(_SIDE_BY_SIDE)
        self.paper.setVisible(wide or view != FILE)
        self._between.setVisible(wide)
        if wide or view == FILE or self._is_made("segments"):
            self.segments.setVisible(wide or view == FILE)
            self.segments.setMaximumWidth(scaled(_FILE_WIDTH) if wide else 16_777_215)
        self.view_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The file comes and goes beside the form."""
        super().resizeEvent(event)
        self._show_view()
