"""Icons: our own outline set, drawn from SVG in the colour of the word they stand with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from clinicbill.basics.assets import asset
from clinicbill.ui import colours

if TYPE_CHECKING:
    from clinicbill.ui.colours import Role


@cache
def _source(name: str) -> str:
    return asset(f"icons/{name}.svg").read_text("utf-8")


@cache
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("#000", colour).encode()))
    pixels = round(size * ratio)
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def pixmap(name: str, role: Role, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The icon in the role's colour, `size` logical pixels wide at a screen's ratio.

    Raises:
        FileNotFoundError: there is no such icon, which is our bug.
    """
    return _pixmap(name, colours.number(role), size, ratio)


def draw(painter: QPainter, name: str, role: Role, place: QPointF, size: int = 16) -> None:
    """Draw the icon with its top left corner at `place`."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(place, pixmap(name, role, size, ratio))


def icon(name: str, role: Role, size: int = 16) -> QIcon:
    """For menus and window decoration; ask again after the theme changed."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, role, size, ratio))
    return made
