from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import Account
from clinicbill.reports.aging import AgingBy, AgingKind
from clinicbill.reports.receivables import end_of_month_before, ledger_sums, read_receivables
from tests.support.books import (
    HARBOR,
    INSURANCE,
    MEDICARE,
    PATIENTS,
    TIMBERLINE,
    TOTAL,
    UNAPPLIED,
    some_books,
)
from tests.support.practice import TODAY, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture(scope="module")
def db() -> Database:
    made = open_memory_practice()
    some_books(made)
    return made


def test_the_books_are_as_counted_by_hand(db: Database) -> None:
    found = read_receivables(db, TODAY)
    amounts = {row.name: tuple(amount.cents for amount in row.amounts) for row in found.by_payer.rows}
    assert amounts["Medicare Part B Oregon"] == MEDICARE
    assert amounts["Harbor Mutual PPO"] == HARBOR
    assert amounts["Timberline Work Insurance"] == TIMBERLINE
    assert found.sum_of(AgingKind.PAYER) == INSURANCE
    assert found.sum_of(AgingKind.PATIENTS) == PATIENTS
    assert found.sum_of(AgingKind.UNAPPLIED) == UNAPPLIED
    assert found.by_payer.total == found.by_patient.total == TOTAL
    assert found.people == 1
    assert found.report(AgingBy.PATIENT) is found.by_patient


def test_report_rows_and_ledger_agree_and_a_difference_would_be_seen(db: Database) -> None:
    found = read_receivables(db, TODAY)
    assert found.agrees
    assert not replace(found, rows=found.rows[1:]).agrees
    other = replace(found.ledger, by_account={**found.ledger.by_account, Account.UNAPPLIED: ZERO})
    assert not replace(found, ledger=other).agrees


@pytest.mark.parametrize("day", [TODAY, date(2026, 11, 19), date(2026, 7, 31), date(2020, 1, 1)])
def test_what_was_charged_less_what_became_of_it_is_what_is_open(db: Database, day: date) -> None:
    sums = ledger_sums(db, day)
    assert sums.charged - sums.paid - sums.written_off - sums.other == sums.receivable
    assert sums.of(*Account) == ZERO


def test_the_month_before_and_days_in_ar(db: Database) -> None:
    found = read_receivables(db, TODAY)
    assert found.before.as_of == date(2026, 10, 31)
    assert found.before.total == Money(26500)
    assert found.days.receivable == TOTAL
    # Charged from 08/26 to 11/23: Alvarez 65, Dunn 65, Ekberg 98, Bell 50.
    assert found.days.charges == Money(27800)
    assert str(found.days.days) == "90.6"


def test_nothing_is_owed_in_an_empty_practice() -> None:
    empty = open_memory_practice()
    a_practice(empty)
    found = read_receivables(empty, TODAY)
    assert found.agrees
    assert (found.by_payer.rows, found.rows, found.people) == ((), (), 0)
    assert found.days.days is None


def test_the_month_before_is_never_before_the_calendar() -> None:
    assert end_of_month_before(date(2026, 3, 1)) == date(2026, 2, 28)
    assert end_of_month_before(date.min) == date.min
