"""DiagnosisList: the diagnoses A to L with their titles and the lines that point at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal

from clinicbill.basics.findings import Severity
from clinicbill.encounters.encounter import POINTER_LETTERS
from clinicbill.ui.coding.diagnoses.code_source import HEADER
from clinicbill.ui.coding.edits.remedies import diagnosis_of
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, Step, scaled
from clinicbill.ui.widgets.columns import Column, Group, Totals
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QSize
    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from clinicbill.basics.findings import Finding
    from clinicbill.encounters.encounter import Encounter

_ICONS = {Severity.MUST_FIX: ("circle-x", Role.RED), Severity.WARNING: ("warning", Role.AMBER)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisRow:
    """One diagnosis on the screen; `state` says what is wrong with it, else which lines point at it."""

    at: int
    code: str
    title: str
    state: Run

    @property
    def letter(self) -> str:
        """As item 21 and item 24E say it."""
        return POINTER_LETTERS[self.at] if self.at < len(POINTER_LETTERS) else "?"


_COLUMNS: tuple[Column[DiagnosisRow], ...] = (
    Column("", lambda row: Run(row.letter, Role.TEXT2, MEDIUM, mono=True), width=37),
    Column("Code", lambda row: row.code, mono=True, width=76),
    Column("Title", lambda row: row.title, stretch=1),
    Column("Lines", lambda row: row.state, right=True),
)


def diagnosis_rows(
    visit: Encounter, titles: Sequence[str], findings: Sequence[Finding]
) -> list[DiagnosisRow]:
    """The rows of a visit; the worst finding of a diagnosis stands in its row."""
    wrong: dict[int, Finding] = {}
    for finding in findings:
        at = diagnosis_of(finding.field)
        if at is not None and finding.severity in _ICONS:
            wrong.setdefault(at, finding)
    return [
        DiagnosisRow(at=at, code=code, title=title, state=_state(visit, at, wrong.get(at)))
        for at, (code, title) in enumerate(zip(visit.diagnoses, titles, strict=True))
    ]


def _state(visit: Encounter, at: int, finding: Finding | None) -> Run:
    if finding is not None:
        icon, role = _ICONS[finding.severity]
        words = finding.message.removeprefix(f"{visit.diagnoses[at]} ").removeprefix("is ")
        words = HEADER if "header" in words else words[:1].upper() + words[1:]
        return Run(words, role, icon=icon, step=Step.SECONDARY, gap=0)
    lines = [str(number) for number, line in enumerate(visit.lines, 1) if at + 1 in line.pointers]
    if not visit.lines:
        return Run("", Role.TEXT2, step=Step.SECONDARY, gap=0)
    words = f"line {lines[0]}" if len(lines) == 1 else f"lines {' '.join(lines)}" if lines else "no line"
    return Run(words, Role.TEXT2 if lines else Role.TEXT3, step=Step.SECONDARY, gap=0)


class DiagnosisList(RecordTable[DiagnosisRow]):
    """Arrows choose; Enter searches for another code in that place; what is typed starts a search."""

    left_down = Signal()  # the down key on the last row
    typed_on = Signal(str)  # a letter that begins a search
    removed = Signal()
    focus_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Diagnoses", _COLUMNS, identity=lambda row: row.code, row_height=26, parent=parent)
        self._kept = 0
        self.head.hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fill(self, rows: Sequence[DiagnosisRow | Group[DiagnosisRow]], totals: Sequence[Totals] = ()) -> None:
        """Show other rows; no row is selected while the keyboard is elsewhere."""
        super().fill(rows, totals)
        if not self.hasFocus():
            self._unselect()

    def _unselect(self) -> None:
        row = self.currentIndex().row()
        self._kept = row if row >= 0 else self._kept
        self.clearSelection()
        self.setCurrentIndex(QModelIndex())

    def selected_row(self) -> DiagnosisRow | None:
        """The row under the cursor, or where the cursor was."""
        rows = self.records()
        return self.current() or (rows[min(self._kept, len(rows) - 1)] if rows else None)

    def set_visible_rows(self, rows: int) -> None:
        """Show so many without scrolling."""
        self.setFixedHeight(scaled(26) * rows)

    def minimumSizeHint(self) -> QSize:
        """As low as its rows."""
        hint = super().minimumSizeHint()
        hint.setHeight(0)
        return hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down from the last row goes to the search, letters begin one."""
        row = self.current()
        bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        last = row is None or row.at == len(self.records()) - 1
        if event.key() == Qt.Key.Key_Down and bare and last:
            self.left_down.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and bare:
            self.removed.emit()
        elif bare and event.text().strip() and event.text().isprintable():
            self.typed_on.emit(event.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The words of the selected code are marked in the note while the keyboard is here."""
        super().focusInEvent(event)
        rows = self.records()
        if rows and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.select(rows[min(self._kept, len(rows) - 1)].code)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No words are marked any more."""
        super().focusOutEvent(event)
        self._unselect()
        self.focus_changed.emit()
