from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.reports.payer_mix import NOBODY, payer_mix, payer_mix_rows
from clinicbill.reports.report_table import Days, behind_total
from tests.support.books import TOTAL, some_books
from tests.support.practice import TODAY, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

YEAR = Days(from_on=date(2026, 1, 1), to_on=TODAY)
NOVEMBER = Days(from_on=date(2026, 11, 1), to_on=TODAY)


@pytest.fixture(scope="module")
def db() -> Database:
    made = open_memory_practice()
    some_books(made)
    return made


def test_one_row_for_each_payer_the_largest_first_patients_last(db: Database) -> None:
    table = payer_mix(db, YEAR)
    assert [[str(cell) for cell in row.cells] for row in table.rows] == [
        ["Harbor Mutual PPO", "$265.00", "59.6 %", "$30.00", "$15.00", "$215.00"],
        ["Medicare Part B Oregon", "$130.00", "29.2 %", "$0.00", "$0.00", "$130.00"],
        ["Timberline Work Insurance", "$50.00", "11.2 %", "$0.00", "$0.00", "$50.00"],
        ["Patients, no insurance", "$0.00", "0.0 %", "$120.00", "$0.00", "−$115.00"],
    ]
    assert table.total is not None
    assert [str(cell) for cell in table.total.cells] == [
        "Total", "$445.00", "100.0 %", "$150.00", "$15.00", str(TOTAL),
    ]  # fmt: skip


@pytest.mark.parametrize("days", [YEAR, NOVEMBER])
def test_every_number_opens_rows_that_add_up_to_it(db: Database, days: Days) -> None:
    table = payer_mix(db, days)
    assert table.total is not None
    for row in (*table.rows, table.total):
        for column in table.columns:
            if column.opens:
                found = payer_mix_rows(db, days, row.key, column.title)
                assert behind_total(found) == table.cell(row, column.title)


def test_bars_have_no_width_below_zero(db: Database) -> None:
    patients = payer_mix(db, YEAR).rows[-1]
    assert patients.key == NOBODY
    assert patients.bars == (12000, 0, 0)


def test_an_empty_practice_has_no_mix() -> None:
    empty = open_memory_practice()
    a_practice(empty)
    table = payer_mix(empty, YEAR)
    assert table.rows == ()
    assert table.total is not None
    assert table.cell(table.total, "Charges") == Money(0)
