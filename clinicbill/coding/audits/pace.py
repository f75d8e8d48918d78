"""Pace: visits finished per hour and day, holds and charge lag, read off the history that is there already.

Nobody enters anything for it. Between two finished visits of one coder on one day lies work, unless the gap is
longer than a pause (resources/rules/coding_pace.toml); the first visit after a pause has no time that is known.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.basics.identifiers import EncounterId, PatientId, UserId
from clinicbill.encounters.encounter import VisitStatus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo


_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEvent:
    """A visit came to stand somewhere; its birth is the first of them.

    Attributes:
        number: rises with time, also within one second.
        at: the moment in UTC.
        coder_id: who did it.
        who: the patient as lists name him; `service_on` the day of the visit.
    """

    number: int
    encounter_id: EncounterId
    at: datetime
    coder_id: UserId
    status: VisitStatus
    service_on: date
    patient_id: PatientId
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """A visit was finished.

    Attributes:
        on, hour: of the practice's clock.
        again: it had been finished before and was taken up once more.
    """

    event: StatusEvent
    on: date
    hour: int
    again: bool

    @property
    def lag_days(self) -> int:
        """Charge lag: days from the service to the codes; a visit coded before its day has none."""
        return max((self.on - self.event.service_on).days, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A visit was put on hold; `until` is None while it waits."""

    event: StatusEvent
    until: datetime | None

    def lasted(self, now: datetime) -> timedelta:
        """How long it waited, or has waited up to a moment."""
        return max((self.until or now) - self.event.at, timedelta())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Counts over some finished visits.

    Attributes:
        visits: finished for the first time; `again` those finished once more.
        at_work: the gaps that were no pause; `timed` is how many they were.
        lag_days: median days from service to codes; None where nothing was finished.
    """

    visits: int
    again: int
    at_work: timedelta
    timed: int
    lag_days: float | None

    @property
    def per_hour(self) -> Fraction | None:
        """Visits an hour of work; None where no time is known."""
        seconds = int(self.at_work.total_seconds())
        return Fraction(self.timed * _HOUR, seconds) if seconds else None


@lru_cache(maxsize=1)
def longest_gap() -> timedelta:
    """The longest gap between two finished visits that still counts as work."""
    rows = tomllib.loads(asset("rules/coding_pace.toml").read_text("utf-8"))
    return timedelta(minutes=rows["pause"]["minutes"])


def finishes(events: Iterable[StatusEvent], zone: ZoneInfo) -> list[Finish]:
    """Every time a visit was finished, oldest first; a visit that only stays coded is not finished anew."""
    found: list[Finish] = []
    for run in _by_visit(events).values():
        before: VisitStatus | None = None
        done = False
        for event in run:
            if event.status is VisitStatus.CODED and before is not VisitStatus.CODED:
                local = event.at.astimezone(zone)
                found.append(Finish(event=event, on=local.date(), hour=local.hour, again=done))
                done = True
            before = event.status
    return sorted(found, key=lambda one: one.event.number)


def holds(events: Iterable[StatusEvent]) -> list[Hold]:
    """Every time a visit was put on hold, oldest first, with the moment it went on."""
    found: list[Hold] = []
    for run in _by_visit(events).values():
        held: StatusEvent | None = None
        for event in run:
            if event.status is VisitStatus.ON_HOLD:
                held = held or event
            elif held is not None:
                found.append(Hold(event=held, until=event.at))
                held = None
        if held is not None:
            found.append(Hold(event=held, until=None))
    return sorted(found, key=lambda one: one.event.number)


def _by_visit(events: Iterable[StatusEvent]) -> dict[EncounterId, list[StatusEvent]]:
    runs: defaultdict[EncounterId, list[StatusEvent]] = defaultdict(list)
    for event in sorted(events, key=lambda one: one.number):
        runs[event.encounter_id].append(event)
    return runs


def pace(done: Iterable[Finish], pause: timedelta) -> Pace:
    """Visits, time at work and charge lag; a gap longer than `pause` is none of it.

    What was finished in one stroke with another visit has no time of its own either.
    """
    finished = list(done)
    gaps = [gap for run in _by_coder_and_day(finished) for gap in _gaps(run) if timedelta() < gap <= pause]
    first = [one for one in finished if not one.again]
    return Pace(
        visits=len(first),
        again=len(finished) - len(first),
        at_work=sum(gaps, timedelta()),
        timed=len(gaps),
        lag_days=median(one.lag_days for one in first) if first else None,
    )


def _by_coder_and_day(done: Iterable[Finish]) -> Iterable[list[Finish]]:
    runs: defaultdict[tuple[UserId, date], list[Finish]] = defaultdict(list)
    for one in done:
        runs[one.event.coder_id, one.on].append(one)
    return runs.values()


def _gaps(run: list[Finish]) -> list[timedelta]:
    moments = sorted(one.event.at for one in run)
    return [later - earlier for earlier, later in pairwise(moments)]


def by_day(done: Iterable[Finish]) -> dict[date, list[Finish]]:
    """The finished visits of each day, days in order."""
    days: defaultdict[date, list[Finish]] = defaultdict(list)
    for one in done:
        days[one.on].append(one)
    return {day: days[day] for day in sorted(days)}


def by_hour(done: Iterable[Finish]) -> dict[int, int]:
    """How many visits were finished for the first time in each hour of the practice's clock, 0–23."""
    counted = Counter(one.hour for one in done if not one.again)
    return {hour: counted[hour] for hour in sorted(counted)}
