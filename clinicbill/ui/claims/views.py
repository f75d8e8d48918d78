"""The views of one claim besides the form: its 837P, its edits, its history with what was sent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.ui.claims.columns import (
    SEGMENTS,
    FileLine,
    elements,
    evidence,
    file_lines,
    history_columns,
    sending_lines,
)
from clinicbill.ui.claims.ways import way_of_finding
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.finding_list import FindingList
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import RunsLabel, line, secondary, section
from clinicbill.ui.widgets.record_list import RecordList
from clinicbill.ui.widgets.runs import small
from clinicbill.ui.widgets.state import States
from clinicbill.ui.widgets.tall_table import TallTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.basics.findings import Finding
    from clinicbill.claims.store import ClaimEvent
    from clinicbill.cms1500.explain import BoxExplanation
    from clinicbill.ui.claims.reads import ClaimFile, Sending
    from clinicbill.x12.claim_837p_loops import LoopSegment


_SENDINGS = 5  # shown at once at most


def _stacked(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return column


def _says(segment: LoopSegment, told: BoxExplanation) -> bool:
    """Whether a segment is one of those a box names."""
    return segment.loop == told.loop and segment.text in told.segments and segment.line in (0, told.line)


class SegmentView(QWidget):
    """The segments of the claim by loop; the one of the current box is selected, and selecting one tells its box."""

    chosen = Signal(object)  # LoopSegment

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moving = False
        self.table: TallTable[FileLine] = TallTable(
            "837P, segment by segment", SEGMENTS, wraps="Segment", pieces=elements, gap=0
        )
        self.states = States(self.table)
        self._note = RunsLabel()
        self.setLayout(_stacked(line(section("837P"), self._note, None, height=32), self.states))
        self.table.chosen.connect(self._tell)

    def show_file(self, file: ClaimFile) -> None:
        """Show the segments of a claim."""
        self._moving = True
        self._note.set_runs((small(file.file_note),))
        self.table.fill(file_lines(file.segments))
        self._moving = False
        if file.segments:
            self.states.show_rows()
        else:
            self.states.show_empty("No file can be made of this claim yet.", file.file_problem)

    def show_box(self, told: BoxExplanation) -> None:
        """Select the segment that says what a box says; one of several that is selected already stays so."""
        now = self.table.current()
        if now is not None and _says(now.segment, told):
            return
        self._moving = True
        found = next((one for one in self.table.records() if _says(one.segment, told)), None)
        if found is not None:
            self.table.select(id(found))
        else:
            self.table.clearSelection()
        self._moving = False

    def _tell(self, line: FileLine | None) -> None:
        if line is not None and not self._moving:
            self.chosen.emit(line.segment)


class EditsView(QWidget):
    """Every edit with its source and the key that goes to its place."""

    asked = Signal(object)  # Finding

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: ClaimFile | None = None
        self.findings = FindingList("Edits", remedy=self._remedy, key="F7")
        self.states = States(self.findings)
        self.setLayout(_stacked(self.states))
        self.findings.asked.connect(self.asked)

    def show_edits(self, file: ClaimFile, found: Sequence[Finding], checked: str) -> None:
        """Show the edits of a claim; `checked` says against what, where there is nothing to say else."""
        self._file = file
        self.findings.fill(found)
        if found:
            self.states.show_rows()
        else:
            self.states.show_empty("No edits.", checked)

    def wait(self) -> None:
        """The edits of another claim are being read."""
        self.findings.fill(())

    def _remedy(self, finding: Finding) -> str:
        if self._file is None:
            return ""
        way = way_of_finding(finding, self._file)
        return way.words if way is not None else ""


class HistoryView(QWidget):
    """Every step with its evidence, and every file or form that went out, to be saved again byte for byte."""

    save_asked = Signal(object)  # Sending
    remittance_asked = Signal(object)  # remittance id

    def __init__(self, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.events: TallTable[ClaimEvent] = TallTable(
            "History", history_columns(zone), wraps="Evidence", pieces=evidence, gap=4
        )
        self.sendings: RecordList[Sending] = RecordList(
            "Files and forms that went out", partial(sending_lines, zone=zone), identity=lambda one: one.id
        )
        self._save = KeyButton("Save again", "Ctrl+S", icon="save")
        self._save.clicked.connect(self.save_current)
        self._none = secondary("Nothing went out yet.")
        self._none.setContentsMargins(16, 4, 16, 12)
        self._count = RunsLabel()
        went_out = line(section("What went out"), self._count, None, self._save, height=40)
        column = _stacked(self.events, went_out, self.sendings, self._none)
        column.setStretchFactor(self.events, 300)
        column.addStretch(1)
        self.setLayout(column)
        self.events.opened.connect(self._open_event)
        self.events.fitted.connect(self._fit)
        self.sendings.opened.connect(self.save_asked)

    def show_file(self, file: ClaimFile) -> None:
        """Show the history of a claim, the newest first."""
        self.events.fill(list(reversed(file.events)))
        self.sendings.fill(file.sendings)
        self.sendings.setVisible(bool(file.sendings))
        self._save.setVisible(bool(file.sendings))
        self._none.setVisible(not file.sendings)
        count = len(file.sendings)
        self._count.set_runs((small("kept to the byte"),) if count else ())
        self._fit()

    def _fit(self) -> None:
        self.events.setMaximumHeight(self.events.height_of_rows + 2)
        shown = min(max(len(self.sendings.records()), 1), _SENDINGS)
        self.sendings.setFixedHeight(scaled(44) * shown + 1)

    def save_current(self) -> None:
        """Ask for the selected sending to be saved again; the newest where none is."""
        chosen = self.sendings.current() or next(iter(self.sendings.records()), None)
        if chosen is not None:
            self.save_asked.emit(chosen)

    def _open_event(self, event: ClaimEvent) -> None:
        if event.remittance_id is not None:
            self.remittance_asked.emit(event.remittance_id)
