"""AuditDesk: an audit worked through visit by visit: the note at the left, its codes at the right, a verdict a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.coding.audits.audit import Subject, Verdict
from clinicbill.reports.coding_audits import SUBJECT_WORDS, sample_words
from clinicbill.ui.coding.note_edit import NoteEdit
from clinicbill.ui.fonts import scaled
from clinicbill.ui.reports.audit_columns import CODES
from clinicbill.ui.widgets.columns import Group
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.labels import line, secondary, section
from clinicbill.ui.widgets.line_edit import LineEdit
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from clinicbill.coding.audits.audit import AuditItem
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.ui.reports.audit_reads import AuditWork


class AuditDesk(QWidget):
    """`said` carries verdict, item or None for a missing code, subject: what is to be kept with the fields' words."""

    said = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self.work: AuditWork | None = None
        self.at = 0
        self._typing: tuple[Verdict, AuditItem | None, Subject] | None = None
        self.note = NoteEdit()
        self.note.setReadOnly(True)
        self.codes: RecordTable[AuditItem] = RecordTable(
            "Codes of the visit", CODES, identity=lambda item: item.id
        )
        self.correct = LineEdit("Should be", placeholder="Code", mono=True)
        self.why = LineEdit("Why", placeholder="What the note says")
        self.feedback = LineEdit("Feedback", placeholder="To the coder")
        self._who, self._drawn, self._place = section(""), secondary(""), secondary("")
        self._signed, self._sample, self._asks = secondary(""), secondary(""), secondary("")
        self._lay_out()
        self.codes.chosen.connect(self._show_item)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(self._who, self._drawn, None, self._place))
        column.addWidget(Hairline())
        column.addWidget(Splitter("audit", [self._left(), self._right()], [400, 560], grows=1), 1)
        column.addWidget(Hairline())
        column.addWidget(line(self._sample, None))

    def _left(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(section("Note"), None, self._signed))
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 4, 6, 8)
        inside.addWidget(self.note)
        column.addLayout(inside, 1)
        return panel

    def _right(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.codes, 1)
        column.addWidget(Hairline())
        column.addWidget(line(self._asks, None))
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, scaled(12))
        row.setSpacing(8)
        self.correct.setFixedWidth(scaled(130))
        row.addWidget(self.correct)
        row.addWidget(self.why, 1)
        row.addWidget(self.feedback, 1)
        column.addLayout(row)
        return panel

    # What is shown --------------------------------------------------------------------------------

    @property
    def visit(self) -> Encounter | None:
        """The visit that is looked at."""
        return self.work.visits[self.at] if self.work is not None and self.work.visits else None

    def show_work(self, work: AuditWork) -> None:
        """Show an audit; the first time at the first code without a verdict, later where the eye is."""
        again = self.work is not None and self.work.audit.id == work.audit.id
        self.work = work
        if not again:
            waiting = {item.encounter_id for item in work.items if item.open}
            self.at = next((at for at, visit in enumerate(work.visits) if visit.id in waiting), 0)
        self._sample.setText(sample_words(work.audit, work.items))
        self._fill()
        if not again:
            self.codes.select_first()
            self._go_to_open()

    def step(self, by: int) -> None:
        """To another visit."""
        if self.work is not None and 0 <= self.at + by < len(self.work.visits):
            self.at += by
            self._fill()
            self.codes.select_first()
            self.codes.setFocus()

    def go_on(self) -> None:
        """To the next code without a verdict, on this visit or a later one; else stay."""
        self._typing = None
        self.codes.setFocus()
        if self._go_to_open() or self.work is None:
            return
        for at in range(self.at + 1, len(self.work.visits)):
            if any(item.open for item in self.work.codes_of(self.work.visits[at])):
                self.at = at
                self._fill()
                self._go_to_open()
                return
        self._show_item(self.codes.current())

    def _go_to_open(self) -> bool:
        item = next((item for item in self.codes.records() if item.open), None)
        return item is not None and self.codes.select(item.id)

    def _fill(self) -> None:
        work, visit = self.work, self.visit
        if work is None or visit is None:
            return
        codes = work.codes_of(visit)
        scored = sum(not item.open for item in work.items if item.coded)
        of = sum(bool(item.coded) for item in work.items)
        self._who.setText(f"{work.names[visit.id].who}, visit of {slashed(visit.service_on)}")
        why = next((item.drawn_for for item in codes if item.drawn_for), "")
        self._drawn.setText(why)
        self._place.setText(f"Visit {self.at + 1} of {len(work.visits)} · {scored} of {of} codes scored")
        self._signed.setText(f"Signed {visit.note_signed_by}" if visit.note_signed_by else "Not signed")
        self.note.show_text(visit.note)
        rows: list[Group[AuditItem]] = []
        for subject in Subject:
            mine = [item for item in codes if item.subject is subject]
            if mine:
                rows.append(Group(SUBJECT_WORDS[subject], "", mine))
        self.codes.fill(rows)
        self._show_item(self.codes.current())

    def _show_item(self, item: AuditItem | None) -> None:
        """What was said of the code under the cursor."""
        self._typing = None
        self.correct.set_value(item.correct if item else "")
        self.why.set_value(item.why if item else "")
        self.feedback.set_value(item.feedback if item else "")
        self._asks.setText(f"About {item.coded or item.correct}" if item else "")

    # What is said ---------------------------------------------------------------------------------

    def ask(self, verdict: Verdict) -> None:
        """A verdict that needs no words is said at once; the others ask what should stand there."""
        item = self.codes.current()
        if item is None:
            return
        if verdict is Verdict.MISSING:
            taken_back = not item.coded
            if taken_back:
                self.said.emit(Verdict.NONE, item, item.subject)
                return
            self._begin(
                verdict, None, item.subject, f"Missing among the {SUBJECT_WORDS[item.subject].lower()}"
            )
        elif verdict is Verdict.WRONG and item.coded:
            self._begin(verdict, item, item.subject, f"Instead of {item.coded}")
        elif item.coded:
            self.said.emit(verdict, item, item.subject)

    def ask_feedback(self) -> None:
        """Words for the coder about the code under the cursor."""
        item = self.codes.current()
        if item is not None and item.verdict is not Verdict.NONE:
            self._typing = (item.verdict, item, item.subject)
            self.feedback.setFocus()

    def _begin(self, verdict: Verdict, item: AuditItem | None, subject: Subject, words: str) -> None:
        if item is None:
            for field in (self.correct, self.why, self.feedback):
                field.set_value("")
        self._typing = (verdict, item, subject)
        self._asks.setText(f"{words}; Enter keeps it")
        self.correct.setFocus()
        self.correct.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field keeps what is said."""
        fields = (self.correct, self.why, self.feedback)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and any(one.hasFocus() for one in fields):
            self._keep()
            return
        super().keyPressEvent(event)

    def _keep(self) -> None:
        item = self.codes.current()
        if self._typing is not None:
            self.said.emit(*self._typing)
        elif item is not None and item.verdict is not Verdict.NONE:
            self.said.emit(item.verdict, item, item.subject)

    def words(self) -> dict[str, str]:
        """What stands in the fields, as workflows take it."""
        return {"correct": self.correct.text(), "why": self.why.text(), "feedback": self.feedback.text()}

    def give_up(self) -> bool:
        """Back from the fields to the codes; whether there was anything to give up."""
        if any(one.hasFocus() for one in (self.correct, self.why, self.feedback)):
            self._show_item(self.codes.current())
            self.codes.setFocus()
            return True
        return False
