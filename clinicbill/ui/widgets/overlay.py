"""Overlay: what lies over a dimmed window and keeps the keyboard: sheets, the command box, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.theme import theme

if TYPE_CHECKING:
    from typing import Self


class Overlay(QWidget):
    """Covers the window whatever its size; Tab goes round inside; Esc is sent here by the window."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over.window())
        self.hide()
        self._over = over.window()
        self._before = QApplication.focusWidget()
        over.window().installEventFilter(self)
        self.setGeometry(over.window().rect())
        theme().changed.connect(self.update)

    @classmethod
    def of(cls, window: QWidget) -> Self | None:
        """The one that lies over a window now, if any."""
        return next((found for found in window.findChildren(cls) if found.isVisible()), None)

    def open_over(self) -> None:
        """Show it and put the cursor into its first field."""
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.setFocus()
        self._step(1)

    def dismiss(self) -> None:
        """What Esc does: go away and give the keyboard back."""
        self._leave()

    def _leave(self) -> None:
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow and shrink with the window."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab goes round inside."""
        self._step(1 if forward else -1)
        return True

    def _step(self, by: int) -> None:
        inside = self._stops()
        if not inside:
            return
        now = QApplication.focusWidget()
        at = inside.index(now) if now in inside else (-1 if by > 0 else 0)
        reason = Qt.FocusReason.TabFocusReason if by > 0 else Qt.FocusReason.BacktabFocusReason
        inside[(at + by) % len(inside)].setFocus(reason)

    def _stops(self) -> list[QWidget]:
        """What Tab stops at, in the order of the focus chain."""
        stops: list[QWidget] = []
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes and widget.isVisible() and widget.isEnabled() and self.isAncestorOf(widget):
                stops.append(widget)
            widget = widget.nextInFocusChain()
        return stops

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Nothing behind it can be clicked."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what is behind."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(Role.SCRIM))
        painter.end()


class Panel(QWidget):
    """The ground and edge of what lies over the window."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on it is not a click beside it."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A popup's ground, radius 9."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(Role.STRONG), 1))
        painter.setBrush(colour(Role.POPUP))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
        painter.end()
