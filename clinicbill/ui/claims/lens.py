"""Lens: how the sheet's points become pixels of the window, and fonts of the same size as on paper.

Across, every character stands where it prints. Down, rows with a caption are a little higher than on paper, so that
the caption can be read, and rows that are mostly empty a little lower, so that the whole form is seen at once. A true
lens leaves all as it is on paper: it lies over the picture of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication

from clinicbill.cms1500.layout import layout
from clinicbill.ui.fonts import MEDIUM, code_font, font, scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.cms1500.layout import BoxArea

# The part of the sheet that is shown, in points from its top left corner; the rest is margin.
LEFT, RIGHT = 20.3, 590.6
# From here to here in points, and how many times higher than wide a point is drawn there.
BANDS: tuple[tuple[float, float, float], ...] = (
    (28.0, 90.0, 0.36),  # the payer's address, on one line
    (90.0, 96.0, 0.75),
    (96.0, 336.0, 1.08),
    (336.0, 384.0, 0.63),  # signatures
    (384.0, 456.0, 1.08),
    (456.0, 504.0, 1.05),  # diagnoses: three lines under the caption
    (504.0, 528.0, 0.74),
    (528.0, 672.0, 0.8),  # six service lines
    (672.0, 696.0, 1.08),
    (696.0, 757.0, 1.09),
)
CARRIER = (LEFT, 28.0, RIGHT, 90.0)
MARGIN, HEAD = 16, 8
"""Pixels beside and above it."""
_VALUE = 12.0
_CAPTION, _LEAST_CAPTION = 10.0, 8.5
_LEAST, _READABLE = 0.5, 0.86


@lru_cache(maxsize=4096)
def _fallen(top: float) -> float:
    """Points of equal height from the first band to here."""
    return sum((min(top, end) - start) * factor for start, end, factor in BANDS if top > start)


def _risen(fallen: float) -> float:
    """The other way round."""
    left = fallen
    for start, end, factor in BANDS:
        if left <= (end - start) * factor:
            return start + left / factor
        left -= (end - start) * factor
    return BANDS[-1][1]


WIDE, HIGH = RIGHT - LEFT, _fallen(BANDS[-1][1])


@dataclass(frozen=True, slots=True)
class Lens:
    """`zoom` is pixels for one point; edges fall on whole pixels, so that every rule is equally sharp."""

    zoom: float
    true: bool = False

    def across(self, points: float) -> int:
        """Pixels from the left edge of the widget."""
        return round(self._x(points))

    def down(self, points: float) -> int:
        """Pixels from the top edge of the widget."""
        if self.true:
            return round(points * self.zoom)
        return HEAD + round(_fallen(points) * self.zoom)

    def place(self, x: float, top: float) -> QPointF:
        """A point of the sheet, not rounded across, where text begins."""
        return QPointF(self._x(x), self.down(top))

    def _x(self, points: float) -> float:
        return points * self.zoom if self.true else MARGIN + (points - LEFT) * self.zoom

    def box(self, left: float, top: float, right: float, bottom: float) -> QRectF:
        """A rectangle whose 1 px border is drawn in the middle of pixels."""
        a, b = self.across(left), self.down(top)
        return QRectF(a + 0.5, b + 0.5, self.across(right) - a, self.down(bottom) - b)

    def area(self, area: BoxArea) -> QRectF:
        """The rectangle of a box."""
        if area.item == "carrier":
            return self.box(*CARRIER)
        return self.box(area.left, area.top, area.right, area.bottom)

    def around(self, areas: Sequence[BoxArea]) -> QRectF:
        """The rectangle around all parts of a box."""
        united = QRectF()
        for area in areas:
            united = united.united(self.area(area))
        return united

    def points(self, x: float, y: float) -> tuple[float, float]:
        """Where a pixel of the widget lies on the sheet."""
        if self.true:
            return x / self.zoom, y / self.zoom
        return (x - MARGIN) / self.zoom + LEFT, _risen(max(y - HEAD, 0.0) / self.zoom)

    @property
    def size(self) -> tuple[int, int]:
        """Pixels the whole form takes."""
        if self.true:
            return round(layout().width * self.zoom), round(layout().height * self.zoom)
        return self.across(RIGHT) + MARGIN, self.down(BANDS[-1][1]) + HEAD

    @property
    def value_font(self) -> QFont:
        """Ten characters to the inch, as on paper."""
        return _sized(_VALUE * self.zoom, mono=True)

    @property
    def caption_size(self) -> float:
        """Pixels; it grows with the form and is never too small to read."""
        return max(_CAPTION * self.zoom, _LEAST_CAPTION * scale())

    @property
    def caption_font(self) -> QFont:
        """For captions and the words of check boxes."""
        return _sized(self.caption_size, mono=False)

    @property
    def caption_metrics(self) -> QFontMetricsF:
        """Widths in the captions' font."""
        return _measures(self.caption_size)


@lru_cache(maxsize=32)
def _sized(pixels: float, *, mono: bool) -> QFont:
    screen = QGuiApplication.primaryScreen()
    made = code_font(weight=MEDIUM) if mono else font()
    made.setPointSizeF(pixels * 72 / (screen.logicalDotsPerInch() if screen is not None else 96.0))
    return made


@lru_cache(maxsize=32)
def _measures(pixels: float) -> QFontMetricsF:
    return QFontMetricsF(_sized(pixels, mono=False))


def fitting(width: int, height: int, *, true: bool = False) -> float:
    """The zoom at which the form fits a view: as wide as it is, and whole where that can still be read."""
    if true:
        return max(width / layout().width, _LEAST)
    by_width = (width - 2 * MARGIN) / WIDE
    by_height = (height - 2 * HEAD) / HIGH
    return max(min(by_width, max(by_height, _READABLE)), _LEAST)
