from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.reports.aging import AgingKind, aging
from clinicbill.reports.behind import all_parties, entry_rows, open_rows_of, payment_rows
from clinicbill.reports.ledger_sums import Measure, Wanted, ledger_lines, lines_total
from clinicbill.reports.report_table import behind_total
from tests.support.books import TOTAL, Books, some_books
from tests.support.ledgers import medicare_day, post
from tests.support.practice import TODAY, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def db() -> Database:
    return open_memory_practice()


@pytest.fixture(scope="module")
def books(db: Database) -> Books:
    return some_books(db)


def test_one_row_for_each_entry(db: Database, books: Books) -> None:
    found = entry_rows(db, Wanted(measure=Measure.CHARGES, from_on=YEAR[0], to_on=YEAR[1]))
    assert behind_total(found) == Money(44500)
    nair = [row for row in found if row.patient_id == books.nair.patient_id]
    assert [(row.who, row.code, row.amount) for row in nair] == [
        ("Nair, Priya", "98941", Money(6500)),
        ("Nair, Priya", "97110", Money(5200)),
    ]
    assert len({row.key for row in found}) == len(found)


def test_open_rows_of_everybody_are_all_of_ar(db: Database, books: Books) -> None:
    parties = all_parties(db, TODAY)
    assert books
    assert behind_total(open_rows_of(db, TODAY, parties)) == TOTAL
    credits_only = [party for party in parties if party[0] is AgingKind.UNAPPLIED]
    (row,) = open_rows_of(db, TODAY, credits_only)
    assert (row.who, row.what, row.amount) == ("Haddad, Nadia", "Credit", Money(-12000))
    assert len(parties) == len(aging(db, as_of=TODAY).rows)


def test_one_row_for_each_payment() -> None:
    db = open_memory_practice()
    day = medicare_day(db, a_practice(db))
    assert post(db, day.remittance).done
    lines = ledger_lines(db, Wanted(measure=Measure.PAID, from_on=TODAY, to_on=TODAY))
    (row,) = payment_rows(lines)
    assert len(lines) > 1
    assert (row.amount, lines_total(lines)) == (Money(3044), Money(3044))
    assert row.remittance_id is not None
    assert "8812345" in row.detail


def test_a_patients_payment_is_a_row_of_its_own(db: Database, books: Books) -> None:
    lines = ledger_lines(db, Wanted(measure=Measure.PATIENT_PAID, from_on=YEAR[0], to_on=YEAR[1]))
    (row,) = payment_rows(lines)
    assert (row.who, row.what, row.patient_id) == ("Haddad, Nadia", "Patient payment", books.haddad)
