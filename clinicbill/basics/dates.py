"""Dates and periods. Dates are the practice's local dates; moments are UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_TYPED = re.compile(r"([0-9]{1,2})[/\-. ]([0-9]{1,2})[/\-. ]([0-9]{4}|[0-9]{2})")
_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `start_on` to `end_on`, both included; None leaves that side open."""

    start_on: date | None = None
    end_on: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start_on is None or self.start_on <= day) and (self.end_on is None or day <= self.end_on)

    def overlaps(self, other: Period) -> bool:
        """Whether any day lies in both."""
        return (self.start_on is None or other.end_on is None or self.start_on <= other.end_on) and (
            other.start_on is None or self.end_on is None or other.start_on <= self.end_on
        )


def now() -> datetime:
    """The moment in UTC, to the second. Called by `cli` and `ui` only: no rule asks the clock."""
    return datetime.now(UTC).replace(microsecond=0)


def today(time_zone: str = "America/New_York") -> date:
    """The practice's local date. Called by `cli` and `ui` only: every rule takes its day as an argument."""
    return datetime.now(ZoneInfo(time_zone)).date()


def parse_date(text: str, *, as_of: date) -> date:
    """Read what a person types: 11/23/2026, 11-23-26, 112326, 2026-11-23.

    A two-digit year is the century that puts the date at most ten years after `as_of`.

    Raises:
        ValueError: the text is no day of the calendar.
    """
    stripped = text.strip()
    if match := _ISO.fullmatch(stripped):
        year, month, day = (int(part) for part in match.groups())
    elif match := _TYPED.fullmatch(stripped) or _DIGITS.fullmatch(stripped):
        month, day = int(match[1]), int(match[2])
        year = int(match[3])
        if len(match[3]) == 2:
            year += as_of.year // 100 * 100
            if year > as_of.year + 10:
                year -= 100
    else:
        raise ValueError(f"“{text}” is not a date; type it like 11/23/2026")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"“{text}” is not a day of the calendar") from None


def slashed(day: date | None) -> str:
    """As the screen shows it: 11/23/2026; nothing for None."""
    return day.strftime("%m/%d/%Y") if day else ""


def age_on(birth_on: date, day: date) -> int:
    """Completed years of life on a day; negative before birth."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def moment_text(moment: datetime) -> str:
    """A moment as it lies on disk: 2026-11-23T15:04:05Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_moment(text: str) -> datetime:
    """Read what `moment_text` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
