"""Hairline: one pixel between groups that need it."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.theme import theme


class Hairline(QWidget):
    """As wide as there is room."""

    def __init__(self, role: Role = Role.LINE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self._role))
        painter.end()
