"""The list of denied lines as data, grouped by reason or by payer."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.reports.denied_lines import DeniedLine, denied_total
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.widgets.columns import Column, Group
from clinicbill.ui.widgets.runs import NOT_YET, Run, Runs, Value, code, state

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from clinicbill.basics.money import Money

NEAR_DAYS = 14


def reason_columns(as_of: Callable[[], date]) -> tuple[Column[DeniedLine], ...]:
    """Grouped by reason, the payer stands in each row."""
    payer: Column[DeniedLine] = Column("Payer", lambda row: row.payer, stretch=1, width=120, role=Role.TEXT2)
    denied: Column[DeniedLine] = Column("Denied", lambda row: row.denied_on, right=True, role=Role.TEXT2)
    return (*_who(), payer, denied, *_how_much(as_of))


def payer_columns(as_of: Callable[[], date]) -> tuple[Column[DeniedLine], ...]:
    """Grouped by payer, the reason stands in each row."""
    return (*_who(), Column("Why", _why, stretch=1, width=130), *_how_much(as_of))


def _who() -> tuple[Column[DeniedLine], ...]:
    return (
        Column("Patient", lambda row: row.patient.sorted(), weight=MEDIUM, width=120),
        Column("Visit", lambda row: row.visit_on, right=True),
        Column("Service", _service),
    )


def _how_much(as_of: Callable[[], date]) -> tuple[Column[DeniedLine], ...]:
    return (
        Column("Open", lambda row: row.open_amount, right=True, sums=True),
        Column("Appeal by", lambda row: _appeal(row, as_of()), right=True),
    )


def _service(row: DeniedLine) -> Runs:
    return (code(row.procedure), *(code(modifier, Role.TEXT2) for modifier in row.modifiers))


def _why(row: DeniedLine) -> Runs:
    more = [code(one, Role.TEXT2) for one in row.remarks]
    return (code(row.reason), Run(row.gloss), *more)


def _appeal(row: DeniedLine, as_of: date) -> Value:
    if row.appeal_on is None:
        return Run(NOT_YET, Role.TEXT3)
    days = (row.appeal_on - as_of).days
    if days < 0:
        return state("circle-x", slashed(row.appeal_on), Role.RED)
    if days <= NEAR_DAYS:
        return state("clock", slashed(row.appeal_on), Role.AMBER)
    return row.appeal_on


def by_reason(lines: Sequence[DeniedLine]) -> list[Group[DeniedLine]]:
    """One group for each adjustment, the largest first, with what is usually done about it."""
    groups: defaultdict[str, list[DeniedLine]] = defaultdict(list)
    for line in lines:
        groups[line.reason].append(line)
    made = [
        Group(
            f"{reason} {found[0].gloss[:1].lower()}{found[0].gloss[1:]}",
            found[0].advice,
            found,
            denied_total(found),
        )
        for reason, found in groups.items()
    ]
    return sorted(made, key=_largest)


def by_payer(lines: Sequence[DeniedLine]) -> list[Group[DeniedLine]]:
    """One group for each payer, the largest first."""
    groups: defaultdict[str, list[DeniedLine]] = defaultdict(list)
    for line in lines:
        groups[line.payer].append(line)
    made = [
        Group(payer, f"{len(found)} line{'' if len(found) == 1 else 's'}", found, denied_total(found))
        for payer, found in groups.items()
    ]
    return sorted(made, key=_largest)


def _largest(group: Group[DeniedLine]) -> tuple[int, str]:
    amount: Money = denied_total(group.rows)
    return -amount.cents, group.name


def matches(line: DeniedLine, text: str) -> bool:
    """Whether all words typed stand somewhere in the line."""
    said = " ".join(
        (
            str(line.patient),
            line.patient.sorted(),
            line.payer,
            line.claim_number,
            line.reason,
            line.gloss,
            line.procedure,
            line.trace_number,
            f"{line.visit_on:%m/%d/%Y}",
        )
    ).casefold()
    return all(word in said for word in text.casefold().split())
