"""What Today reads in one go, and the parts of it that figures and days stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.reports.week import WeekDay, due_on, week
from clinicbill.reports.work_item import WorkItem, lost_soon, ready_to_post
from clinicbill.reports.worklist import worklist
from clinicbill.ui.today.listing import Cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlite_utils import Database

WAITS, LOST, READY = "Waits on you", "Lost", "Ready to post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Everything that waits, and one week."""

    items: tuple[WorkItem, ...] = ()
    days: tuple[WeekDay, ...] = ()


def read_work(db: Database, as_of: date, week_of: date) -> Work:
    """Everything that waits on a day, and the week in which `week_of` lies."""
    return Work(items=tuple(worklist(db, as_of)), days=week(db, week_of))


_CUTS: dict[str, Callable[[Work], Cut]] = {
    WAITS: lambda work: Cut("Everything that waits on you", work.items),
    LOST: lambda work: Cut(
        "Lost if untouched", tuple(lost_soon(work.items)), "No filing limit ends within a month."
    ),
    READY: lambda work: Cut(
        "Ready to post", tuple(ready_to_post(work.items)), "No remittance waits in balance."
    ),
}


def cut_of(work: Work, figure: str) -> Cut:
    """The rows a figure is the sum of."""
    return _CUTS[figure](work)


def cut_of_day(work: Work, day: date) -> Cut:
    """What is due on a day."""
    found = next((one for one in work.days if one.day == day), None)
    visits = f"{found.visits} visits, all coded." if found and found.visits else "No visit either."
    name = f"{day:%A, %B} {day.day}"
    return Cut(f"Due on {name}", tuple(due_on(work.items, day)), f"Nothing is due on {name}. {visits}")
