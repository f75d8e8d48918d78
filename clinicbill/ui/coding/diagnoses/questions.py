"""Questions: what a diagnosis leaves open, asked one axis at a time and answered with one key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.codesets.axes import Axis, AxisKind, Completion
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import BOLD, MEDIUM, Step
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.labels import RunsLabel, line
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run, Runs, small

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_ASKED = {
    AxisKind.SIDE: "Which side?",
    AxisKind.REGION: "Which region?",
    AxisKind.TYPE: "Which kind?",
    AxisKind.ENCOUNTER: "Which encounter?",
    AxisKind.SEVENTH: "Which 7th character?",
    AxisKind.CODE: "Which code?",
}
_BY_LETTER = (AxisKind.ENCOUNTER, AxisKind.SEVENTH)
_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of the question that is asked.

    Attributes:
        key: what is typed for it: the 7th character itself, else its number.
        at: its place on the axis.
        code: where it leads.
        left: how many billable codes remain after it.
    """

    key: str
    at: int
    label: str
    code: str
    left: int


def answers(axis: Axis) -> tuple[Answer, ...]:
    """The answers of a question with the keys they are given by."""
    found = []
    for at, choice in enumerate(axis.choices):
        key, label = _KEYS[at : at + 1], choice.label
        if axis.kind in _BY_LETTER and label[1:2] == ":":
            key, label = label[0].lower(), label[2:].strip()
        found.append(Answer(key=key, at=at, label=label, code=choice.code, left=choice.left))
    return tuple(found)


def _key(row: Answer) -> Runs:
    return (Run(row.key.upper(), Role.ACCENT, MEDIUM, mono=True, gap=0),)


def _label(row: Answer) -> Runs:
    return (Run(row.label[:1].upper() + row.label[1:]),)


def _leads(row: Answer) -> Runs:
    if row.left == 1:
        return (Run(row.code, Role.TEXT2, mono=True, gap=0),)
    return (Run(f"{row.left:,} codes", Role.TEXT2, step=Step.SECONDARY, gap=0),)


_COLUMNS: tuple[Column[Answer], ...] = (
    Column("Key", _key, width=26),
    Column("Answer", _label, stretch=1),
    Column("Leads to", _leads, right=True, width=84),
)


class _Answers(RecordTable[Answer]):
    """One key answers; the arrows and Enter do too."""

    answered = Signal(int)
    back = Signal()

    def __init__(self) -> None:
        super().__init__("Answers", _COLUMNS, identity=lambda row: row.at, row_height=26)
        self.head.hide()
        self.opened.connect(lambda row: self.answered.emit(row.at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit, or the 7th character, is the answer."""
        taken = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        typed = event.text().lower() if not event.modifiers() & taken else ""
        row = next((one for one in self.records() if typed and one.key == typed), None)
        if row is not None:
            self.answered.emit(row.at)
        elif event.key() == Qt.Key.Key_Backspace:
            self.back.emit()
        else:
            super().keyPressEvent(event)


class Questions(QWidget):
    """Asks what is open until one billable code is left."""

    completed = Signal(str, str)  # code, title
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self._asked: list[Completion] = []
        self._question = RunsLabel()
        self.answers = _Answers()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(self._question))
        column.addWidget(self.answers, 1)
        self.setFocusProxy(self.answers)
        self.answers.answered.connect(self._take)
        self.answers.back.connect(self._back)

    def ask(self, code: str, begun: Completion) -> None:
        """Begin with a heading, a stem, or a code that says too little."""
        self._code = code
        self._asked = [begun]
        self._show()

    def _show(self) -> None:
        now = self._asked[-1]
        axis = now.axis
        if axis is None:
            self.completed.emit(now.code, now.title)
            return
        self._question.set_runs(
            (
                Run(self._code, weight=MEDIUM, mono=True, gap=8),
                Run(_ASKED[axis.kind], weight=BOLD, gap=10),
                small(now.title),
            )
        )
        self.answers.fill(answers(axis))
        self.answers.select_first()

    def _take(self, at: int) -> None:
        self._asked.append(self._asked[-1].choose(at))
        self._show()

    def _back(self) -> None:
        if len(self._asked) > 1:
            self._asked.pop()
            self._show()
        else:
            self.left.emit()
