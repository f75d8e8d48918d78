"""Twelve months: what was charged, paid and written off in each, and what A/R was at its end."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.reports.aging import aging
from clinicbill.reports.behind import all_parties, entry_rows, open_rows_of
from clinicbill.reports.chart import BarChart, Series
from clinicbill.reports.ledger_sums import LedgerSum, Measure, Wanted, ledger_sums, measured
from clinicbill.reports.report_table import (
    TOTAL,
    BehindRow,
    CellKind,
    Days,
    ReportColumn,
    ReportRow,
    ReportTable,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.money import Money

MONTHS = 12
# Head → what it adds up, and which series of the chart it is.
MEASURES: tuple[tuple[str, Measure, int | None], ...] = (
    ("Charges", Measure.CHARGES, 0),
    ("Insurance paid", Measure.INSURANCE_PAID, None),
    ("Patients paid", Measure.PATIENT_PAID, None),
    ("Payments", Measure.PAID, 1),
    ("Written off", Measure.WRITTEN_OFF, 2),
    ("Other", Measure.OTHER, None),
    ("Change of A/R", Measure.CHANGE, None),
)
_AT_END = "A/R at its end"


def first_of_months(to_on: date) -> list[date]:
    """The first day of each of the twelve months that end with the month of `to_on`; fewer at the calendar's begin."""
    months = [to_on.replace(day=1)]
    while len(months) < MONTHS and months[-1] > date.min:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[::-1]


def last_of_month(first: date, to_on: date) -> date:
    """Its last day, or the last day that is asked for."""
    if (first.year, first.month) == (to_on.year, to_on.month):
        return to_on
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def monthly(db: Database, days: Days) -> ReportTable:
    """The twelve months up to a day, by accounting day; charges − payments − written off − other = change of A/R."""
    months = first_of_months(days.to_on)
    by_month: defaultdict[date, list[LedgerSum]] = defaultdict(list)
    sums = ledger_sums(db, months[0], days.to_on)
    for one in sums:
        by_month[one.posted_on.replace(day=1)].append(one)
    open_at_end = _open_at_ends(db, days.to_on, [measured(by_month[m], Measure.CHANGE) for m in months])
    rows = tuple(
        ReportRow(
            first.isoformat(),
            (
                f"{first:%B %Y}",
                *(measured(by_month[first], measure) for _, measure, _ in MEASURES),
                open_at_end[at],
            ),
        )
        for at, first in enumerate(months)
    )
    total = ReportRow(TOTAL, ("Total", *(measured(sums, measure) for _, measure, _ in MEASURES), None))
    return ReportTable(
        id="monthly",
        title="Twelve months",
        about=f"{months[0]:%m/%d/%Y}–{days.to_on:%m/%d/%Y}, by accounting day",
        columns=(
            ReportColumn("Month", CellKind.TEXT),
            *(ReportColumn(title, CellKind.MONEY, opens=True, series=kind) for title, _, kind in MEASURES),
            ReportColumn(_AT_END, CellKind.MONEY, opens=True),
        ),
        rows=rows,
        total=total,
        chart=_chart(months, by_month),
    )


def _open_at_ends(db: Database, to_on: date, changes: list[Money]) -> list[Money]:
    """A/R at the end of each month: what the last day's aging shows, less what was changed since."""
    left = aging(db, as_of=to_on).total
    found: list[Money] = []
    for change in reversed(changes):
        found.append(left)
        left -= change
    return found[::-1]


def _chart(months: list[date], by_month: dict[date, list[LedgerSum]]) -> BarChart:
    series = tuple(
        Series(title, kind, tuple(measured(by_month.get(month, []), measure) for month in months))
        for title, measure, kind in MEASURES
        if kind is not None
    )
    labels = tuple(
        f"{month:%b} ’{month:%y}" if month.month == 1 or at == 0 else f"{month:%b}"
        for at, month in enumerate(months)
    )
    return BarChart(labels, series)


def monthly_rows(db: Database, days: Days, key: str, title: str) -> list[BehindRow]:
    """The entries behind one number of a month, or of all twelve."""
    months = first_of_months(days.to_on)
    if title == _AT_END:
        last = last_of_month(date.fromisoformat(key), days.to_on)
        return open_rows_of(db, last, all_parties(db, last))
    measure = next(measure for head, measure, _ in MEASURES if head == title)
    first = months[0] if key == TOTAL else date.fromisoformat(key)
    last = days.to_on if key == TOTAL else last_of_month(first, days.to_on)
    return entry_rows(db, Wanted(measure=measure, from_on=first, to_on=last))
