"""Which release of the diagnosis codes answers for a day, and whether a newer one is in force.

Source: CMS and CDC/NCHS release the code set on 1 October and, since 2022, an update on 1 April.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.codesets.register import System
from clinicbill.codesets.release_days import last_day, scheduled_day

if TYPE_CHECKING:
    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.codesets.store import Row

ICD10CM = System.ICD10CM.value


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseUsed:
    """The release that answers for one day.

    Attributes:
        to_on: its last day as published; None where no end is known.
        covers: whether the day lies within the release; a release without an end is taken to end the day
            before the next release of the calendar.
        message: the line for the visit and the claim; never a reason to stop.
    """

    release: str
    from_on: date
    to_on: date | None
    covers: bool
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDue:
    """A release that is in force by the calendar and not loaded."""

    release: str
    from_on: date
    message: str


def release_for(library: CodeLibrary, on: date) -> ReleaseUsed:
    """The release that covers the day, else the nearest one, with the line that says so."""
    rows = library.releases(ICD10CM)
    used = min((_used(row, on) for row in rows), key=lambda used: _nearness(used, on))
    notes_of = next(str(row["notes_of"]) for row in rows if row["name"] == used.release)
    said = f"checked against code set {used.release}"
    if not used.covers:
        said += f"; the one in force on {slashed(on)} is not loaded"
    if notes_of:
        said += f"; its notes are those of {notes_of}, because only titles are loaded"
    return ReleaseUsed(
        release=used.release, from_on=used.from_on, to_on=used.to_on, covers=used.covers, message=said
    )


def newer_release_due(library: CodeLibrary, as_of: date) -> ReleaseDue | None:
    """The release in force on the day by the calendar, if nothing as new is loaded."""
    from_on = last_release_day(as_of)
    newest = max(date.fromisoformat(row["from_on"]) for row in library.releases(ICD10CM))
    if newest >= from_on:
        return None
    name = f"{from_on.month}/{from_on.year}"
    loaded = f"{newest.month}/{newest.year}"
    return ReleaseDue(
        release=name,
        from_on=from_on,
        message=f"Code set {name} is in force since {slashed(from_on)}; the newest one loaded is {loaded}.",
    )


def last_release_day(day: date) -> date:
    """The latest 1 October or 1 April that is not after the day."""
    first = scheduled_day(System.ICD10CM, day)
    assert first is not None  # noqa: S101  # one of four release days of two years lies before every day
    return first


def _used(row: Row, on: date) -> ReleaseUsed:
    from_on = date.fromisoformat(row["from_on"])
    to_on = date.fromisoformat(row["to_on"]) if row["to_on"] else None
    within = on <= to_on if to_on else last_release_day(on) <= from_on
    return ReleaseUsed(
        release=row["name"], from_on=from_on, to_on=to_on, covers=from_on <= on and within, message=""
    )


def _nearness(used: ReleaseUsed, on: date) -> tuple[bool, int, int]:
    """Of releases that cover the day the latest, since an April release supersedes that of October; else the nearest."""
    if used.covers:
        return False, 0, -used.from_on.toordinal()
    return True, _distance(used, on), -used.from_on.toordinal()


def _distance(used: ReleaseUsed, on: date) -> int:
    """Days to the release; one without an end ends by the calendar, so that no older one of its year is nearer."""
    if on < used.from_on:
        return (used.from_on - on).days
    end = used.to_on or last_day(System.ICD10CM, used.from_on)
    return max(0, (on - (end or used.from_on)).days)
