"""KeyFigure: a number worth a glance, what it is above it, what it is made of below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, Step
from clinicbill.ui.widgets.labels import Label, secondary


class KeyFigure(QWidget):
    """Three to five per page at most; a click or Enter opens the rows behind it."""

    opened = Signal()

    def __init__(self, label: str, figure: str = "", note: str = "", *, opens: bool = False) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self._label = secondary(label)
        self._figure = Label(figure, step=Step.KEY_FIGURE, weight=BOLD)
        self._note = secondary(note)
        for part in (self._label, self._figure, self._note):
            column.addWidget(part)
        self._opens = opens
        if opens:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_figure(figure, note)

    def set_figure(self, figure: str, note: str = "", role: Role = Role.TEXT) -> None:
        """Show another number."""
        self._figure.setText(figure)
        self._figure.set_role(role)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(f"{self._label.text()} {figure} {note}".strip())

    def set_label(self, label: str) -> None:
        """Say what the number is."""
        self._label.setText(label)

    @property
    def figure(self) -> str:
        """What it shows."""
        return self._figure.text()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the rows behind it."""
        super().mouseReleaseEvent(event)
        if self._opens:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if self._opens and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The focus ring."""
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour(Role.ACCENT), 2))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 5, 5)
            painter.end()
