from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.reports.aging import aging
from clinicbill.reports.monthly import first_of_months, last_of_month, monthly, monthly_rows
from clinicbill.reports.report_table import TOTAL, Days, behind_total
from tests.support.books import some_books
from tests.support.ledgers import medicare_day, post
from tests.support.practice import TODAY, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

DAYS = Days(from_on=TODAY, to_on=TODAY)


@pytest.fixture(scope="module")
def db() -> Database:
    made = open_memory_practice()
    some_books(made)
    return made


def test_twelve_months_end_with_the_month_asked_for() -> None:
    months = first_of_months(TODAY)
    assert (months[0], months[-1], len(months)) == (date(2025, 12, 1), date(2026, 11, 1), 12)
    assert first_of_months(date(1, 2, 10)) == [date(1, 1, 1), date(1, 2, 1)]
    assert last_of_month(date(2026, 2, 1), TODAY) == date(2026, 2, 28)
    assert last_of_month(date(2026, 11, 1), TODAY) == TODAY


def test_each_month_adds_up_and_so_does_the_year(db: Database) -> None:
    table = monthly(db, DAYS)
    for row in (*table.rows, table.total):
        assert row is not None
        cents = [cell.cents for cell in row.cells[1:8] if isinstance(cell, Money)]
        charges, insurance, patients, paid, written_off, other, change = cents
        assert insurance + patients == paid
        assert charges - paid - written_off - other == change
    assert table.total is not None
    assert table.cell(table.total, "Charges") == Money(44500)
    assert table.cell(table.total, "Payments") == Money(15000)


def test_ar_at_the_end_of_a_month_is_that_days_aging(db: Database) -> None:
    table = monthly(db, DAYS)
    for row in table.rows:
        last = last_of_month(date.fromisoformat(row.key), TODAY)
        assert table.cell(row, "A/R at its end") == aging(db, as_of=last).total


@pytest.mark.parametrize("key", ["2026-06-01", "2026-11-01", "2026-01-01", TOTAL])
def test_every_number_opens_rows_that_add_up_to_it(db: Database, key: str) -> None:
    table = monthly(db, DAYS)
    row = next(one for one in (*table.rows, table.total) if one is not None and one.key == key)
    for column in table.columns:
        amount = table.cell(row, column.title)
        if column.opens and amount is not None:
            assert behind_total(monthly_rows(db, DAYS, key, column.title)) == amount


def test_the_chart_shows_the_columns_that_wear_its_swatches(db: Database) -> None:
    table = monthly(db, DAYS)
    assert table.chart is not None
    for series in table.chart.series:
        assert [table.cell(row, series.name) for row in table.rows] == list(series.values)
        assert table.columns[table.column(series.name)].series == series.kind
    assert table.chart.labels[:2] == ("Dec ’25", "Jan ’26")


def test_a_day_in_the_past_gives_the_numbers_of_that_day(db: Database) -> None:
    then = monthly(db, Days(from_on=TODAY, to_on=date(2026, 8, 31)))
    assert then.rows[-1].key == "2026-08-01"
    assert then.cell(then.rows[-1], "A/R at its end") == Money(16700)


def test_interest_and_takebacks_stand_under_other() -> None:
    db = open_memory_practice()
    assert post(db, medicare_day(db, a_practice(db)).remittance).done
    table = monthly(db, DAYS)
    assert table.cell(table.rows[-1], "Other") == Money(1488)
