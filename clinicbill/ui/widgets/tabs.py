"""Tabs: views of the same thing in one line, the current one underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, NORMAL, Step, metrics, scaled, shared
from clinicbill.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Tab(QAbstractButton):
    """One name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for the bold form, so that nothing moves when it is chosen."""
        wide = metrics(Step.BODY, BOLD).horizontalAdvance(self.text())
        return QSize(round(wide) + 4, scaled(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The words, and 2 px below the current ones."""
        painter = QPainter(self)
        current = self.isChecked()
        weight = BOLD if current else NORMAL
        cap = metrics(Step.BODY, weight).capHeight()
        painter.setFont(shared(Step.BODY, weight))
        painter.setPen(colour(Role.ACCENT if current else Role.TEXT2))
        painter.drawText(QPointF(2, round(self.height() / 2 + cap / 2)), self.text())
        if current:
            painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), colour(Role.ACCENT))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour(Role.ACCENT), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-1, 3, 1, -4), 4, 4)
        painter.end()


class Tabs(QWidget):
    """A line of names; `chosen` says which, by its place."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(16)
        self._group = QButtonGroup(self)
        for at, name in enumerate(names):
            tab = _Tab(name)
            self._group.addButton(tab, at)
            self._row.addWidget(tab)
        self._row.addStretch(1)
        self.setFixedHeight(scaled(33))
        self._group.idClicked.connect(self.chosen)
        self._group.button(0).setChecked(True)
        theme().changed.connect(self.update)

    def add(self, widget: QWidget) -> None:
        """Something at the right end of the line."""
        self._row.addWidget(widget)

    @property
    def current(self) -> int:
        """Place of the current name."""
        return self._group.checkedId()

    def choose(self, at: int) -> None:
        """Go to a view, as a click does."""
        if at != self.current:
            self._group.button(at).setChecked(True)
            self.chosen.emit(at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One hairline below all."""
        painter = QPainter(self)
        painter.fillRect(16, self.height() - 1, self.width() - 32, 1, colour(Role.LINE))
        painter.end()
