"""Choice: one of a few values, found by typing its first letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QListView, QWidget

from clinicbill.ui import icons
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import NORMAL, Step, font, metrics, scaled
from clinicbill.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence


class Choice(QComboBox):
    """A closed list; drawn by us, because a styled border would lose the platform's arrow."""

    edited = Signal()

    def __init__(
        self, name: str = "", choices: Sequence[tuple[object, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values: list[object] = []
        self._wrong = False
        shown = QListView(self)
        shown.setObjectName("choices")
        self.setView(shown)
        self.setAccessibleName(name)
        self.setFixedHeight(scaled(28))
        self.setMaxVisibleItems(16)
        self.set_choices(choices)
        self.activated.connect(self._finish)
        theme().changed.connect(self.update)

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer (value, words); the chosen value stays if it is still offered."""
        kept = self.value()
        blocker = QSignalBlocker(self)
        self.clear()
        self._values = [value for value, _ in choices]
        self.addItems([words for _, words in choices])
        self.setCurrentIndex(self._values.index(kept) if kept in self._values else (0 if choices else -1))
        blocker.unblock()
        self.updateGeometry()

    def value(self) -> object:
        """The chosen value; None if there is nothing to choose."""
        at = self.currentIndex()
        return self._values[at] if 0 <= at < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Choose without calling it an edit; a value that is not offered leaves the field empty."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def problem(self) -> str:
        """Whatever is offered can be taken."""
        return ""

    def mark_wrong(self, *, wrong: bool) -> None:
        """A red border; the words stand under the field."""
        self._wrong = wrong
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the widest choice."""
        measured = metrics(Step.BODY, NORMAL)
        widest = max((measured.horizontalAdvance(self.itemText(n)) for n in range(self.count())), default=0)
        return QSize(round(widest) + scaled(46), scaled(28))

    def minimumSizeHint(self) -> QSize:
        """It may shrink to some letters."""
        return QSize(scaled(64), scaled(28))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a page never changes a field by accident."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Border, words, chevron."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, half = (Role.FIELD, 0.5) if self.isEnabled() else (Role.LINE, 0.5)
        if self.hasFocus() or self._wrong:
            edge, half = (Role.RED if self._wrong else Role.ACCENT), 1.0
        painter.setPen(QPen(colour(edge), half * 2))
        painter.setBrush(colour(Role.SURFACE if self.isEnabled() else Role.SUB))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 5, 5)
        measured = metrics(Step.BODY, NORMAL)
        room = self.width() - scaled(38)
        painter.setFont(font())
        painter.setPen(colour(Role.TEXT if self.isEnabled() else Role.TEXT2))
        words = measured.elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        middle = self.height() / 2
        painter.drawText(QPointF(scaled(10), round(middle + measured.capHeight() / 2)), words)
        size = scaled(14)
        corner = QPointF(self.width() - size - scaled(8), round(middle - size / 2))
        icons.draw(painter, "chevron-down", Role.TEXT2, corner, size)
        painter.end()

    def _finish(self) -> None:
        self.edited.emit()


class Check(QCheckBox):
    """Yes or no."""

    edited = Signal()

    def __init__(self, name: str = "", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(name or text)
        self.setMinimumHeight(scaled(28))
        self.clicked.connect(self._finish)
        theme().changed.connect(self.update)

    def value(self) -> object:
        """Whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: object) -> None:
        """Tick or clear without calling it an edit."""
        self.setChecked(bool(value))

    def problem(self) -> str:
        """Both answers are readable."""
        return ""

    def mark_wrong(self, *, wrong: bool) -> None:
        """Nothing to redden: the words stand beside it."""

    def sizeHint(self) -> QSize:
        """Box and words."""
        wide = metrics(Step.BODY, NORMAL).horizontalAdvance(self.text())
        return QSize(round(wide) + scaled(26), scaled(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, tick, words, focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size, middle = scaled(16), self.height() / 2
        box = QRectF(1.5, round(middle - size / 2) + 0.5, size - 1, size - 1)
        ticked = self.isChecked()
        painter.setPen(QPen(colour(Role.FILL if ticked else Role.FIELD), 1))
        painter.setBrush(colour(Role.FILL if ticked else Role.SURFACE))
        painter.drawRoundedRect(box, 3.5, 3.5)
        if ticked:
            icons.draw(painter, "check", Role.ON_FILL, box.topLeft() + QPointF(2, 2), scaled(11))
        if self.hasFocus():
            painter.setPen(QPen(colour(Role.ACCENT), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            around = QRectF(self.rect()).adjusted(0, 2, 0, -2) if self.text() else box.adjusted(-2, -2, 2, 2)
            painter.drawRoundedRect(around.adjusted(1, 1, -1, -1), 4, 4)
        painter.setFont(font())
        painter.setPen(colour(Role.TEXT if self.isEnabled() else Role.TEXT2))
        cap = metrics(Step.BODY, NORMAL).capHeight()
        painter.drawText(QPointF(scaled(26), round(middle + cap / 2)), self.text())
        painter.end()

    def _finish(self) -> None:
        self.edited.emit()
