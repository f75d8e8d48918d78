"""EmForm: the elements ticked by keyboard, the minutes, and below them the code both roads reach."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.coding.notes.em_level import DATA, PROBLEMS, RISK, rank_name
from clinicbill.coding.notes.em_worksheet import EmWorksheet, worksheet_findings
from clinicbill.ui.coding.em.rows import MOST, WORDS, EmRow, begun_rows, chosen_of, em_columns, groups
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import MEDIUM, Step, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.choice import Choice
from clinicbill.ui.widgets.labels import RunsLabel, line, secondary, source
from clinicbill.ui.widgets.line_edit import LineEdit
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run, small

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.coding.notes.em_evidence import EmEvidence
    from clinicbill.coding.notes.em_level import EmLevel

WIDTH = 1000
_AROUND = 400  # pixels of the window that the sheet needs beside its table
_LEAST = 200
_NEW, _ESTABLISHED = True, False
_DECIDE = 2  # of the three elements
_NAMES = {PROBLEMS: "problems", DATA: "data", RISK: "risk"}


class EmTable(RecordTable[EmRow]):
    """Space ticks, a digit says how many."""

    ticked = Signal(object)  # the row as it is now

    def __init__(self) -> None:
        super().__init__(
            "Elements of medical decision making", em_columns(), identity=lambda row: row.element.key
        )

    def event(self, event: QEvent) -> bool:
        """F2 is this table's own here, not the way to the note behind the sheet."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.key() == Qt.Key.Key_F2)
            if event.isAccepted():
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space toggles, a digit counts, Enter goes on below."""
        row, letter = self.current(), event.text()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if row is None or not plain:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self.ticked.emit(row.toggled())
        elif event.key() == Qt.Key.Key_F2:
            self.edit(self.currentIndex().siblingAtColumn(WORDS))
        elif len(letter) == 1 and letter in "0123456789":
            self.ticked.emit(row.with_count(min(int(letter), MOST)))
        else:
            super().keyPressEvent(event)


class Result(QWidget):
    """The code, and how both roads reach it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [RunsLabel() for _ in range(3)]
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8))
        column.setSpacing(scaled(4))
        for label in self.lines:
            column.addWidget(label)
        theme().changed.connect(self.update)

    def show_level(self, level: EmLevel, minutes: int | None) -> None:
        """Show what was reached and what is lacking."""
        head = Run(level.code or "No level yet", weight=MEDIUM, mono=bool(level.code), step=Step.NAME, gap=10)
        basis = (
            Run(f"by {level.basis}", Role.TEXT2)
            if level.code
            else Run("tick what the note supports", Role.TEXT2)
        )
        self.lines[0].set_runs((head, basis))
        self.lines[1].set_runs((small(_by_mdm(level)),))
        self.lines[2].set_runs((small(_by_time(level, minutes)),))

    @property
    def words(self) -> str:
        """All that is said, for readers of the screen and of tests."""
        return " ".join(label.accessibleName() for label in self.lines)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(Role.HOVER))
        painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        painter.end()


def _by_mdm(level: EmLevel) -> str:
    reached = ", ".join(f"{_NAMES[name]} {rank_name(rank) or 'none'}" for name, rank in level.ranks.items())
    return f"MDM {level.by_mdm or 'nothing'}: {reached}; two of the three decide{_next_rank(level)}"


def _next_rank(level: EmLevel) -> str:
    """What is lacking for one level more."""
    if not level.limited_by:
        return ""
    reached = sorted(level.ranks.values())[1]
    lacking = _DECIDE - sum(rank > reached for rank in level.ranks.values())
    names = [_NAMES[name] for name in level.limited_by]
    which = f"{' or '.join(names)}" if lacking == 1 else f"{lacking} of {', '.join(names)}"
    return f"; {rank_name(reached + 1)} needs more in {which}"


def _by_time(level: EmLevel, minutes: int | None) -> str:
    if minutes is None:
        return "Time: no minutes keyed; the total of the day counts, met or exceeded"
    more = f"; {level.minutes_to_next} more minutes for the next level" if level.minutes_to_next else ""
    return f"Time {level.by_time or 'nothing'}: {minutes} minutes, met or exceeded{more}"


class EmForm(QWidget):
    """`worksheet()` is what would be kept; `stopped` says why it cannot be yet."""

    stopped = Signal(str)

    def __init__(
        self, encounter_id: EncounterId, kept: EmWorksheet | None, note: EmEvidence, seen_on: date | None
    ) -> None:
        super().__init__()
        self._encounter_id = encounter_id
        begun = kept or EmWorksheet(
            encounter_id=encounter_id, new_patient=seen_on is None, minutes=note.minutes
        )
        self._rows = begun_rows(begun.chosen, note.by_element)
        self.table = EmTable()
        self.patient = Choice("Patient", [(_ESTABLISHED, "Established patient"), (_NEW, "New patient")])
        self.patient.set_value(begun.new_patient)
        self.minutes = LineEdit("Minutes of the day", placeholder="none")
        self.minutes.setValidator(QIntValidator(0, 999, self))
        self.minutes.setFixedWidth(scaled(64))
        self.minutes.set_value("" if begun.minutes is None else str(begun.minutes))
        self.result = Result()
        self._lay_out(seen_on, note)
        self.table.fill(groups(self._rows))
        self.table.ticked.connect(self._tick)
        self.table.typed.connect(
            lambda row, _column, text: self._tick(replace(row, evidence=" ".join(text.split())))
        )
        self.patient.currentIndexChanged.connect(lambda _at: self.check())
        self.minutes.textChanged.connect(lambda _text: self.check())
        self.setFocusProxy(self.table)

    def _lay_out(self, seen_on: date | None, note: EmEvidence) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        seen = f"seen here {slashed(seen_on)}" if seen_on else "not seen here within three years"
        said = "minutes of the note" if note.minutes is not None else "the note names none"
        top = line(
            self.patient, secondary(seen), 24, secondary("Minutes of the day"), self.minutes, secondary(said), None,
            inset=0,
        )  # fmt: skip
        for part in (self.table, top, self.result, source(self.worksheet().level.source, wrap=True)):
            column.addWidget(part)
        self._fit()

    def _fit(self) -> None:
        room = max(self.window().height() - scaled(_AROUND), scaled(_LEAST))
        self.table.setFixedHeight(room)

    def fit_in(self, window_height: int) -> None:
        """Take the height a window of so many pixels has for the table."""
        self.table.setFixedHeight(max(window_height - scaled(_AROUND), scaled(_LEAST)))

    # What stands here -------------------------------------------------------------------------------

    def worksheet(self) -> EmWorksheet:
        """As it would be kept now."""
        typed = self.minutes.text().strip()
        return EmWorksheet(
            encounter_id=self._encounter_id, chosen=chosen_of(self._rows),
            new_patient=bool(self.patient.value()), minutes=int(typed) if typed else None,
        )  # fmt: skip

    def check(self) -> None:
        """Show the level, and say what keeps it from being kept."""
        sheet = self.worksheet()
        self.result.show_level(sheet.level, sheet.minutes)
        found = worksheet_findings(sheet)
        self.stopped.emit(found[0].message if found else "")

    def rows(self) -> Sequence[EmRow]:
        """What stands in the table."""
        return tuple(self._rows)

    def _tick(self, row: EmRow) -> None:
        at = next(at for at, one in enumerate(self._rows) if one.element.key == row.element.key)
        self._rows[at] = row
        self.table.put(row)
        self.check()
