"""The list of Today as data: who, why it is here, money, due, and what is done next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.reports.work_item import WorkItem, WorkKind
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.today.listing import TodayRow, due_words
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.runs import NOT_YET, Run, Runs, Value, code, quiet

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

NEAR_DAYS = 14
# Kind → the icon a row begins with, and its colour role.
ICONS = {
    WorkKind.LIMIT: ("clock", Role.RED),
    WorkKind.REJECTED: ("circle-x", Role.RED),
    WorkKind.DENIED: ("ban", Role.RED),
    WorkKind.CREDIT: ("dollar", Role.TEXT2),
    WorkKind.VISITS: ("pencil", Role.TEXT2),
    WorkKind.UNBILLED: ("pencil", Role.TEXT2),
    WorkKind.HELD_VISIT: ("pause-circle", Role.AMBER),
    WorkKind.HELD_CLAIM: ("pause-circle", Role.AMBER),
    WorkKind.READY: ("dashed-circle", Role.TEXT2),
    WorkKind.TO_SEND: ("document", Role.TEXT2),
    WorkKind.SILENT: ("phone", Role.AMBER),
    WorkKind.AUTHORIZATION: ("shield-alert", Role.AMBER),
}


def icon_of(item: WorkItem) -> tuple[str, Role]:
    """The icon of an item; a remittance says whether it balances."""
    if item.kind in ICONS:
        return ICONS[item.kind]
    return item.step.icon, Role(item.step.role)


def today_columns(as_of: Callable[[], date]) -> tuple[Column[TodayRow], ...]:
    """The next step of the selected row stands out; its key is on the button beside the list."""
    return (
        Column("", _icon),
        Column("Who", _who, weight=MEDIUM, width=118),
        Column("Why it is here", _why, stretch=1, width=200),
        Column("Money", _money, right=True, sums=True, width=72),
        Column("Due", lambda row: _due(row, as_of()), right=True, width=62),
        Column("Next", _next, key=_key, role=Role.TEXT2),
    )


def _icon(row: TodayRow) -> Runs:
    if row.item is None:
        return (Run(icon="chevron-up" if row.unfolded else "chevron-down", role=Role.TEXT3),)
    icon, role = icon_of(row.item)
    return (Run(icon=icon, role=role),)


def _who(row: TodayRow) -> Value:
    if row.item is not None:
        return row.item.who
    return quiet("Fewer" if row.unfolded else f"{len(row.rest)} more")


def why_runs(item: WorkItem) -> Runs:
    """Payer, adjustment and reason in one line."""
    if item.code:
        return (Run(item.payer), code(item.code), Run(item.why))
    colon = ":" if item.kind is WorkKind.REJECTED else ""
    said = f"{item.payer}{colon} {item.why}" if item.payer else item.why
    return (Run(said[:1].upper() + said[1:]),)


def _why(row: TodayRow) -> Runs:
    if row.item is not None:
        return why_runs(row.item)
    names = list(dict.fromkeys(item.who for item in row.rest))
    return () if row.unfolded else (quiet(", ".join(names[:12])),)


def _money(row: TodayRow) -> Value:
    if row.item is not None and row.item.unknown:
        return Run(NOT_YET, Role.TEXT3)
    return row.amount


def _due(row: TodayRow, as_of: date) -> Value:
    if row.item is None or row.item.due_on is None:
        return None
    words = due_words(row.item, as_of)
    if row.item.overdue and row.item.kind is not WorkKind.VISITS:
        return Run(f"over, {words}", Role.RED)
    near = (row.item.due_on - as_of).days <= NEAR_DAYS and row.item.kind in _RUNNING
    return Run(words, Role.RED if near else Role.TEXT2)


_RUNNING = frozenset(
    {WorkKind.LIMIT, WorkKind.REJECTED, WorkKind.DENIED, WorkKind.SILENT, WorkKind.AUTHORIZATION}
)


def _next(row: TodayRow) -> str:
    if row.item is not None:
        return row.item.step.words
    return "Fold" if row.unfolded else "Show all"


def _key(row: TodayRow) -> str:
    """The detail's button carries the key of an item's step; here it would take the room of the reason."""
    return "Enter" if row.item is None else ""
