"""The calendar of code lists: what is due when, what is loaded, what is missing on a day.

Sources: as in `codesets.release_days`, whose schedule this is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.codesets.register import LoadedRelease, System, list_releases
from clinicbill.codesets.release_days import SCHEDULE, last_day, release_name, scheduled_day
from clinicbill.codesets.sources import sources

if TYPE_CHECKING:
    from pathlib import Path

LOADED, MISSING, NEVER = "loaded", "missing", "never loaded"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList:
    """One list on one day.

    Attributes:
        state: "loaded" what is in force, "missing" where only something older is, "never loaded" where nothing is.
        in_force_on: the first day of what is in force by the calendar.
        newest: the edition loaded or shipped that is newest on the day; empty for none.
        next_on: the day from which the next one is due.
        message: a sentence for the list; never a reason to stop.
    """

    system: System
    state: str
    in_force_on: date
    newest: str
    next_on: date
    message: str


def due_lists(as_of: date, folder: Path | None = None) -> list[DueList]:
    """Every list with a calendar, in the order of `System`.

    Raises:
        UnreadableFile: the register of loaded releases is damaged.
    """
    loaded = list_releases(folder)
    return [_due(system, loaded, as_of) for system in System if system in SCHEDULE]


def _due(system: System, loaded: list[LoadedRelease], as_of: date) -> DueList:
    in_force = scheduled_day(system, as_of)
    assert in_force is not None  # noqa: S101  # every system of the schedule has a first day before any other
    end = _end_of(system, in_force)
    begun = [day for day in _first_days(system, loaded) if day <= as_of]
    newest = max(begun, default=None)
    state = NEVER if newest is None else LOADED if newest >= in_force else MISSING
    return DueList(
        system=system,
        state=state,
        in_force_on=in_force,
        newest=release_name(newest) if newest else "",
        next_on=end + timedelta(days=1),
        message=_message(system, state, in_force, newest),
    )


def _end_of(system: System, in_force: date) -> date:
    if system == System.ICD10CM and in_force.month < 10:
        return date(in_force.year, 9, 30)
    if system == System.ICD10CM:
        return date(in_force.year + 1, 3, 31)
    end = last_day(system, in_force)
    assert end is not None  # noqa: S101  # as above
    return end


def _first_days(system: System, loaded: list[LoadedRelease]) -> list[date]:
    systems = (system, System.ICD10CM_ORDER) if system == System.ICD10CM else (system,)
    days = [release.from_on for release in loaded if release.system in systems]
    if system == System.ICD10CM:
        days += [source.released_on for source in sources().values() if source.package]
    return days


def _message(system: System, state: str, in_force: date, newest: date | None) -> str:
    if state == NEVER:
        return f"{system}: never loaded; the edition in force is {release_name(in_force)}."
    loaded = release_name(newest) if newest else ""
    if state == MISSING:
        return (
            f"{system} {release_name(in_force)} is in force since {slashed(in_force)}; the newest one loaded is "
            f"{loaded}."
        )
    return f"{system} {loaded} is loaded."
