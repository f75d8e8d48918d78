"""BoxPanel: one box explained: its value, why, where it comes from, what the 837P says, and the way to its field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, Step, scaled
from clinicbill.ui.widgets.key_cap import KeyButton, KeyCap
from clinicbill.ui.widgets.labels import IconLabel, Label, heading, name, pairs, secondary, source
from clinicbill.ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QKeyEvent

    from clinicbill.claims.typed_store import LastTyped
    from clinicbill.cms1500.explain import BoxExplanation
    from clinicbill.ui.claims.ways import Way

_TOP = Qt.AlignmentFlag.AlignTop


class _NumberEdit(LineEdit):
    """A box number; Enter goes there, Esc gives the cursor back."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves at once."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class BoxPanel(QScrollArea):
    """`asked` wants the current box's field opened; `went` names a box by its number; `walked` steps."""

    asked = Signal()
    went = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("The box explained")
        self.setMinimumWidth(scaled(200))
        self.number = _NumberEdit("Go to box", placeholder="Box no., such as 24D")
        self.number.hide()
        self.number.returnPressed.connect(self._go)
        self.number.left.connect(self._leave)
        self._title = name("")
        self._caps = (KeyCap("Alt+←"), KeyCap("Alt+→"))
        self._open = KeyButton("Open field", "Enter")
        self._open.clicked.connect(self.asked)
        self._explained = QWidget()
        self.explanation: BoxExplanation | None = None
        self._lay_out()
        self.show_nothing()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 14, 12)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addStretch(1)
        for cap in self._caps:
            head.addWidget(cap)
        column.addLayout(head)
        column.addWidget(self.number)
        self._holder = QVBoxLayout()
        self._holder.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._holder)
        column.addSpacing(scaled(12))
        column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setWidget(inside)

    # What it shows ---------------------------------------------------------------------------------

    def show_nothing(self, words: str = "Choose a box: a click, Tab or its number.") -> None:
        """No box is chosen yet."""
        self.explanation = None
        self._title.setText("")
        self._open.hide()
        for cap in self._caps:
            cap.hide()
        hint = secondary(words, wrap=True)
        self._swap(_column(hint))

    def show_box(
        self, told: BoxExplanation, way: Way | None, note: str = "", typed: TypedWords | None = None
    ) -> None:
        """Explain a box; `note` says what opening its field means for this claim, `typed` who typed it last."""
        self.explanation = told
        line = f", line {told.line}" if told.line else ""
        self._title.setText(f"{'Payer' if told.item == 'carrier' else f'Box {told.item}'}{line}")
        for cap in self._caps:
            cap.show()
        self._open.setVisible(way is not None)
        if way is not None:
            self._open.set_text(way.words)
            self._open.setToolTip(note)
        self._swap(_explained(told, note if way is not None else "", typed))

    @property
    def text(self) -> str:
        """Every word it shows, for tests and screen readers."""
        return "\n".join(
            [self._title.text(), *(label.text() for label in self._explained.findChildren(Label))]
        )

    def _swap(self, explained: QWidget) -> None:
        self._holder.removeWidget(self._explained)
        self._explained.hide()
        self._explained.deleteLater()
        self._explained = explained
        self._holder.addWidget(explained)

    # Going to a box ----------------------------------------------------------------------------------

    def ask_number(self) -> None:
        """Let a box number be typed."""
        self.number.set_value("")
        self.number.show()
        self.number.setFocus()

    def _go(self) -> None:
        typed = self.number.text().strip()
        self._leave()
        if typed:
            self.went.emit(typed)

    def _leave(self) -> None:
        self.number.hide()
        self.left.emit()


@dataclass(frozen=True, slots=True)
class TypedWords:
    """Who wrote a value last: Typed or Changed, when, by whom; and what happened since the claim went out."""

    verb: str
    when: str
    user: str
    since: str


def typed_words(typed: LastTyped, zone: ZoneInfo) -> TypedWords:
    """The last writing in the practice's time."""
    return TypedWords(
        verb="Typed" if typed.made else "Changed",
        when=_moment(typed.at, zone),
        user=typed.user,
        since=f"{typed.since_user} changed it {_moment(typed.since, zone)}, after it was sent"
        if typed.since
        else "",
    )


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%m/%d/%Y %H:%M}"


def _column(*widgets: QWidget | int) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    for widget in widgets:
        if isinstance(widget, int):
            column.addSpacing(scaled(widget))
        else:
            column.addWidget(widget, 0, _TOP)
    return holder


def _explained(told: BoxExplanation, note: str, typed: TypedWords | None) -> QWidget:
    value = Label(told.value or "Blank", step=Step.LEAD, weight=MEDIUM, mono=bool(told.value), wrap=True)
    if not told.value:
        value.set_role(Role.TEXT3)
    return _column(
        Label(told.title, role=Role.TEXT2, wrap=True),
        6,
        value,
        *_why(told),
        *_origin(told, note, typed),
        *_in_file(told),
    )


def _why(told: BoxExplanation) -> list[QWidget | int]:
    if not told.rule:
        return []
    parts: list[QWidget | int] = [14, heading("Why"), secondary(told.rule, wrap=True)]
    if told.source:
        parts.append(_sourced(told.source))
    if told.read_on is not None:
        parts.append(source(f"Read {slashed(told.read_on)}"))
    return parts


def _sourced(words: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 3, 0, 0)
    row.setSpacing(6)
    row.addWidget(IconLabel("book", Role.TEXT2, 14), 0, _TOP)
    row.addWidget(source(words, wrap=True), 1)
    return holder


def _origin(told: BoxExplanation, note: str, typed: TypedWords | None) -> list[QWidget | int]:
    if not told.record:
        return [
            14,
            heading("Comes from"),
            secondary("Nothing on the claim: the box stays as it is.", wrap=True),
        ]
    rows = [("Record", told.record), ("Field", told.field)]
    if told.origin:
        rows.append(("Value", told.origin))
    if typed is not None:
        rows.append((typed.verb, typed.when))
        rows.append(("By", typed.user))
    parts: list[QWidget | int] = [14, heading("Comes from"), 2, pairs(*rows, label_width=52)]
    if typed is not None and typed.since:
        parts += [4, Label(typed.since, role=Role.AMBER, step=Step.SECONDARY, wrap=True)]
    if note:
        parts += [4, source(note, wrap=True)]
    return parts


def _in_file(told: BoxExplanation) -> list[QWidget | int]:
    if not told.segment:
        return [14, heading("In the 837P"), secondary("Not in the file.")]
    # A segment has no blanks to break at: it may break behind each separator.
    breakable = told.segment.replace("*", "*\u200b").replace(":", ":\u200b")
    parts: list[QWidget | int] = [
        14,
        heading("In the 837P"),
        secondary(f"Loop {told.loop}"),
        Label(breakable, step=Step.SECONDARY, weight=MEDIUM, mono=True, wrap=True),
    ]
    if told.note:
        parts.append(secondary(told.note, wrap=True))
    return parts
