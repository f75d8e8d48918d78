"""HintLine: four to six keys of the place that has focus, and one fact at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import NORMAL, Step, metrics, scaled, shared
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.key_cap import paint_cap
from clinicbill.ui.widgets.runs import Run, elided, paint, width

_SAID_FOR = 8000  # milliseconds a message stays; a failure stays until something else is said
# How much of the line a message may take: a failure is read to its end, the keys wait.
_PART, _PART_OF_FAILURE = 0.5, 0.88


@dataclass(frozen=True, slots=True)
class Hint:
    """One or more keys and what they do: Hint(("↑", "↓"), "Move")."""

    keys: tuple[str, ...]
    text: str


class HintLine(QWidget):
    """Not a second tool bar: nothing here can be clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(scaled(28))
        self._hints: tuple[Hint, ...] = ()
        self._fact = ""
        self._said: Run | None = None
        self._busy = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fall_silent)
        theme().changed.connect(self.update)

    def set_hints(self, hints: tuple[Hint, ...]) -> None:
        """The keys of the place that has focus."""
        self._hints = hints
        self.update()

    def set_fact(self, fact: str) -> None:
        """One fact, such as "Updated 08:04"."""
        self._fact = fact
        self._describe()

    def set_busy(self, text: str) -> None:
        """What runs, such as "412 of 3,180 lines"; empty when nothing does."""
        self._busy = text
        self._describe()

    def say(self, text: str, icon: str = "circle-check", role: Role = Role.GREEN) -> None:
        """Tell what was just done, for some seconds; what failed (red) until something else is said."""
        self._said = Run(text, Role.TEXT, icon=icon, icon_role=role, step=Step.SECONDARY, gap=0)
        if self._failed:
            self._timer.stop()
        else:
            self._timer.start(_SAID_FOR)
        self._describe()

    def hush(self) -> None:
        """Another page is shown: a failure of the one before is not its own."""
        if self._failed:
            self._fall_silent()

    @property
    def _failed(self) -> bool:
        return self._said is not None and self._said.icon_role is Role.RED

    @property
    def text(self) -> str:
        """What stands at the right now."""
        return self._right().text

    def _right(self) -> Run:
        if self._busy:
            return Run(self._busy, Role.TEXT2, step=Step.SECONDARY)
        return self._said or Run(self._fact, Role.TEXT2, step=Step.SECONDARY)

    def _fall_silent(self) -> None:
        self._said = None
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleName(self._right().text)
        self.setToolTip(self._right().text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Keys left, fact right, one hairline above."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, colour(Role.LINE))
        middle = (self.height() + 1) / 2
        right = (self._right(),)
        part = _PART_OF_FAILURE if self._failed else _PART
        limit = self.width() - 32 - min(width(right), self.width() * part)
        left = 16.0
        measured = metrics(Step.SECONDARY, NORMAL)
        for hint in self._hints:
            left = self._paint_hint(painter, hint, left, middle)
            if left + measured.horizontalAdvance("Help") > limit:
                break
        room = QRectF(left, 1, self.width() - 16 - left, self.height() - 1)
        paint(painter, room, elided(right, room.width()), right=True)
        painter.end()

    def _paint_hint(self, painter: QPainter, hint: Hint, left: float, middle: float) -> float:
        for key in hint.keys:
            left += paint_cap(painter, left, middle, key) + 2
        measured = metrics(Step.SECONDARY, NORMAL)
        painter.setFont(shared(Step.SECONDARY, NORMAL))
        painter.setPen(colour(Role.TEXT2))
        painter.drawText(QPointF(left + 5, round(middle + measured.capHeight() / 2)), hint.text)
        return left + 5 + measured.horizontalAdvance(hint.text) + 18
