"""Badge: a count in a pill beside a place where work waits."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, Step, metrics, scaled, shared


@dataclass(frozen=True, slots=True)
class Badge:
    """What waits: how many, and whether something was refused or runs out."""

    count: int
    role: Role = Role.TEXT2  # RED: refused or denied; AMBER: something ends; else neutral

    def __bool__(self) -> bool:
        return self.count > 0


_TINTS = {Role.RED: Role.RED_TINT, Role.AMBER: Role.AMBER_TINT}


def paint_badge(painter: QPainter, right: float, middle: float, badge: Badge, *, current: bool) -> None:
    """Paint the pill with its right edge at `right`; on the selected entry its ground is the page's."""
    text = str(badge.count) if badge.count < 1000 else "999+"
    high = scaled(19)
    wide = max(metrics(Step.SOURCE, BOLD).horizontalAdvance(text) + scaled(12), scaled(19))
    place = QRectF(right - wide, round(middle - high / 2), wide, high)
    ground = Role.SURFACE if current else _TINTS.get(badge.role, Role.HOVER)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ground))
    painter.drawRoundedRect(place, high / 2, high / 2)
    painter.setFont(shared(Step.SOURCE, BOLD))
    painter.setPen(colour(Role.ACCENT if current and badge.role is Role.TEXT2 else badge.role))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
