"""Which keys move what a printer prints, and the field in which they are pressed where no page is shown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from clinicbill.preferences import PrinterProfile
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import NORMAL, Step, font, metrics, scaled
from clinicbill.ui.theme import theme

POSITION_KEYS = "In the page: arrows move it 0.01 in, with Shift 0.05 in; + and − change its size; R resets."

_SMALL, _BIG = 1, 5  # hundredths of an inch
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_SIZES = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


def nudged(profile: PrinterProfile, event: QKeyEvent) -> PrinterProfile | None:
    """The correction after a key: arrows move, with Shift further, + and − change the size, R resets; else None."""
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    if key in _SIZES and not modifiers & _CTRL:
        return profile.moved(scale=_SIZES[key])
    if key == Qt.Key.Key_R and not modifiers & _CTRL:
        return PrinterProfile(name=profile.name, paper=profile.paper)
    if key not in _WAYS:
        return None
    right, down = _WAYS[key]
    if modifiers & _CTRL:
        return profile.moved(scale=-down or right)
    step = _BIG if modifiers & _SHIFT else _SMALL
    return profile.moved(right=right * step, down=down * step)


class PositionField(QWidget):
    """A printer's correction in words; the same keys change it as in the print sheet."""

    moved = Signal(object)  # PrinterProfile

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(scaled(28))
        self._profile: PrinterProfile | None = None
        self._words = ""
        theme().changed.connect(self.update)

    def show_profile(self, profile: PrinterProfile | None, words: str) -> None:
        """Another correction; None where there is no printer."""
        self._profile, self._words = profile, words
        self.setAccessibleName(f"Position: {words}")
        self.setEnabled(profile is not None)
        self.update()

    @property
    def words(self) -> str:
        """What it shows."""
        return self._words

    def sizeHint(self) -> QSize:
        """Room for the longest words."""
        return QSize(scaled(290), scaled(28))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, resize, reset."""
        after = nudged(self._profile, event) if self._profile is not None else None
        if after is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(after)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Like any field."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = 1.0 if self.hasFocus() else 0.5
        painter.setPen(QPen(colour(Role.ACCENT if self.hasFocus() else Role.FIELD), half * 2))
        painter.setBrush(colour(Role.SURFACE if self.isEnabled() else Role.SUB))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 5, 5)
        painter.setFont(font())
        painter.setPen(colour(Role.TEXT if self.isEnabled() else Role.TEXT2))
        cap = metrics(Step.BODY, NORMAL).capHeight()
        painter.drawText(QPointF(scaled(10), round(self.height() / 2 + cap / 2)), self._words)
        painter.end()
