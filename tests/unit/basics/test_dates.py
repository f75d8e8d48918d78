from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.dates import Period, age_on, moment_text, now, parse_date, parse_moment, slashed, today

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "typed", ["11/23/2026", "11-23-26", "112326", "11232026", "2026-11-23", " 11.23.2026 ", "11 23 26"]
)
def test_parse_date_reads_what_people_type(typed: str) -> None:
    assert parse_date(typed, as_of=DAY) == DAY


def test_two_digit_years_fall_in_the_likely_century() -> None:
    assert parse_date("03/14/51", as_of=DAY) == date(1951, 3, 14)
    assert parse_date("03/14/36", as_of=DAY) == date(2036, 3, 14)


@pytest.mark.parametrize("typed", ["", "02/30/2026", "13/01/2026", "tomorrow", "1/2/3/4", "20261"])
def test_parse_date_refuses(typed: str) -> None:
    with pytest.raises(ValueError, match="“"):
        parse_date(typed, as_of=DAY)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_what_is_shown_reads_back(day: date) -> None:
    assert parse_date(slashed(day), as_of=DAY) == day


def test_slashed_of_nothing_is_nothing() -> None:
    assert slashed(None) == ""


def test_period_includes_both_ends() -> None:
    period = Period(start_on=date(2026, 11, 1), end_on=date(2026, 11, 30))
    assert date(2026, 11, 1) in period
    assert date(2026, 11, 30) in period
    assert date(2026, 12, 1) not in period
    assert DAY in Period()


days = st.none() | st.dates(date(2026, 1, 1), date(2026, 3, 1))


@given(days, days, days, days)
def test_overlap_means_a_common_day(a: date | None, b: date | None, c: date | None, d: date | None) -> None:
    if (a and b and a > b) or (c and d and c > d):
        return
    one, two = Period(start_on=a, end_on=b), Period(start_on=c, end_on=d)
    common = any(
        date.fromordinal(n) in one and date.fromordinal(n) in two
        for n in range(date(2025, 12, 1).toordinal(), date(2026, 4, 1).toordinal())
    )
    assert one.overlaps(two) == common == two.overlaps(one)


def test_age() -> None:
    assert age_on(date(2000, 2, 29), date(2026, 2, 28)) == 25
    assert age_on(date(2000, 2, 29), date(2026, 3, 1)) == 26


def test_moments_read_back() -> None:
    moment = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
    assert moment_text(moment) == "2026-11-23T15:04:05Z"
    assert parse_moment(moment_text(moment)) == moment
    assert parse_moment(moment_text(now())) <= now()


def test_today_is_local_to_the_practice() -> None:
    assert abs((today("Pacific/Kiritimati") - today("Pacific/Pago_Pago")).days) == 1
