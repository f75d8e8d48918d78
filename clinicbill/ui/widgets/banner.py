"""Banner: the one amber strip of a page, beside the row it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.labels import IconLabel, Label, secondary

if TYPE_CHECKING:
    from clinicbill.ui.widgets.key_cap import KeyButton

_TINTS = {
    Role.AMBER: ("warning", Role.AMBER_TINT),
    Role.RED: ("circle-x", Role.RED_TINT),
    Role.BLUE: ("info", Role.BLUE_TINT),
    Role.GREEN: ("circle-check", Role.GREEN_TINT),
}


class Banner(QWidget):
    """Full width, no border, at most one per page; hidden while it has nothing to say. Lay it out before `tell`."""

    def __init__(self, role: Role = Role.AMBER, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        icon, self._ground = _TINTS[role]
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 16, 8)
        self._row.setSpacing(10)
        self._row.addWidget(IconLabel(icon, role, drop=1), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._what = Label("", weight=MEDIUM, wrap=True)
        self._why = secondary("", wrap=True)
        words.addWidget(self._what)
        words.addWidget(self._why)
        self._row.addLayout(words, 1)
        self._buttons: list[KeyButton] = []
        theme().changed.connect(self.update)
        self.hide()

    def tell(self, what: str, why: str = "", *buttons: KeyButton) -> None:
        """Say it, with the buttons that decide it."""
        self.silence()
        self._what.setText(what)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.setAccessibleName(f"{what} {why}".strip())
        for button in buttons:
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._buttons = list(buttons)
        self.show()

    def silence(self) -> None:
        """Nothing to say."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        self.hide()

    @property
    def text(self) -> str:
        """What it says; nothing while hidden."""
        return "" if self.isHidden() else self._what.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The tint."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self._ground))
        painter.end()
