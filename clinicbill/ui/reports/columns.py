"""Reports as lists: any report's columns, and the rows behind one of its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.reports.report_table import TOTAL, BehindRow, CellKind, ReportColumn, ReportRow, ReportTable
from clinicbill.ui.colours import Role, age_colour, kind_colour
from clinicbill.ui.fonts import BOLD, MEDIUM
from clinicbill.ui.receivables.columns import ring
from clinicbill.ui.widgets.bars import age_swatch, kind_swatch, paint_stack
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.runs import Run, Runs, paint, runs_of, small

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QPainter

    IsCurrent = Callable[[ReportRow, str], bool]

BARS = " "


def report_columns(
    table: ReportTable, is_current: IsCurrent, widest: Callable[[], int]
) -> tuple[Column[ReportRow], ...]:
    """The report's own columns; a bar takes the room that is left, else the words do."""
    stretched = -1 if table.bars else _widest_text(table)
    made = tuple(
        _column(column, at, is_current, stretch=int(at == stretched))
        for at, column in enumerate(table.columns)
    )
    return (*made, _bars(table, widest)) if table.bars else made


def _widest_text(table: ReportTable) -> int:
    """The last column of words takes what is left over."""
    texts = [at for at, column in enumerate(table.columns) if column.kind is CellKind.TEXT]
    return texts[-1] if texts else 0


def _column(column: ReportColumn, at: int, is_current: IsCurrent, *, stretch: int) -> Column[ReportRow]:
    def shown(row: ReportRow) -> Runs:
        cell = row.cells[at]
        weight = BOLD if row.key == TOTAL else MEDIUM if at == 0 else Run().weight
        role = Role.TEXT3 if isinstance(cell, Money) and not cell else Role.TEXT
        return runs_of(cell, Run(role=role, weight=weight, mono=column.kind is CellKind.CODE))

    def draw(painter: QPainter, room: QRectF, row: ReportRow) -> None:
        paint(painter, room, shown(row), right=True)
        if is_current(row, column.title):
            ring(painter, room)

    return Column(
        column.title,
        shown,
        right=column.right,
        mono=column.kind is CellKind.CODE,
        stretch=stretch,
        width=90 if stretch else 0,
        draw=draw if column.opens else None,
        swatch=_swatch(column),
    )


def _swatch(column: ReportColumn) -> Callable[[], QColor] | None:
    if column.series is None:
        return None
    return age_swatch(column.series) if column.aged else kind_swatch(column.series)


def _bars(table: ReportTable, widest: Callable[[], int]) -> Column[ReportRow]:
    shade = age_colour if table.aged else _kind_after_charges

    def draw(painter: QPainter, room: QRectF, row: ReportRow) -> None:
        if row.key == TOTAL:
            paint(painter, room, (small(f"widest = {Money(widest()).plain()}"),))
        else:
            paint_stack(painter, room, row.bars, widest(), shade)

    return Column(BARS, lambda _row: "", stretch=1, width=120, draw=draw)


def _kind_after_charges(step: int) -> QColor:
    """Payments, write-offs, other: the bars leave charges out."""
    return kind_colour(step + 1)


def _detail(row: BehindRow) -> Runs:
    return (Run(row.detail, Role.TEXT2),) if row.detail else ()


BEHIND: tuple[Column[BehindRow], ...] = (
    Column("Day", lambda row: row.on, right=True),
    Column("Who", lambda row: row.who, weight=MEDIUM, width=130),
    Column("What", lambda row: row.what),
    Column("Service", lambda row: row.code, mono=True),
    Column("Detail", _detail, stretch=1, width=110),
    Column("Amount", lambda row: row.amount, right=True, sums=True, width=76),
)
