"""Fonts: Inter for words, JetBrains Mono for codes, in steps above and below the system's own size."""

from __future__ import annotations

from enum import Enum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

from clinicbill.basics.assets import asset

FAMILY = "Inter"
MONO_FAMILY = "JetBrains Mono"
_FILES = (
    "Inter-Regular.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "JetBrainsMono-Regular.ttf",
    "JetBrainsMono-Medium.ttf",
    "JetBrainsMono-SemiBold.ttf",
)
_DRAWN_AT = 13  # pixels of body text in the pictures every length was drawn for

NORMAL, MEDIUM, BOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold


class Step(Enum):
    """A type size as pixels (at 100 %) above or below the body size."""

    KEY_FIGURE = 7
    TITLE = 5
    NAME = 3
    LEAD = 2
    BODY = 0
    SECONDARY = -1
    SOURCE = -2


def _dots() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.logicalDotsPerInch() if screen is not None else 96.0


def register() -> None:
    """Make the shipped fonts known to this program; safe to call again."""
    known = set(QFontDatabase.families())
    if FAMILY in known and MONO_FAMILY in known:
        return
    for name in _FILES:
        QFontDatabase.addApplicationFont(str(asset(f"fonts/{name}")))


def base_font(system: QFont) -> QFont:
    """The program's body font: Inter at the system's size, and never under 13 px at 100 %."""
    least = _DRAWN_AT * 72 / _dots()
    points = system.pointSizeF() if system.pointSizeF() > 0 else system.pixelSize() * 72 / _dots()
    font = QFont(FAMILY)
    font.setPointSizeF(max(points, least))
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def forget() -> None:
    """Drop what was derived from the old base font."""
    _derived.cache_clear()
    metrics.cache_clear()


def font(step: Step = Step.BODY, weight: QFont.Weight = NORMAL) -> QFont:
    """A font for words, money and dates; figures are tabular."""
    return QFont(_derived(step, weight, mono=False))


def code_font(step: Step = Step.BODY, weight: QFont.Weight = MEDIUM) -> QFont:
    """A font for codes: monospaced, ligatures off."""
    return QFont(_derived(step, weight, mono=True))


@cache
def _derived(step: Step, weight: QFont.Weight, *, mono: bool) -> QFont:
    base = QGuiApplication.font()
    made = QFont(base)
    made.setPointSizeF(max(base.pointSizeF() + step.value * 72 / _dots(), 6.0))
    made.setWeight(weight)
    if mono:
        made.setFamilies([MONO_FAMILY])
        for tag in ("calt", "liga", "clig", "tnum"):
            made.setFeature(QFont.Tag(tag), 0)
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@cache
def metrics(step: Step, weight: QFont.Weight, *, mono: bool = False) -> QFontMetricsF:
    """Widths and heights in one of the fonts, kept because tables ask thousands of times."""
    return QFontMetricsF(_derived(step, weight, mono=mono))


def shared(step: Step, weight: QFont.Weight, *, mono: bool = False) -> QFont:
    """The font itself, not a copy, for painting; never change it."""
    return _derived(step, weight, mono=mono)


def scaled(pixels: float) -> int:
    """A length drawn for 13 px text, grown with the text the system asks for."""
    return round(pixels * scale())


def scale() -> float:
    """How much larger than in the pictures the body text is; 1.0 for 13 px."""
    return QGuiApplication.font().pointSizeF() * _dots() / 72 / _DRAWN_AT
