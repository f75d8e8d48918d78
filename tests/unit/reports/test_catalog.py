from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.reports.catalog import REPORTS, Report, report
from clinicbill.reports.report_table import Days, behind_total
from clinicbill.reports.table_csv import table_csv
from clinicbill.reports.table_pdf import table_pdf
from tests.support.books import Books, some_books
from tests.support.practice import STAMP, TODAY, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database


# Nobody has chosen a suggestion, drawn an audit or given a notice in these books.
NOTHING_YET = ("suggestions", "coding_audits", "abn_log")


@pytest.fixture(scope="module")
def db() -> Database:
    return open_memory_practice()


@pytest.fixture(scope="module")
def books(db: Database) -> Books:
    return some_books(db)


@pytest.mark.parametrize("one", REPORTS, ids=lambda one: one.id)
def test_every_report_opens_every_number_and_prints(db: Database, books: Books, one: Report) -> None:
    days = Days(from_on=date(2026, 6, 1), to_on=TODAY, patient_id=books.ekberg.patient_id, viewer=STAMP)
    table = one.make(db, days)
    assert table.id == one.id
    assert table.rows or one.id in NOTHING_YET
    assert table.total is not None or one.id in NOTHING_YET
    total = (table.total,) if table.total is not None else ()
    for row in (*table.rows, *total):
        assert len(row.cells) == len(table.columns)
        for column in table.columns:
            amount = table.cell(row, column.title)
            if column.opens and amount is not None:
                behind = one.open(db, days, row.key, column.title)
                assert amount in (behind_total(behind), len(behind))
    assert table_csv(table).count(b"\r\n") == len(table.rows) + 1 + len(total)
    assert table_pdf(table, clinic_name="Cedar").startswith(b"%PDF")


def test_reports_are_found_by_id() -> None:
    assert report("monthly").name == "Twelve months"
    assert len({one.id for one in REPORTS}) == len(REPORTS)
    with pytest.raises(KeyError):
        report("lunch")
