from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.ledger.patient_money import patient_payment
from clinicbill.ledger.store import add_posting
from clinicbill.reports.day_sheet import day_sheet, day_sheet_rows
from clinicbill.reports.report_table import TOTAL, Days, behind_total
from clinicbill.workflows.take_payment import take_payment
from tests.support.books import some_books
from tests.support.practice import STAMP, TODAY, open_memory_practice, stamp_on

if TYPE_CHECKING:
    from sqlite_utils import Database

DAYS = Days(from_on=date(2026, 11, 1), to_on=TODAY)
HEADS = ("Cash", "Check", "Card", "Ins. check", "Ins. EFT", "Other", "Total")


@pytest.fixture(scope="module")
def db() -> Database:
    made = open_memory_practice()
    books = some_books(made)
    take_payment(made, STAMP, books.lind, Money(3000), "cash")
    take_payment(made, STAMP, books.lind, Money(5520), "check", reference="101")
    barter = patient_payment(on=TODAY, patient_id=books.lind, method="voucher", parts=[], rest=Money(150))
    add_posting(made, stamp_on(TODAY), barter)
    return made


def test_days_on_which_something_came_in_with_their_methods(db: Database) -> None:
    table = day_sheet(db, DAYS)
    assert [
        [cell.cents if isinstance(cell, Money) else cell for cell in row.cells] for row in table.rows
    ] == [
        [date(2026, 11, 20), "Friday", 0, 0, 12000, 3000, 0, 0, 15000],
        [TODAY, "Monday", 3000, 5520, 0, 0, 0, 150, 8670],
    ]
    assert table.total is not None
    assert [table.cell(table.total, head) for head in HEADS] == [
        Money(cents) for cents in (3000, 5520, 12000, 3000, 0, 150, 23670)
    ]


def test_every_number_opens_payments_that_add_up_to_it(db: Database) -> None:
    table = day_sheet(db, DAYS)
    assert table.total is not None
    for row in (*table.rows, table.total):
        for head in HEADS:
            assert behind_total(day_sheet_rows(db, DAYS, row.key, head)) == table.cell(row, head)


def test_a_payment_is_one_row_with_its_check_number(db: Database) -> None:
    (check,) = day_sheet_rows(db, DAYS, TODAY.isoformat(), "Check")
    assert (check.who, check.detail, check.amount) == ("Lind, Hugo", "Check 101", Money(5520))
    (insurance,) = day_sheet_rows(db, DAYS, TOTAL, "Ins. check")
    assert (insurance.who, insurance.detail) == ("Harbor Mutual PPO", "Check 0099187, 1 claim")


def test_no_day_without_money(db: Database) -> None:
    quiet = Days(from_on=date(2026, 11, 1), to_on=date(2026, 11, 19))
    assert day_sheet(db, quiet).rows == ()
