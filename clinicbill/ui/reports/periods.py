"""Periods people ask for, as first and last day."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Period(StrEnum):
    """The periods offered; OWN is whatever the two fields say."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    LAST_MONTH = "last_month"
    QUARTER = "quarter"
    YEAR = "year"
    TWELVE = "twelve"
    OWN = "own"


PERIOD_WORDS = {
    Period.DAY: "Today",
    Period.WEEK: "This week",
    Period.MONTH: "This month",
    Period.LAST_MONTH: "Last month",
    Period.QUARTER: "This quarter",
    Period.YEAR: "This year",
    Period.TWELVE: "Twelve months",
    Period.OWN: "Own days",
}


def _month(day: date) -> date:
    return day.replace(day=1)


def _before(day: date) -> date:
    """The day before; the first day of the calendar has none."""
    return day - timedelta(days=1) if day > date.min else day


_FIRSTS: dict[Period, Callable[[date], date]] = {
    Period.DAY: lambda day: day,
    Period.WEEK: lambda day: date.fromordinal(max(1, day.toordinal() - day.weekday())),
    Period.MONTH: _month,
    Period.QUARTER: lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    Period.YEAR: lambda day: day.replace(month=1, day=1),
    Period.TWELVE: lambda day: _month(date.fromordinal(max(1, _month(day).toordinal() - 334))),
}


def days_of(period: Period, as_of: date) -> tuple[date, date] | None:
    """First and last day, up to `as_of`; None for the days people choose themselves."""
    if period is Period.OWN:
        return None
    if period is Period.LAST_MONTH:
        last = _before(_month(as_of))
        return _month(last), last
    return _FIRSTS[period](as_of), as_of


def period_of(first: date, last: date, as_of: date) -> Period:
    """What two days are called, if they are one of the periods."""
    for period in Period:
        if days_of(period, as_of) == (first, last):
            return period
    return Period.OWN
