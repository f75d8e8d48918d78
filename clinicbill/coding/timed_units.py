"""Units of timed services: Medicare's eight-minute rule over the whole day, and the AMA midpoint for each code.

Sources: CMS, Medicare Claims Processing Manual (100-04), chapter 5, section 20.2 (units of timed codes, counting
minutes); AMA CPT introduction, time: a unit is attained when its midpoint is passed, eight of fifteen minutes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clinicbill.encounters.encounter import EncounterLine

UNIT = 15
LEAST = 8
_CPM = "CMS, Medicare Claims Processing Manual, chapter 5, section 20.2"
_CPT = "AMA CPT, introduction, time"


class TimedRule(StrEnum):
    """Which way minutes become units; a setting of the payer profile."""

    EIGHT_MINUTE = "eight_minute"
    MIDPOINT = "midpoint"


RULE_WORDS = {TimedRule.EIGHT_MINUTE: "8-minute rule", TimedRule.MIDPOINT: "midpoint"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedLine:
    """One timed line with both results; `at` is its place on the visit."""

    at: int
    code: str
    minutes: int
    units: int
    eight_minute: int
    midpoint: int

    def by(self, rule: TimedRule) -> int:
        """The units one rule gives."""
        return self.eight_minute if rule is TimedRule.EIGHT_MINUTE else self.midpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedDay:
    """The timed lines of one day of a visit."""

    lines: tuple[TimedLine, ...]

    @property
    def minutes(self) -> int:
        """All timed minutes."""
        return sum(line.minutes for line in self.lines)

    def units(self, rule: TimedRule) -> int:
        """What a rule gives all lines together."""
        return sum(line.by(rule) for line in self.lines)

    @property
    def billed(self) -> int:
        """The units that stand on the lines."""
        return sum(line.units for line in self.lines)

    @property
    def differs(self) -> bool:
        """Whether the rules give different units to any line."""
        return any(line.eight_minute != line.midpoint for line in self.lines)


def midpoint_units(minutes: int) -> int:
    """One unit for each fifteen minutes, and one more from eight minutes on."""
    return (minutes + UNIT - LEAST) // UNIT


def total_units(minutes: int) -> int:
    """Units of all timed minutes of a day by the eight-minute rule: from 8 one, 23 two, 38 three, 53 four, and so on."""
    return midpoint_units(minutes)


def eight_minute_units(minutes: Sequence[int]) -> tuple[int, ...]:
    """The units of each service: whole quarters of an hour, then one more where most minutes are left over.

    Together they are `total_units` of all minutes; of equal remainders the first service gets the unit.
    """
    units = [one // UNIT for one in minutes]
    rest = total_units(sum(minutes)) - sum(units)
    by_rest = sorted(range(len(minutes)), key=lambda at: (-(minutes[at] % UNIT), at))
    for at in by_rest[:rest]:
        units[at] += 1
    return tuple(units)


def timed_days(lines: Sequence[EncounterLine], is_timed: Callable[[str], bool]) -> list[TimedDay]:
    """The timed lines with minutes, day by day, with what both rules give."""
    timed = [(at, line) for at, line in enumerate(lines) if is_timed(line.procedure_code) and line.minutes]
    timed.sort(key=lambda pair: pair[1].from_on)
    return [_day(list(rows)) for _, rows in groupby(timed, key=lambda pair: pair[1].from_on)]


def _day(rows: list[tuple[int, EncounterLine]]) -> TimedDay:
    allotted = eight_minute_units([line.minutes or 0 for _, line in rows])
    return TimedDay(
        lines=tuple(
            TimedLine(
                at=at,
                code=line.procedure_code,
                minutes=line.minutes or 0,
                units=line.units,
                eight_minute=units,
                midpoint=midpoint_units(line.minutes or 0),
            )
            for (at, line), units in zip(rows, allotted, strict=True)
        )
    )


def with_units(
    lines: Sequence[EncounterLine], rule: TimedRule, is_timed: Callable[[str], bool]
) -> tuple[EncounterLine, ...]:
    """The lines with the units their minutes give; a line always has one, so that a finding can say what is wrong."""
    changed = list(lines)
    for day in timed_days(lines, is_timed):
        for row in day.lines:
            changed[row.at] = replace(changed[row.at], units=max(row.by(rule), 1))
    return tuple(changed)


def timed_findings(
    lines: Sequence[EncounterLine], rule: TimedRule, is_timed: Callable[[str], bool]
) -> list[Finding]:
    """C20: more units than the minutes allow, by the rule of the payer.

    By the eight-minute rule a day on which a timed line has no minutes yet is not judged.
    """
    open_days = {line.from_on for line in lines if is_timed(line.procedure_code) and line.minutes is None}
    found: list[Finding] = []
    for day in timed_days(lines, is_timed):
        if rule is TimedRule.MIDPOINT:
            found += _each(day)
        elif lines[day.lines[0].at].from_on not in open_days:
            found += _together(day)
    return found


def _each(day: TimedDay) -> Iterator[Finding]:
    for row in day.lines:
        if row.units > row.midpoint:
            message = f"{_minutes(row.minutes)} of {row.code} {_allow(row.midpoint)}, {row.units} billed"
            yield _finding(row.at, message, _CPT)


def _together(day: TimedDay) -> Iterator[Finding]:
    if day.billed > day.units(TimedRule.EIGHT_MINUTE):
        wrong = next((row for row in day.lines if row.units > row.eight_minute), day.lines[-1])
        allowed = _allow(day.units(TimedRule.EIGHT_MINUTE))
        yield _finding(
            wrong.at, f"{_minutes(day.minutes)} of timed services {allowed}, {day.billed} billed", _CPM
        )
        return
    for row in day.lines:
        if row.units > row.eight_minute and not _even(row, day):
            message = (
                f"{row.code} with {_minutes(row.minutes)} gets {_units(row.eight_minute)}, {row.units} billed"
            )
            yield _finding(row.at, message, _CPM)


def _even(row: TimedLine, day: TimedDay) -> bool:
    """Whether another service with as many minutes left over gave its unit to this one."""
    return any(
        other.units < other.eight_minute and other.minutes % UNIT == row.minutes % UNIT for other in day.lines
    )


def _minutes(count: int) -> str:
    return f"{count} minute{'s' * (count != 1)}"


def _units(count: int) -> str:
    return f"{count or 'no'} unit{'s' * (count != 1)}"


def _allow(count: int) -> str:
    return f"allow {_units(count)}"


def _finding(at: int, message: str, source: str) -> Finding:
    return Finding(
        rule="C20",
        severity=Severity.WARNING,
        message=message,
        where=f"line {at + 1}, item 24G",
        why="Less than eight minutes are no unit; then one for each fifteen, the last from eight minutes on.",
        source=source,
        fix="Correct the minutes or the units.",
        field=f"lines.{at}.units",
    )
