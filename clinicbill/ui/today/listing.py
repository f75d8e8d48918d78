"""What the list of Today shows: items in their groups, long groups folded, or just the rows behind a figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from clinicbill.reports.work_item import GROUPS, WorkGroup, WorkItem, items_total
from clinicbill.ui.widgets.columns import Group

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Sequence
    from datetime import date

    from clinicbill.basics.money import Money

# A longer group shows so many rows, and one more that opens the rest.
_MOST, _FOLDED_TO = 4, 3


class Order(StrEnum):
    """How rows stand inside their group."""

    LOST_FIRST = "lost"
    MONEY = "money"
    NAME = "name"


ORDER_WORDS = {
    Order.LOST_FIRST: "what is lost first",
    Order.MONEY: "most money first",
    Order.NAME: "by name",
}
_KEYS: dict[Order, Callable[[WorkItem], tuple[object, ...]]] = {
    Order.MONEY: lambda item: (-item.amount.cents, item.who.casefold()),
    Order.NAME: lambda item: (item.who.casefold(), -item.amount.cents),
}


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One row: an item, or the fold that stands for the rest of its group."""

    group: WorkGroup
    item: WorkItem | None = None
    rest: tuple[WorkItem, ...] = field(default=())
    unfolded: bool = False

    @property
    def key(self) -> Hashable:
        """What names it across readings."""
        return self.item.key if self.item is not None else ("fold", self.group.key)

    @property
    def amount(self) -> Money | None:
        """Its money; of a fold what it stands for, nothing once unfolded."""
        if self.item is not None:
            return self.item.money
        return None if self.unfolded else items_total(self.rest)


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of the list: what it is called, and which items it has."""

    name: str
    items: tuple[WorkItem, ...]
    empty: str = ""


def grouped(
    items: Sequence[WorkItem], order: Order, unfolded: Collection[str], *, fold: bool
) -> list[Group[TodayRow]]:
    """The groups that have rows; each one's sum is that of its rows, the fold counted."""
    made = []
    for group in GROUPS:
        found = [item for item in items if item.group is group]
        if order in _KEYS:
            found.sort(key=_KEYS[order])
        if found:
            rows = _rows(group, found, fold=fold, opened=group.key in unfolded)
            made.append(Group(group.title, group.why, rows, items_total(found)))
    return made


def _rows(group: WorkGroup, items: Sequence[WorkItem], *, fold: bool, opened: bool) -> list[TodayRow]:
    if not fold or len(items) <= _MOST:
        return [TodayRow(group, item) for item in items]
    rest = tuple(items[_FOLDED_TO:])
    shown = items if opened else items[:_FOLDED_TO]
    return [*(TodayRow(group, item) for item in shown), TodayRow(group, rest=rest, unfolded=opened)]


def due_words(item: WorkItem, as_of: date) -> str:
    """The day as people say it: Today, Dec 13, Mar 18 ’27."""
    due = item.due_on
    if due is None:
        return ""
    if due == as_of:
        return "Today"
    return f"{due:%b} {due.day}" if due.year == as_of.year else f"{due:%b} {due.day} ’{due:%y}"
