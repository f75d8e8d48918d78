"""Fold: a quiet heading over fields that few records need; Space or Enter on it shows them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from clinicbill.ui import icons
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, Step, font, metrics, scaled
from clinicbill.ui.theme import theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ICON = 16
_GAP = 4


class Fold(QAbstractButton):
    """Looks like a small heading with an arrow before it; Tab reaches it."""

    turned = Signal(bool)  # somebody opened or closed it

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.turned)
        self.toggled.connect(self._say)
        theme().changed.connect(self.update)
        self._say(is_open=False)

    @property
    def is_open(self) -> bool:
        """Whether what stands under it is to be seen."""
        return self.isChecked()

    def set_open(self, *, is_open: bool) -> None:
        """Open or close it for a record; nobody is told."""
        self.setChecked(is_open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter turns it as Space does."""
        if Qt.Key(event.key()) in _ENTER and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Arrow and words."""
        wide = metrics(Step.SECONDARY, BOLD).horizontalAdvance(self.text())
        return QSize(round(wide) + scaled(_ICON) + scaled(_GAP) + 10, scaled(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Arrow, words, focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size, middle = scaled(_ICON), self.height() / 2
        arrow = "chevron-down" if self.isChecked() else "chevron-right"
        icons.draw(painter, arrow, Role.TEXT2, QPointF(2, round(middle - size / 2)), size)
        painter.setFont(font(Step.SECONDARY, BOLD))
        painter.setPen(colour(Role.TEXT if self.underMouse() or self.hasFocus() else Role.TEXT2))
        measured = metrics(Step.SECONDARY, BOLD)
        left = size + scaled(_GAP) + 2
        painter.drawText(QPointF(left, round(middle + measured.capHeight() / 2)), self.text())
        if self.hasFocus():
            painter.setPen(QPen(colour(Role.ACCENT), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def _say(self, is_open: bool) -> None:  # noqa: FBT001 - a slot of Qt's signal
        self.setAccessibleName(f"{self.text()}, {'shown' if is_open else 'hidden'}")
