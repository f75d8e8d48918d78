"""What waits on somebody: the kinds of items, the groups they stand in, and their order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import PatientId
from clinicbill.basics.money import ZERO, Money
from clinicbill.reports.next_step import NextStep, Step
from clinicbill.reports.risks import SOON_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a remittance that adds up is called where it waits.
BALANCED = "Balanced"


class WorkKind(StrEnum):
    """What an item is about."""

    LIMIT = "limit"
    REJECTED = "rejected"
    DENIED = "denied"
    REMITTANCE = "remittance"
    CREDIT = "credit"
    VISITS = "visits"
    HELD_VISIT = "held_visit"
    UNBILLED = "unbilled"
    HELD_CLAIM = "held_claim"
    READY = "ready"
    TO_SEND = "to_send"
    SILENT = "silent"
    AUTHORIZATION = "authorization"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkGroup:
    """Rows that stand together, and the rule that put them there."""

    key: str
    title: str
    why: str
    kinds: frozenset[WorkKind]


GROUPS = (
    WorkGroup(
        key="first",
        title="Do first",
        why=f"a filing limit ends within {SOON_DAYS} days",
        kinds=frozenset({WorkKind.LIMIT}),
    ),
    WorkGroup(
        key="rejected",
        title="Rejected",
        why="the payer never took the claim",
        kinds=frozenset({WorkKind.REJECTED}),
    ),
    WorkGroup(
        key="denied",
        title="Denied",
        why="still open, nothing is written off",
        kinds=frozenset({WorkKind.DENIED}),
    ),
    WorkGroup(
        key="money",
        title="Money to post",
        why="it came in, and pays nothing yet",
        kinds=frozenset({WorkKind.REMITTANCE, WorkKind.CREDIT}),
    ),
    WorkGroup(
        key="code",
        title="Code",
        why="seen but not charged",
        kinds=frozenset({WorkKind.VISITS, WorkKind.HELD_VISIT, WorkKind.UNBILLED}),
    ),
    WorkGroup(
        key="send",
        title="Send",
        why="charged, but no payer has it",
        kinds=frozenset({WorkKind.HELD_CLAIM, WorkKind.READY, WorkKind.TO_SEND}),
    ),
    WorkGroup(
        key="silent",
        title="Silent",
        why="no word for more than 30 days",
        kinds=frozenset({WorkKind.SILENT}),
    ),
    WorkGroup(
        key="authorizations",
        title="Keep the next one paid",
        why="authorizations that end or are used up",
        kinds=frozenset({WorkKind.AUTHORIZATION}),
    ),
)
GROUP_OF = {kind: group for group in GROUPS for kind in group.kinds}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One thing that waits on somebody.

    Attributes:
        record: row of the claim, remittance, patient, visit or authorization; of several visits the first.
        step: what is done about it next.
        code: an adjustment such as CO-97 that stands between `payer` and `why`.
        money: what hangs on it; None where no amount does, or none is known yet (`unknown`).
        due_on: the last good day; None where nothing runs.
        overdue: the day is over.
        records: every record the item stands for, for several visits or claims.
    """

    kind: WorkKind
    record: int
    who: str
    why: str
    step: NextStep
    payer: str = ""
    code: str = ""
    money: Money | None = None
    unknown: bool = False
    due_on: date | None = None
    overdue: bool = False
    patient_id: PatientId | None = None
    payer_id: int | None = None
    records: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        """What names it across readings."""
        return (str(self.kind), self.record)

    @property
    def group(self) -> WorkGroup:
        """Where it stands."""
        return GROUP_OF[self.kind]

    @property
    def amount(self) -> Money:
        """The money, nothing where there is none."""
        return self.money or ZERO


def in_order(items: Iterable[WorkItem]) -> list[WorkItem]:
    """By group; in each what is lost first: running limits by day, then what is over, then by money."""
    place = {group.key: at for at, group in enumerate(GROUPS)}
    return sorted(items, key=lambda item: (place[item.group.key], *_lost_first(item)))


def _lost_first(item: WorkItem) -> tuple[int, date, int, str]:
    rank = 1 if item.due_on is None else 2 if item.overdue else 0
    due = item.due_on if item.due_on is not None and not item.overdue else date.max
    return rank, due, -item.amount.cents, item.who.casefold()


def items_total(items: Iterable[WorkItem]) -> Money:
    """What hangs on the items together."""
    return Money.total(item.amount for item in items)


def lost_soon(items: Iterable[WorkItem]) -> list[WorkItem]:
    """What is lost within the month if nobody touches it: filing limits that are still running."""
    return [item for item in items if item.kind is WorkKind.LIMIT]


def ready_to_post(items: Iterable[WorkItem]) -> list[WorkItem]:
    """Remittances that balance, and wait."""
    return [item for item in items if item.step.step is Step.POST]
