"""My coding: visits finished, time at work, holds, queries and charge lag of the user, by day and by hour."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import Money
from clinicbill.coding.audits.pace import by_hour
from clinicbill.reports.chart import BarChart, Series
from clinicbill.reports.coder_figures import (
    PACE_COLUMNS,
    VISITS,
    coder_work,
    pace_cells,
    pace_rows,
    query_words,
    viewer_of,
)
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

    from clinicbill.reports.coder_figures import CoderWork

_UNIT = 100  # a chart's dollar stands for one visit
_EMPTY = "You finished no visit on these days."
_MOST_BARS = 31


def my_coding(db: Database, days: Days) -> ReportTable:
    """One row for each day on which the user finished, held or asked something."""
    work = coder_work(db, days, viewer_of(days).user_id)
    rows = tuple(
        ReportRow(day.isoformat(), (day, f"{day:%A}", *pace_cells(work.on(day)))) for day in work.days
    )
    told = query_words(work, days.to_on)
    return ReportTable(
        id="my_coding",
        title="My coding",
        about=f"{_span(days)}{f'; {told}' if told else ''}",
        columns=(
            ReportColumn("Day", CellKind.DATE),
            ReportColumn("Weekday", CellKind.TEXT),
            *PACE_COLUMNS,
        ),
        rows=rows,
        total=ReportRow(TOTAL, (None, "Total", *pace_cells(work))),
        chart=_chart(work) if 1 < len(rows) <= _MOST_BARS else None,
        empty=_EMPTY,
    )


def my_coding_rows(db: Database, days: Days, key: str, title: str) -> list[BehindRow]:
    """The visits, holds or queries behind one number."""
    work = coder_work(db, days, viewer_of(days).user_id)
    return pace_rows(work if key == TOTAL else work.on(date.fromisoformat(key)), title)


def my_hours(db: Database, days: Days) -> ReportTable:
    """One row for each hour of the practice's clock in which the user finished a visit for the first time."""
    work = coder_work(db, days, viewer_of(days).user_id)
    counted = by_hour(work.done)
    whole = sum(counted.values())
    rows = tuple(
        ReportRow(str(hour), (_hour_words(hour), found, f"{found * 100 / whole:.0f} %"), (found * _UNIT,))
        for hour, found in counted.items()
    )
    values = Series(VISITS, 0, tuple(Money(found * _UNIT) for found in counted.values()))
    labels = tuple(f"{hour:02d}" for hour in counted)
    return ReportTable(
        id="my_hours",
        title="My coding by hour",
        about=_span(days),
        columns=(
            ReportColumn("Hour", CellKind.TEXT),
            ReportColumn(VISITS, CellKind.COUNT, opens=True, series=0),
            ReportColumn("Share", CellKind.SHARE),
        ),
        rows=rows,
        total=ReportRow(TOTAL, ("Total", whole, "100 %" if whole else None)),
        chart=BarChart(labels, (values,)) if rows else None,
        empty=_EMPTY,
    )


def my_hours_rows(db: Database, days: Days, key: str, _title: str) -> list[BehindRow]:
    """The visits finished in an hour."""
    work = coder_work(db, days, viewer_of(days).user_id)
    chosen = [one for one in work.done if key in (TOTAL, str(one.hour))]
    kept = type(work)(zone=work.zone, now=work.now, done=tuple(chosen), held=(), asked=())
    return pace_rows(kept, VISITS)


def _chart(work: CoderWork) -> BarChart:
    values = tuple(Money(work.on(day).pace.visits * _UNIT) for day in work.days)
    return BarChart(tuple(f"{day:%m/%d}" for day in work.days), (Series(VISITS, 0, values),))


def _hour_words(hour: int) -> str:
    return f"{hour:02d}:00–{(hour + 1) % 24:02d}:00"


def _span(days: Days) -> str:
    return f"{slashed(days.from_on)}–{slashed(days.to_on)}"
