from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from clinicbill.basics.money import Money
from clinicbill.reports.chart import BarChart, Series
from clinicbill.reports.report_table import TOTAL, CellKind, ReportColumn, ReportRow, ReportTable
from clinicbill.reports.table_pdf import table_pdf

TABLE = ReportTable(
    id="x",
    title="Payer mix",
    about="11/01/2026–11/23/2026",
    columns=(
        ReportColumn("Payer", CellKind.TEXT),
        ReportColumn("Day", CellKind.DATE),
        ReportColumn("Charges", CellKind.MONEY, series=0),
        ReportColumn("0–30", CellKind.MONEY, series=2, aged=True),
    ),
    rows=(
        ReportRow("1", ("Harbor Mutual PPO", date(2026, 11, 23), Money(26500), Money(0)), bars=(100, 0, 300)),
    ),
    total=ReportRow(TOTAL, ("Total", None, Money(26500), Money(0))),
    bars=True,
)


def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_the_page_says_what_the_report_says() -> None:
    (text,) = pages(table_pdf(TABLE, clinic_name="Cedar Spine"))
    for words in (
        "Payer mix",
        "Cedar Spine",
        "11/23/2026",
        "Harbor Mutual PPO",
        "265.00",
        "Total",
        "Page 1 of 1",
    ):
        assert words in text


def test_the_same_report_gives_the_same_bytes() -> None:
    assert table_pdf(TABLE, clinic_name="Cedar") == table_pdf(TABLE, clinic_name="Cedar")


@pytest.mark.parametrize("count", [0, 1, 24, 25, 26, 60])
def test_every_row_is_printed_once_and_the_total_stands_last(count: int) -> None:
    rows = tuple(
        ReportRow(str(n), (f"Payer {n:03d}", None, Money(n), Money(0)), bars=(n, n, n)) for n in range(count)
    )
    found = pages(table_pdf(replace(TABLE, rows=rows), clinic_name="Cedar"))
    text = "\n".join(found)
    assert all(text.count(f"Payer {n:03d}") == 1 for n in range(count))
    assert text.count("Total") == 1
    assert "Total" in found[-1]
    assert f"Page {len(found)} of {len(found)}" in found[-1]


def test_a_chart_takes_room_on_the_first_page_only() -> None:
    chart = BarChart(("Oct", "Nov"), (Series("Charges", 0, (Money(100_00), Money(-50_00))),))
    rows = tuple(ReportRow(str(n), (f"Payer {n:03d}", None, Money(n), Money(0))) for n in range(30))
    found = pages(table_pdf(replace(TABLE, rows=rows, chart=chart), clinic_name="Cedar"))
    assert "Oct" in found[0]
    assert "Oct" not in found[1]
    assert "Payer 029" in "".join(found)


def test_long_names_give_way_and_numbers_do_not() -> None:
    long = "A very long name of an insurance that nobody could fit on one line of paper " * 3
    wide = replace(
        TABLE,
        columns=(*TABLE.columns, *(ReportColumn(f"Sum {n}", CellKind.MONEY) for n in range(4))),
        rows=(ReportRow("1", (long, None, *(Money(123_456_789),) * 6)),),
        total=None,
    )
    (text,) = pages(table_pdf(wide, clinic_name="Cedar"))
    assert text.count("1,234,567.89") == 6
    assert "…" in text


LACKING = "Some letters are not in the printing font; the CSV has them."


def test_letters_of_no_font_are_seen_to_be_missing_and_the_foot_of_that_page_says_so() -> None:
    rows = tuple(
        ReportRow(
            str(n), ("Cohen, דוד" if n == 40 else f"Payer {n}", None, Money(n), Money(0)), bars=(n, n, n)
        )
        for n in range(50)
    )
    found = pages(table_pdf(replace(TABLE, rows=rows), clinic_name="Cedar"))
    assert [LACKING in text for text in found] == ["□" in text for text in found] == [False, True]
    assert "Cohen, □□□" in found[1]


def test_a_practice_named_in_another_script_says_so_on_every_page() -> None:
    (text,) = pages(table_pdf(TABLE, clinic_name="陈 Clinic"))
    assert "□ Clinic" in text
    assert LACKING in text
