"""Bars inside rows: stacked by age or kind, flat, one pixel between the parts, one scale per column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from clinicbill.ui.colours import age_colour, kind_colour
from clinicbill.ui.fonts import scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QColor, QPainter

HEIGHT = 15


def paint_stack(
    painter: QPainter,
    room: QRectF,
    parts: Sequence[int],
    widest: int,
    shade: Callable[[int], QColor] = age_colour,
) -> None:
    """Paint parts (cents, none below zero) beside each other; `widest` cents fill the room.

    A part that is not zero is at least one pixel wide, so that nothing is hidden.
    """
    if widest <= 0:
        return
    high = scaled(HEIGHT)
    left, top = room.left(), round(room.center().y() - high / 2)
    for step, cents in enumerate(parts):
        if cents > 0:
            wide = max(room.width() * cents / widest - 1, 1.0)
            painter.fillRect(QRectF(left, top, wide, high), shade(step))
            left += wide + 1


def age_swatch(step: int) -> Callable[[], QColor]:
    """The swatch of an aging bucket for a column's head."""
    return lambda: age_colour(step)


def kind_swatch(kind: int) -> Callable[[], QColor]:
    """The swatch of a series for a column's head."""
    return lambda: kind_colour(kind)
