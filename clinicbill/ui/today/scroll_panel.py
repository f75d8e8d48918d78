"""ScrollPanel: words that may be longer than their place; Tab reaches it, the arrows scroll it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent


class ScrollPanel(QScrollArea):
    """Its frame has the colour of the page until it has the keyboard."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.Box)
        self.setFrameShadow(QFrame.Shadow.Plain)
        self.setLineWidth(2)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme().changed.connect(self._recolour)
        self._recolour()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._recolour()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """It is elsewhere."""
        super().focusOutEvent(event)
        self._recolour()

    def _recolour(self) -> None:
        palette = QPalette(self.palette())
        frame = Role.ACCENT if self.hasFocus() else Role.SURFACE
        palette.setColor(QPalette.ColorRole.WindowText, colour(frame))
        self.setPalette(palette)
