from __future__ import annotations

import csv
import io
from datetime import date

from clinicbill.basics.money import Money
from clinicbill.reports.report_table import BehindRow, CellKind, ReportColumn, ReportRow, ReportTable
from clinicbill.reports.table_csv import behind_csv, table_csv


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_rows_and_total_as_the_screen_shows_them() -> None:
    table = ReportTable(
        id="x",
        title="X",
        about="",
        columns=(
            ReportColumn("Day", CellKind.DATE),
            ReportColumn("Who", CellKind.TEXT),
            ReportColumn("0–30", CellKind.MONEY),
        ),
        rows=(ReportRow("1", (date(2026, 11, 23), "Núñez, Ruth", Money(-123456))),),
        total=ReportRow("total", (None, "Total", Money(-123456))),
    )
    assert read(table_csv(table)) == [
        ["Day", "Who", "0-30"],
        ["2026-11-23", "Núñez, Ruth", "-1234.56"],
        ["", "Total", "-1234.56"],
    ]


def test_rows_behind_a_number_never_run_as_formulas() -> None:
    row = BehindRow(
        key="1", on=None, who="=cmd()", what="Charge", detail="Card", code="98941", amount=Money(6500)
    )
    assert read(behind_csv([row])) == [
        ["Day", "Who", "What", "Detail", "Service", "Amount"],
        ["", "'=cmd()", "Charge", "Card", "98941", "65.00"],
    ]
