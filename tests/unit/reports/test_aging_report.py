from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.reports.aging import BUCKET_WORDS, AgingBy, aging
from clinicbill.reports.aging_report import aging_report, aging_report_rows
from clinicbill.reports.report_table import Days, behind_total
from tests.support.books import some_books
from tests.support.practice import TODAY, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture(scope="module")
def db() -> Database:
    made = open_memory_practice()
    some_books(made)
    return made


@pytest.mark.parametrize("day", [TODAY, date(2026, 9, 30)])
@pytest.mark.parametrize("by", list(AgingBy))
def test_the_table_is_the_aging_and_every_number_opens(db: Database, by: AgingBy, day: date) -> None:
    days = Days(from_on=day, to_on=day)
    table, report = aging_report(db, days, by), aging(db, as_of=day, by=by)
    assert table.total is not None
    assert [table.cell(table.total, words) for words in BUCKET_WORDS] == list(report.amounts)
    assert table.cell(table.total, "Total") == report.total
    assert [row.cells[0] for row in table.rows] == [row.name for row in report.rows]
    for row in (*table.rows, table.total):
        for column in table.columns:
            if column.opens:
                found = aging_report_rows(db, days, row.key, column.title)
                assert behind_total(found) == table.cell(row, column.title)


def test_rows_behind_say_payer_claim_and_age(db: Database) -> None:
    days = Days(from_on=TODAY, to_on=TODAY)
    (row,) = [one for one in aging_report_rows(db, days, "total", "91–120") if one.amount]
    assert (row.who, row.what, row.code) == ("Nair, Priya", "Call the payer", "98941 97110")
    assert row.detail.startswith("Harbor Mutual PPO, CB000004, Sent 08/04, silent since, 112 days")
