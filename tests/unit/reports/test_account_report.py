from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.posting import Entry, NewPosting
from clinicbill.ledger.store import add_posting
from clinicbill.reports.account_report import account_report, account_report_rows
from clinicbill.reports.report_table import Days, behind_total
from tests.support.books import Books, some_books
from tests.support.practice import STAMP, TODAY, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PatientId


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def books(db: Database) -> Books:
    return some_books(db)


def days(patient_id: PatientId | None, on: date = TODAY) -> Days:
    return Days(from_on=on, to_on=on, patient_id=patient_id)


def test_each_service_and_where_its_charge_went(db: Database, books: Books) -> None:
    table = account_report(db, days(books.ekberg.patient_id))
    assert table.title == "Account of Nils Ekberg"
    assert [
        [cell.cents if isinstance(cell, Money) else cell for cell in row.cells] for row in table.rows
    ] == [
        [date(2026, 10, 1), "98940", "Low back 2026", 5000, 3000, 1500, 0, 0, 0, 500],
        [date(2026, 10, 1), "97140", "Low back 2026", 4800, 0, 0, 0, 0, 4800, 0],
    ]


def test_every_number_opens_entries_that_add_up_to_it(db: Database, books: Books) -> None:
    asked = days(books.ekberg.patient_id)
    table = account_report(db, asked)
    assert table.total is not None
    for row in (*table.rows, table.total):
        for column in table.columns:
            if column.opens:
                found = account_report_rows(db, asked, row.key, column.title)
                assert behind_total(found) == table.cell(row, column.title)
                assert len({one.key for one in found}) == len(found)


def test_charge_less_what_became_of_it_is_owed(db: Database, books: Books) -> None:
    table = account_report(db, days(books.ekberg.patient_id))
    assert table.total is not None
    cents = [cell.cents for cell in table.total.cells[3:] if isinstance(cell, Money)]
    charged, insurance, written_off, patient, other, insurance_owes, patient_owes = cents
    assert charged - (insurance + written_off + patient + other) == insurance_owes + patient_owes


def test_the_day_decides_what_counts(db: Database, books: Books) -> None:
    before = account_report(db, days(books.ekberg.patient_id, date(2026, 11, 19)))
    assert before.total is not None
    assert before.cell(before.total, "Insurance paid") == Money(0)
    assert account_report(db, days(books.ekberg.patient_id, date(2026, 9, 30))).rows == ()


def test_a_credit_is_told_beside_the_title(db: Database, books: Books) -> None:
    table = account_report(db, days(books.haddad))
    assert "unapplied credit $120.00, balance −$120.00" in table.about
    assert table.rows == ()


def test_a_balance_without_a_service_has_a_row_of_its_own(db: Database, books: Books) -> None:
    about = Entry(
        account=Account.PATIENT_RECEIVABLE, amount=Money(900), patient_id=books.haddad, aged_from=TODAY
    )
    brought = NewPosting(
        kind=PostingKind.CHARGE,
        posted_on=TODAY,
        patient_id=books.haddad,
        entries=(about, Entry(account=Account.CHARGES, amount=Money(-900), patient_id=books.haddad)),
        description="brought over",
    )
    add_posting(db, STAMP, brought)
    table = account_report(db, days(books.haddad))
    (row,) = table.rows
    assert (row.cells[2], table.cell(row, "Patient owes")) == ("No service", Money(900))
    found = account_report_rows(db, days(books.haddad), row.key, "Patient owes")
    assert behind_total(found) == Money(900)


def test_an_account_belongs_to_a_patient(db: Database, books: Books) -> None:
    assert books
    with pytest.raises(ValueError, match="belongs to a patient"):
        account_report(db, days(None))
    assert account_report_rows(db, days(None), "total", "Charge") == []
