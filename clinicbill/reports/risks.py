"""What to watch in A/R, found in its rows: money about to be lost, payers that let it grow old, work left lying."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.basics.words import counted
from clinicbill.reports.aging import AgingKind, AgingReport, AgingRow
from clinicbill.reports.next_step import Step
from clinicbill.reports.open_rows import OpenRow, of_party, rows_total
from clinicbill.reports.shares import share_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clinicbill.reports.receivables import Receivables

# A corrected or repeated claim takes weeks to be answered: what ends within a month is at risk now.
SOON_DAYS = 30
_OLD = (3, 4)  # buckets over 90 days
_MIDDLE = 2  # 61–90 days
# A payer is told of where at least this share of it is old, or the middle bucket grew by this much.
_OLD_SHARE = 25
_GROWTH = Money(10000)
_MANY = 3


class RiskKind(StrEnum):
    """The rules, in the order in which they are told of equal amounts."""

    LIMIT = "limit"
    OLD = "old"
    SLOWER = "slower"
    REJECTED = "rejected"
    SILENT = "silent"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One thing to watch; `amount` is what its rows add up to."""

    kind: RiskKind
    title: str
    text: str
    icon: str
    role: str
    rows: tuple[OpenRow, ...]

    @property
    def amount(self) -> Money:
        """What is at stake."""
        return rows_total(self.rows)


def find_risks(found: Receivables, most: int = _MANY) -> list[Risk]:
    """The worst first: what is lost soon, then by what is at stake; nothing is told twice."""
    soon = _limit(found)
    others = [rule(found) for rule in (_oldest_payer, _slower_payer, _rejected, _silent, _denied)]
    ranked = sorted((risk for risk in others if risk), key=lambda risk: -risk.amount.cents)
    return [risk for risk in (soon, *ranked) if risk is not None][:most]


def _limit(found: Receivables) -> Risk | None:
    last = _plus(found.as_of, SOON_DAYS)
    rows = [
        row
        for row in found.rows
        if (deadline := _deadline(row)) is not None and found.as_of <= deadline <= last and row.amount > ZERO
    ]
    if not rows:
        return None
    first = min(rows, key=lambda row: _deadline(row) or last)
    ends = _deadline(first) or last
    return Risk(
        kind=RiskKind.LIMIT,
        title=f"{rows_total(rows)} is lost by {last:%m/%d}",
        text=f"{counted(len(rows), 'claim')} nobody has accepted. First: {first.patient.last}, {first.payer}, "
        f"limit {ends:%m/%d}, in {(ends - found.as_of).days} days.",
        icon="clock",
        role="red",
        rows=tuple(sorted(rows, key=lambda row: _deadline(row) or last)),
    )


def _deadline(row: OpenRow) -> date | None:
    return row.standing.deadline_on if row.standing is not None else None


def _oldest_payer(found: Receivables) -> Risk | None:
    """The payer with the most money over 90 days, where that is a large part of what it owes."""
    payers = [row for row in found.by_payer.rows if row.kind is AgingKind.PAYER and _is_old(row)]
    if not payers:
        return None
    worst = max(payers, key=lambda row: row.over_90)
    rows = of_party(found.rows, worst, _OLD)
    silent = [row for row in rows if row.silent_days is not None]
    denied = _asking_for(rows, Step.WORK_DENIAL)
    rest = [
        f"{len(part)} {words}"
        for part, words in ((denied, "denied"), (silent, "silent over 30 days"))
        if part
    ]
    return Risk(
        kind=RiskKind.OLD,
        title=f"{worst.name}: {worst.over_90} is over 90 days",
        text=f"{share_words(worst.over_90, worst.total)} of what it owes, {counted(len(rows), 'claim')}"
        + (f", {' and '.join(rest)}." if rest else "."),
        icon="warning",
        role="amber",
        rows=tuple(rows),
    )


def _is_old(row: AgingRow) -> bool:
    return row.total > ZERO and row.over_90 * 100 >= row.total * _OLD_SHARE


def _slower_payer(found: Receivables) -> Risk | None:
    """The payer whose 61–90 days grew most since the end of last month."""
    then = {row.name_id: row.amounts[_MIDDLE] for row in _payers(found.before)}
    grown = [(row.amounts[_MIDDLE] - then.get(row.name_id, ZERO), row) for row in _payers(found.by_payer)]
    growth, payer = max(grown, key=lambda pair: pair[0].cents, default=(ZERO, None))
    if payer is None or growth < _GROWTH:
        return None
    rows = of_party(found.rows, payer, [_MIDDLE])
    before = then.get(payer.name_id, ZERO)
    return Risk(
        kind=RiskKind.SLOWER,
        title=f"{payer.name} slows down",
        text=f"61–90 days grew from {before} to {payer.amounts[_MIDDLE]} since {found.before.as_of:%m/%d}.",
        icon="hourglass",
        role="amber",
        rows=tuple(rows),
    )


def _payers(report: AgingReport) -> list[AgingRow]:
    return [row for row in report.rows if row.kind is AgingKind.PAYER]


def _rejected(found: Receivables) -> Risk | None:
    rows = _asking_for(found.rows, Step.RESUBMIT)
    if not rows:
        return None
    passed = [row for row in rows if (_deadline(row) or found.as_of) < found.as_of]
    limit = f" For {len(passed)} the filing limit is over." if passed else ""
    return Risk(
        kind=RiskKind.REJECTED,
        title=f"{rows_total(rows)} was rejected",
        text=f"{counted(len(rows), 'claim')} the payer never took, {_oldest(rows)}.{limit}",
        icon="circle-x",
        role="red",
        rows=tuple(rows),
    )


def _silent(found: Receivables) -> Risk | None:
    rows = [row for row in found.rows if row.silent_days is not None and row.amount > ZERO]
    if not rows:
        return None
    return Risk(
        kind=RiskKind.SILENT,
        title=f"{rows_total(rows)} waits in silence",
        text=f"{counted(len(rows), 'claim')} without a word for over 30 days, {_mostly_at(rows)}.",
        icon="phone",
        role="amber",
        rows=tuple(rows),
    )


def _denied(found: Receivables) -> Risk | None:
    rows = _asking_for(found.rows, Step.WORK_DENIAL)
    if not rows:
        return None
    return Risk(
        kind=RiskKind.DENIED,
        title=f"{rows_total(rows)} is denied and open",
        text=f"{counted(len(rows), 'claim')}, {_oldest(rows)}, {_mostly_at(rows)}.",
        icon="ban",
        role="red",
        rows=tuple(rows),
    )


def _asking_for(rows: Iterable[OpenRow], step: Step) -> list[OpenRow]:
    return [row for row in rows if row.step.step is step]


def _oldest(rows: Sequence[OpenRow]) -> str:
    return f"the oldest {counted(max(row.age for row in rows), 'day')}"


def _mostly_at(rows: Sequence[OpenRow]) -> str:
    """The payer with most of the money."""
    amounts: defaultdict[str, Money] = defaultdict(lambda: ZERO)
    for row in rows:
        amounts[row.payer] += row.amount
    payer = max(amounts, key=lambda one: amounts[one])
    return f"at {payer}" if len(amounts) == 1 else f"most of it at {payer}"


def _plus(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))
