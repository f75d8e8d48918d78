from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import Money
from clinicbill.reports.chart import KIND_HEX, Bar, BarChart, Series, draw, series_total
from clinicbill.ui.colours import KINDS

CENTS = st.integers(-(10**8), 10**8)


def chart(*values: tuple[int, ...]) -> BarChart:
    series = tuple(Series(f"S{n}", n, tuple(Money(c) for c in cents)) for n, cents in enumerate(values))
    return BarChart(tuple(f"M{n}" for n in range(len(values[0]) if values else 0)), series)


def bars(drawn: tuple[Bar, ...], series: int) -> list[Bar]:
    return [bar for bar in drawn if bar.series == series]


def test_bars_are_as_high_as_their_values() -> None:
    drawing = draw(chart((100_00, 200_00), (50_00, 0)), 600, 200)
    first, second = bars(drawing.bars, 0)
    assert abs(second.height - 2 * first.height) < 0.01
    half, nothing = bars(drawing.bars, 1)
    assert abs(half.height - first.height / 2) < 0.01
    assert nothing.height == 0


def test_a_value_below_zero_hangs_from_the_line() -> None:
    drawing = draw(chart((100_00, -100_00)), 600, 200)
    zero = next(line.y for line in drawing.lines if line.strong)
    up, down = drawing.bars
    assert abs(up.y + up.height - zero) < 0.01
    assert abs(down.y - zero) < 0.01
    assert any(words.text.startswith("−") for words in drawing.words)


@given(st.lists(st.lists(CENTS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_every_bar_stays_inside_and_no_value_is_invisible(values: list[list[int]]) -> None:
    drawing = draw(chart(*(tuple(row) for row in values)), 600, 200)
    for bar in drawing.bars:
        assert drawing.left <= bar.x
        assert bar.x + bar.width <= 600.01
        assert bar.y >= 6.9
        assert bar.y + bar.height <= 181.1
        cents = values[bar.series][bar.label]
        assert bar.height >= 1 if cents else bar.height == 0
    assert 2 <= len(drawing.lines) <= 8
    assert sum(line.strong for line in drawing.lines) == 1


def test_neighbours_do_not_overlap() -> None:
    drawing = draw(chart((1, 2, 3), (4, 5, 6), (7, 8, 9)), 600, 200)
    in_order = sorted(drawing.bars, key=lambda bar: bar.x)
    assert all(a.x + a.width <= b.x + 0.01 for a, b in itertools.pairwise(in_order))


def test_nothing_at_all_still_has_a_scale() -> None:
    assert draw(chart((0, 0)), 300, 100).lines
    assert draw(BarChart((), ()), 300, 100).bars == ()


def test_colours_are_those_of_the_window() -> None:
    assert tuple(light for light, _ in KINDS) == KIND_HEX


def test_series_add_up() -> None:
    assert series_total(chart((1, 2), (3, -4))) == [Money(3), Money(-1)]
