"""Header: the line of 52 above every page: name, a few words, buttons at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.labels import Label, title

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as AnyWidget


class Header(QWidget):
    """Title left, buttons right; one hairline below, owned by this line."""

    def __init__(self, text: str, *, line: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self.setFixedHeight(scaled(53))
        self._title = title(text)
        self._words = Label("", role=Role.TEXT2)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 1)
        self._row.setSpacing(12)
        self._row.addWidget(self._title)
        self._row.addWidget(self._words)
        self._row.addStretch(1)
        theme().changed.connect(self.update)

    def set_title(self, text: str) -> None:
        """Rename the page."""
        self._title.setText(text)

    def say(self, words: str) -> None:
        """The few words beside the title: "60 open, 4 need you"."""
        self._words.setText(words)

    def add(self, *widgets: AnyWidget) -> None:
        """Add buttons or fields at the right end; the primary button goes last."""
        for widget in widgets:
            self._row.addWidget(widget)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The hairline."""
        if self._line:
            painter = QPainter(self)
            painter.fillRect(0, self.height() - 1, self.width(), 1, colour(Role.LINE))
            painter.end()
