from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.coding.timed_units import (
    TimedRule,
    eight_minute_units,
    midpoint_units,
    timed_days,
    timed_findings,
    total_units,
    with_units,
)
from tests.support.practice import a_line

MINUTES = st.lists(st.integers(0, 120), max_size=6)
TIMED = frozenset({"97110", "97112", "97140", "97116", "97035", "97124"})


@pytest.mark.parametrize(
    ("minutes", "units"),
    [
        (0, 0),
        (7, 0),
        (8, 1),
        (22, 1),
        (23, 2),
        (37, 2),
        (38, 3),
        (52, 3),
        (53, 4),
        (67, 4),
        (68, 5),
        (127, 8),
        (128, 9),
    ],
)
def test_the_table_of_section_20_2(minutes: int, units: int) -> None:
    assert total_units(minutes) == units


@pytest.mark.parametrize(
    ("minutes", "units"),
    [
        ((24, 23), (2, 1)),  # 47 minutes are three units; 24 leave more over than 23
        ((20, 20), (2, 1)),  # 40: three, either of them
        ((33, 7), (2, 1)),  # 40: seven minutes beat the three left over
        ((18, 13, 10, 8), (1, 1, 1, 0)),  # 49: three units
        ((7, 7, 7), (1, 0, 0)),  # 21: one unit
        ((7,), (0,)),
    ],
)
def test_units_go_where_most_minutes_are(minutes: tuple[int, ...], units: tuple[int, ...]) -> None:
    assert eight_minute_units(minutes) == units


@given(MINUTES)
def test_all_services_together_get_what_the_table_says(minutes: list[int]) -> None:
    assert sum(eight_minute_units(minutes)) == total_units(sum(minutes))


@given(MINUTES)
def test_no_service_gets_more_units_than_its_quarters_begun(minutes: list[int]) -> None:
    for one, units in zip(minutes, eight_minute_units(minutes), strict=True):
        assert one // 15 <= units <= -(-one // 15)
        assert midpoint_units(one) <= -(-one // 15)


@given(MINUTES, st.integers(0, 5))
def test_more_minutes_never_mean_fewer_units(minutes: list[int], at: int) -> None:
    if not minutes:
        return
    more = list(minutes)
    more[at % len(minutes)] += 1
    assert sum(eight_minute_units(more)) >= sum(eight_minute_units(minutes))
    assert midpoint_units(more[0]) >= midpoint_units(minutes[0])


@given(st.lists(st.integers(1, 60), min_size=1, max_size=5), st.sampled_from(TimedRule))
def test_units_that_follow_from_the_minutes_are_never_warned_of(minutes: list[int], rule: TimedRule) -> None:
    codes = sorted(TIMED)
    lines = with_units(
        [a_line(code, minutes=one) for code, one in zip(codes, minutes, strict=False)],
        rule,
        TIMED.__contains__,
    )
    (day,) = timed_days(lines, TIMED.__contains__)
    least_one = [row for row in day.lines if row.by(rule) == 0]
    assert bool(timed_findings(lines, rule, TIMED.__contains__)) == bool(least_one)


def test_both_rules_are_known_of_a_day_and_may_differ() -> None:
    (day,) = timed_days(
        [a_line("97110", minutes=20), a_line("98941"), a_line("97140", minutes=20)], TIMED.__contains__
    )

    assert (day.minutes, day.units(TimedRule.EIGHT_MINUTE), day.units(TimedRule.MIDPOINT)) == (40, 3, 2)
    assert day.differs
    assert [row.at for row in day.lines] == [0, 2]


def test_the_rule_of_the_payer_decides_what_is_too_much() -> None:
    lines = [a_line("97110", minutes=20, units=2), a_line("97140", minutes=20)]

    assert not timed_findings(lines, TimedRule.EIGHT_MINUTE, TIMED.__contains__)
    (found,) = timed_findings(lines, TimedRule.MIDPOINT, TIMED.__contains__)
    assert (found.rule, found.field) == ("C20", "lines.0.units")


def test_of_equal_remainders_either_may_have_the_unit_and_not_both() -> None:
    other = [a_line("97110", minutes=20), a_line("97140", minutes=20, units=2)]
    both = [a_line("97110", minutes=20, units=2), a_line("97140", minutes=20, units=2)]

    assert not timed_findings(other, TimedRule.EIGHT_MINUTE, TIMED.__contains__)
    assert len(timed_findings(both, TimedRule.EIGHT_MINUTE, TIMED.__contains__)) == 1


def test_a_day_with_minutes_missing_is_not_judged_together() -> None:
    lines = [a_line("97110", minutes=8, units=2), a_line("97140", minutes=None)]

    assert not timed_findings(lines, TimedRule.EIGHT_MINUTE, TIMED.__contains__)
    assert len(timed_findings(lines, TimedRule.MIDPOINT, TIMED.__contains__)) == 1
