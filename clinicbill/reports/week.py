"""One week, Monday to Sunday: how many visits each day had, and how many still wait for codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.db.connect import rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from clinicbill.reports.work_item import WorkItem

DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDay:
    """One day; `to_code` and `on_hold` are parts of `visits`."""

    day: date
    visits: int = 0
    to_code: int = 0
    on_hold: int = 0


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return date.fromordinal(max(1, day.toordinal() - day.weekday()))


def week(db: Database, day: date) -> tuple[WeekDay, ...]:
    """The seven days of the week in which `day` lies."""
    monday = monday_of(day)
    found = {
        date.fromisoformat(row["service_on"]): row
        for row in rows(
            db,
            """select service_on, count(*) as visits, sum(status = 'to_code') as to_code,
                sum(status = 'on_hold') as on_hold from encounter
                where service_on >= ? and service_on < ? group by service_on""",
            [monday.isoformat(), (monday + timedelta(days=DAYS)).isoformat()],
        )
    }
    days = (monday + timedelta(days=at) for at in range(DAYS))
    return tuple(
        WeekDay(
            day=one,
            visits=found[one]["visits"] if one in found else 0,
            to_code=found[one]["to_code"] if one in found else 0,
            on_hold=found[one]["on_hold"] if one in found else 0,
        )
        for one in days
    )


def due_on(items: Iterable[WorkItem], day: date) -> list[WorkItem]:
    """What has its last good day then."""
    return [item for item in items if item.due_on == day]
