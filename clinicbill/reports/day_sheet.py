"""Day sheet: what came in each day, by who paid and how."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import Money
from clinicbill.reports.behind import payment_rows
from clinicbill.reports.ledger_sums import LedgerSum, Measure, Wanted, ledger_lines, ledger_sums, measured
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
    from collections.abc import Iterable

    from sqlite_utils import Database

_PATIENT, _PAYER = Measure.PATIENT_PAID, Measure.INSURANCE_PAID
# Head → who paid, and by which methods as entries have them (835 BPR04 for payers).
_NAMED: tuple[tuple[str, Measure, tuple[str, ...]], ...] = (
    ("Cash", _PATIENT, ("cash",)),
    ("Check", _PATIENT, ("check",)),
    ("Card", _PATIENT, ("card",)),
    ("Ins. check", _PAYER, ("CHK",)),
    ("Ins. EFT", _PAYER, ("ACH",)),
)
_OTHER, _TOTAL = "Other", "Total"


def day_sheet(db: Database, days: Days) -> ReportTable:
    """One row for each day on which something came in, and the sum of each method."""
    by_day: defaultdict[date, list[LedgerSum]] = defaultdict(list)
    sums = ledger_sums(db, days.from_on, days.to_on)
    for one in sums:
        by_day[one.posted_on].append(one)
    rows = tuple(
        ReportRow(day.isoformat(), (day, f"{day:%A}", *cells))
        for day, found in sorted(by_day.items())
        if any(cells := _cells(found))
    )
    heads = (*(head for head, _, _ in _NAMED), _OTHER, _TOTAL)
    return ReportTable(
        id="day_sheet",
        title="Payments by day and method",
        about=f"{slashed(days.from_on)}–{slashed(days.to_on)}, by accounting day",
        columns=(
            ReportColumn("Day", CellKind.DATE),
            ReportColumn("Weekday", CellKind.TEXT),
            *(ReportColumn(head, CellKind.MONEY, opens=True) for head in heads),
        ),
        rows=rows,
        total=ReportRow(TOTAL, (None, "Total", *_cells(sums))),
        empty="Nothing came in on these days.",
    )


def _cells(sums: Iterable[LedgerSum]) -> tuple[Money, ...]:
    """The named methods, everything else, and all together."""
    found = list(sums)
    named = [measured([one for one in found if one.method in methods], who) for _, who, methods in _NAMED]
    whole = measured(found, Measure.PAID)
    return (*named, whole - Money.total(named), whole)


def day_sheet_rows(db: Database, days: Days, key: str, title: str) -> list[BehindRow]:
    """The payments behind one number."""
    first, last = (days.from_on, days.to_on) if key == TOTAL else (date.fromisoformat(key),) * 2
    for head, measure, methods in _NAMED:
        if head == title:
            wanted = Wanted(measure=measure, from_on=first, to_on=last, methods=methods)
            return payment_rows(ledger_lines(db, wanted))
    if title == _OTHER:
        return [row for measure in (_PATIENT, _PAYER) for row in _unnamed(db, measure, first, last)]
    return payment_rows(ledger_lines(db, Wanted(measure=Measure.PAID, from_on=first, to_on=last)))


def _unnamed(db: Database, measure: Measure, first: date, last: date) -> list[BehindRow]:
    """What was paid in none of the ways that have a column."""
    known = tuple(method for _, who, methods in _NAMED if who is measure for method in methods)
    wanted = Wanted(measure=measure, from_on=first, to_on=last, other_than=known)
    return payment_rows(ledger_lines(db, wanted))
