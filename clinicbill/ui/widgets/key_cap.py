"""Key caps and the buttons that carry them."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from clinicbill.ui import icons
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, MEDIUM, Step, font, metrics, scaled
from clinicbill.ui.theme import theme

_ARROWS = {"↑": "arrow-up", "↓": "arrow-down", "←": "arrow-left", "→": "arrow-right"}


def cap_width(text: str) -> int:
    """Pixels one key cap takes."""
    if text in _ARROWS:
        return scaled(20)
    return max(round(metrics(Step.SOURCE, MEDIUM).horizontalAdvance(text)) + scaled(10), scaled(18))


def paint_cap(painter: QPainter, left: float, middle: float, text: str, *, on_fill: bool = False) -> int:
    """Paint one key cap with its left edge at `left`; returns its width."""
    wide, high = cap_width(text), scaled(18)
    place = QRectF(round(left) + 0.5, round(middle - high / 2) + 0.5, wide - 1, high - 1)
    edge = QColor(255, 255, 255, 150) if on_fill else colour(Role.STRONG)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if on_fill else colour(Role.POPUP))
    painter.drawRoundedRect(place, 3.5, 3.5)
    if text in _ARROWS:
        size = scaled(12)
        corner = QPointF(place.center().x() - size / 2, place.center().y() - size / 2)
        icons.draw(painter, _ARROWS[text], Role.TEXT2, corner, size)
        return wide
    painter.setFont(font(Step.SOURCE, MEDIUM))
    painter.setPen(colour(Role.ON_FILL if on_fill else Role.TEXT2))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
    return wide


class KeyCap(QWidget):
    """One key drawn as a cap, such as F3 in a section line."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setAccessibleName(f"Key {text}")
        self.setFixedSize(cap_width(text), scaled(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cap."""
        painter = QPainter(self)
        paint_cap(painter, 0, self.height() / 2, self._text)
        painter.end()


class Kind(Enum):
    """How much a button asks for the eye."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"
    LINK = "link"


class KeyButton(QAbstractButton):
    """A button that carries its key inside: one primary per page, plain ones, quiet ones without a border.

    While it cannot run it says why instead of only turning grey (`block`).
    """

    def __init__(
        self,
        text: str,
        key: str = "",
        *,
        icon: str = "",
        kind: Kind = Kind.PLAIN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key, self._icon, self._kind = key, icon, kind
        self._why = ""
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme().changed.connect(self.update)

    @property
    def kind(self) -> Kind:
        """Primary, plain, quiet or link."""
        return self._kind

    def set_text(self, text: str) -> None:
        """Change the verb, such as "Send 5 claims"."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def block(self, why: str) -> None:
        """Say why it cannot run, such as "Finish and next: 2 to fix"; an empty reason lets it run again."""
        self._why = why
        self.setEnabled(not why)
        self.setAccessibleName(why or self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for icon, words and key."""
        wide = self._inset() * 2 + metrics(Step.BODY, self._weight()).horizontalAdvance(self._shown())
        if self._icon and not self._why:
            wide += scaled(16) + scaled(7)
        if self._key:
            wide += cap_width(self._key) + scaled(12)
        return QSize(round(wide + 0.5), scaled(28))

    def minimumSizeHint(self) -> QSize:
        """It never shrinks."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, icon, words, key and focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        ink = self._ink()
        left: float = self._inset()
        middle = self.height() / 2
        if self._icon and not self._why:
            icons.draw(painter, self._icon, ink, QPointF(left, round(middle - scaled(8))), scaled(16))
            left += scaled(16) + scaled(7)
        painter.setFont(font(Step.BODY, self._weight()))
        painter.setPen(colour(ink))
        measured = metrics(Step.BODY, self._weight())
        painter.drawText(QPointF(left, round(middle + measured.capHeight() / 2)), self._shown())
        if self._key:
            on_fill = self._kind is Kind.PRIMARY and self.isEnabled()
            wide = cap_width(self._key)
            paint_cap(painter, self.width() - wide - self._inset() / 1.5, middle, self._key, on_fill=on_fill)
        self._paint_focus(painter)
        painter.end()

    def _shown(self) -> str:
        return self._why or self.text()

    def _inset(self) -> int:
        return scaled(2 if self._kind is Kind.LINK else 11)

    def _weight(self) -> QFont.Weight:
        return BOLD if self._kind is Kind.PRIMARY and self.isEnabled() else MEDIUM

    def _ink(self) -> Role:
        if not self.isEnabled():
            return Role.TEXT2
        return {
            Kind.PRIMARY: Role.ON_FILL,
            Kind.PLAIN: Role.TEXT,
            Kind.QUIET: Role.TEXT2,
            Kind.LINK: Role.ACCENT,
        }[self._kind]

    def _ground(self) -> Role | None:
        if not self.isEnabled():
            return None if self._kind in (Kind.QUIET, Kind.LINK) else Role.HOVER
        pressed = self.isDown() or self.isChecked()
        if self._kind is Kind.PRIMARY:
            return Role.FILL_HOVER if pressed or self.underMouse() else Role.FILL
        if pressed:
            return Role.SEL
        return Role.HOVER if self.underMouse() else None

    def _paint_ground(self, painter: QPainter) -> None:
        ground = self._ground()
        bordered = self._kind is Kind.PLAIN and self.isEnabled()
        painter.setPen(QPen(colour(Role.STRONG), 1) if bordered else Qt.PenStyle.NoPen)
        painter.setBrush(colour(ground) if ground else Qt.BrushStyle.NoBrush)
        half = 0.5 if bordered else 0.0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 5, 5)

    def _paint_focus(self, painter: QPainter) -> None:
        if not self.hasFocus():
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._kind is Kind.PRIMARY:
            painter.setPen(QPen(colour(Role.SURFACE), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.75, 2.75, -2.75, -2.75), 3, 3)
        else:
            painter.setPen(QPen(colour(Role.ACCENT), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
