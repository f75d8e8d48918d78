"""The one table of colour roles, light and dark; everything that paints asks here."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from PySide6.QtGui import QColor


class Role(StrEnum):
    """What a colour is for; no widget names a colour by its number."""

    SURFACE = "surface"
    SIDE = "side"
    SUB = "sub"
    POPUP = "popup"
    HOVER = "hover"
    LINE = "line"
    STRONG = "strong"
    FIELD = "field"
    TEXT = "text"
    TEXT2 = "text2"
    TEXT3 = "text3"
    ACCENT = "accent"
    FILL = "fill"
    FILL_HOVER = "fill_hover"
    ON_FILL = "on_fill"
    SEL = "sel"
    SEL_OFF = "sel_off"
    AMBER = "amber"
    AMBER_TINT = "amber_tint"
    RED = "red"
    RED_TINT = "red_tint"
    GREEN = "green"
    GREEN_TINT = "green_tint"
    BLUE = "blue"
    BLUE_TINT = "blue_tint"
    EVIDENCE = "evidence"
    CHOSEN = "chosen"
    SCRIM = "scrim"
    PAPER = "paper"
    PAPER_LINE = "paper_line"


# role: (light, dark). A ninth pair of digits is alpha, first, as QColor reads it.
TABLE: dict[Role, tuple[str, str]] = {
    Role.SURFACE: ("#FFFFFF", "#1A1E24"),
    Role.SIDE: ("#F3F4F7", "#14171C"),
    Role.SUB: ("#F7F8FA", "#1F242B"),
    Role.POPUP: ("#FFFFFF", "#1F242B"),
    Role.HOVER: ("#EEF0F4", "#262C35"),
    Role.LINE: ("#E4E6EB", "#2C323B"),
    Role.STRONG: ("#C9CDD6", "#454E5C"),
    Role.FIELD: ("#868E9C", "#6E798A"),
    Role.TEXT: ("#1A1E26", "#E8EBEF"),
    Role.TEXT2: ("#545C6A", "#AAB2BF"),
    Role.TEXT3: ("#626A78", "#98A1AF"),
    Role.ACCENT: ("#4152BE", "#A3AEFB"),
    Role.FILL: ("#4152BE", "#5062DB"),
    Role.FILL_HOVER: ("#3747AB", "#4757C9"),
    Role.ON_FILL: ("#FFFFFF", "#FFFFFF"),
    Role.SEL: ("#E8EBFA", "#2A3159"),
    Role.SEL_OFF: ("#EFF0F3", "#272C35"),
    Role.AMBER: ("#8A5200", "#EFB65C"),
    Role.AMBER_TINT: ("#FFF4E0", "#382B14"),
    Role.RED: ("#B3261E", "#FF938B"),
    Role.RED_TINT: ("#FDEEEC", "#3D2121"),
    Role.GREEN: ("#1B6E3C", "#74CF92"),
    Role.GREEN_TINT: ("#E8F5EC", "#183024"),
    Role.BLUE: ("#0B6299", "#78BFF0"),
    Role.BLUE_TINT: ("#E7F2FA", "#172D3E"),
    Role.EVIDENCE: ("#FFF0B8", "#4A3F17"),
    Role.CHOSEN: ("#D9DEFA", "#343F84"),
    Role.SCRIM: ("#5914182B", "#80000000"),
    Role.PAPER: ("#FFFFFF", "#1A1E24"),
    Role.PAPER_LINE: ("#868E9C", "#6E798A"),
}

# Ordered shades of age, youngest first; older is stronger.
AGE: tuple[tuple[str, str], ...] = (
    ("#C3CCF2", "#34406F"),
    ("#8B9AE0", "#4F60B8"),
    ("#5A6BCB", "#7485E0"),
    ("#34439C", "#A3B0F5"),
    ("#171F57", "#DCE2FF"),
)

# Charges, payments, adjustments, other.
KINDS: tuple[tuple[str, str], ...] = (
    ("#4152BE", "#8F9CF5"),
    ("#C77A1A", "#F2B45A"),
    ("#12473E", "#3C8F7E"),
    ("#C07C9E", "#F3EFD8"),
)


class _Scheme:
    """Which column of the table is shown now."""

    column = 0


def use_dark(*, dark: bool) -> None:
    """Choose the column; only `theme` calls this."""
    _Scheme.column = int(dark)


def is_dark() -> bool:
    """Whether the dark column is shown."""
    return bool(_Scheme.column)


@cache
def _colour(text: str) -> QColor:
    return QColor(text)


def paper_colour(role: Role) -> QColor:
    """The colour on a white page, which is white in the dark too."""
    return _colour(TABLE[role][0])


def number(role: Role) -> str:
    """The colour's number in the scheme shown now, such as #4152BE."""
    return TABLE[role][_Scheme.column]


def colour(role: Role) -> QColor:
    """The colour in the scheme shown now. Treat it as read-only: it is shared."""
    return _colour(TABLE[role][_Scheme.column])


def age_colour(step: int) -> QColor:
    """The shade of an aging bucket, 0 for 0–30 to 4 for over 120."""
    return _colour(AGE[step][_Scheme.column])


def kind_colour(kind: int) -> QColor:
    """The colour of a series: 0 charges, 1 payments, 2 adjustments, 3 other."""
    return _colour(KINDS[kind][_Scheme.column])


def _linear(channel: int) -> float:
    part = channel / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(text: str) -> float:
    """Relative luminance of #RRGGBB, 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(int(text[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)
