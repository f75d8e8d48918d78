"""Bars side by side as plain shapes, so that the window and the PDF draw the same picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money

if TYPE_CHECKING:
    from collections.abc import Sequence

# Charges, payments, adjustments, other: the light column of the window's table, which a test compares.
KIND_HEX = ("#4152BE", "#C77A1A", "#12473E", "#C07C9E")
_GAP = 0.34  # of a group's width stays free between groups
_TICKS = 4
_NICE = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Series:
    """One colour: what it is called, which kind, a value for each label."""

    name: str
    kind: int
    values: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Groups of bars, one group for each label."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle; `label` and `series` say whose."""

    x: float
    y: float
    width: float
    height: float
    kind: int
    label: int
    series: int


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal hairline; `strong` for zero."""

    x: float
    y: float
    width: float
    strong: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A text with its baseline at `y`; `align` is "left", "middle" or "right" of `x`."""

    x: float
    y: float
    text: str
    align: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything, with the origin at the top left."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    words: tuple[Words, ...]
    group_width: float
    left: float


def draw(chart: BarChart, width: float, height: float, *, left: float = 56, below: float = 20) -> Drawing:
    """Lay a chart out: the scale at the left, labels below; bars stand on zero, below it where negative."""
    low, high, step = _scale(chart)
    top, bottom = 8.0, height - below
    span = max((high - low).cents, 1)

    def place(amount: Money) -> float:
        return bottom - (bottom - top) * (amount - low).cents / span

    ticks = range(low.cents, high.cents + 1, step.cents)
    lines = tuple(Line(left, place(Money(tick)), width - left, tick == 0) for tick in ticks)
    scale = tuple(Words(left - 8, place(Money(tick)) + 4, _tick_words(tick), "right") for tick in ticks)
    group = (width - left) / max(len(chart.labels), 1)
    labels = tuple(
        Words(left + group * (at + 0.5), height - 4, text, "middle") for at, text in enumerate(chart.labels)
    )
    bars = tuple(
        _bar(chart, at, number, left + group * at, group, place(ZERO), place(series.values[at]))
        for number, series in enumerate(chart.series)
        for at in range(len(chart.labels))
    )
    return Drawing(bars=bars, lines=lines, words=(*scale, *labels), group_width=group, left=left)


def _bar(chart: BarChart, at: int, number: int, left: float, group: float, zero: float, end: float) -> Bar:
    wide = group * (1 - _GAP) / len(chart.series)
    x = left + group * _GAP / 2 + wide * number
    # One pixel stays free between neighbours; a value that is not zero is never invisible.
    high = max(abs(zero - end), 1.0 if chart.series[number].values[at] else 0.0)
    return Bar(x, min(zero, end), max(wide - 1, 1.0), high, chart.series[number].kind, at, number)


def _scale(chart: BarChart) -> tuple[Money, Money, Money]:
    """Lowest and highest tick, and the step: 1, 2 or 5 times a power of ten dollars, a handful of ticks."""
    values = [value for series in chart.series for value in series.values] or [ZERO]
    low, high = min(*values, ZERO), max(*values, ZERO)
    step = _step((high - low).cents)
    return Money(low.cents // step * step), Money(-(-high.cents // step) * step or step), Money(step)


def _step(span: int) -> int:
    """In cents; at least a dollar."""
    rough = max(span // _TICKS, 100)
    power = 100
    while power * 10 <= rough:
        power *= 10
    return next(power * nice for nice in _NICE if power * nice >= rough)


def _tick_words(cents: int) -> str:
    """Whole dollars, thousands as 12k."""
    dollars = abs(cents) // 100
    words = f"{dollars // 1000}k" if dollars >= 1000 and dollars % 1000 == 0 else f"{dollars:,}"
    return f"\u2212{words}" if cents < 0 else words


def series_total(chart: BarChart) -> Sequence[Money]:
    """What each series adds up to."""
    return [Money.total(series.values) for series in chart.series]
