"""Any report as CSV: what the screen shows, row by row, the total last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.reports.export import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.reports.report_table import BehindRow, ReportTable


def table_csv(table: ReportTable) -> bytes:
    """The report with the heads of its columns; a hyphen where the screen has a dash, as other programs look for."""
    lines = [row.cells for row in table.rows]
    if table.total is not None:
        lines.append(table.total.cells)
    return csv_bytes([column.title.replace("–", "-") for column in table.columns], lines)


def behind_csv(rows: Iterable[BehindRow]) -> bytes:
    """The rows behind a number, one a line."""
    return csv_bytes(
        ["Day", "Who", "What", "Detail", "Service", "Amount"],
        [(row.on, row.who, row.what, row.detail, row.code, row.amount) for row in rows],
    )
