from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.ledger.accounts import Account
from clinicbill.reports.aging import AgingBy, aging
from clinicbill.reports.denied_lines import denied_lines, open_by_claim
from clinicbill.reports.next_step import Step
from clinicbill.reports.open_rows import OpenRow, of_party, open_rows, rows_total
from tests.support.books import TOTAL, Books, some_books
from tests.support.ledgers import medicare_day, post
from tests.support.practice import TODAY, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

BUCKETS = range(5)


@pytest.fixture(scope="module")
def db() -> Database:
    return open_memory_practice()


@pytest.fixture(scope="module")
def books(db: Database) -> Books:
    return some_books(db)


def read(db: Database, day: date = TODAY) -> tuple[OpenRow, ...]:
    return open_rows(db, aging(db, as_of=day), open_by_claim(denied_lines(db)))


@pytest.mark.parametrize("day", [TODAY, date(2026, 11, 19), date(2026, 8, 31), date(2026, 1, 1)])
@pytest.mark.parametrize("by", list(AgingBy))
def test_every_amount_of_either_report_is_the_sum_of_its_rows(
    db: Database, books: Books, by: AgingBy, day: date
) -> None:
    assert books
    rows, report = read(db, day), aging(db, as_of=day, by=by)
    assert rows_total(rows) == report.total
    for party in report.rows:
        for bucket in BUCKETS:
            assert rows_total(of_party(rows, party, [bucket])) == party.amounts[bucket]
        assert rows_total(of_party(rows, party)) == party.total
    assert rows_total(of_party(rows, None, [3, 4])) == report.over_90


def test_the_day_of_the_contract_adds_up_too() -> None:
    db = open_memory_practice()
    day = medicare_day(db, a_practice(db))
    assert post(db, day.remittance).done
    report = aging(db, as_of=TODAY)
    rows = open_rows(db, report, {})
    for party in report.rows:
        for bucket in BUCKETS:
            assert rows_total(of_party(rows, party, [bucket])) == party.amounts[bucket]


def test_rows_say_the_last_word_and_the_next_step(db: Database, books: Books) -> None:
    by_name = {(row.patient.last, row.account): row for row in read(db)}
    insurance = Account.PAYER_RECEIVABLE
    said = {
        last: (row.last_word, row.step.step, row.age)
        for (last, account), row in by_name.items()
        if account is insurance
    }
    assert said == {
        "Alvarez": ("Sent 11/10", Step.WAIT, 14),
        "Dunn": ("CO-50 held not medically necessary, 11/20", Step.WORK_DENIAL, 14),
        "Cho": ("Subscriber not found, 06/20", Step.RESUBMIT, 161),
        "Nair": ("Sent 08/04, silent since", Step.CALL, 112),
        "Ekberg": ("CO-97 held to be part of another service that day, 11/20", Step.WORK_DENIAL, 53),
        "Bell": ("Not sent", Step.SEND, 3),
    }
    assert by_name["Ekberg", Account.PATIENT_RECEIVABLE].last_word == "The patient’s, since 11/20"
    assert by_name["Haddad", Account.UNAPPLIED].amount == Money(-12000)
    assert by_name["Nair", insurance].claim_number == books.nair.number


def test_lines_of_one_claim_are_one_row(db: Database, books: Books) -> None:
    nair = [row for row in read(db) if row.patient.last == "Nair"]
    assert books
    assert [(row.procedures, row.amount) for row in nair] == [(("98941", "97110"), Money(11700))]


def test_the_oldest_stands_first_and_keys_are_unique(db: Database, books: Books) -> None:
    rows = read(db)
    assert books
    assert [row.age for row in rows] == sorted((row.age for row in rows), reverse=True)
    assert len({row.key for row in rows}) == len(rows) == 8
    assert rows_total(rows) == TOTAL


def test_on_an_earlier_day_rows_know_only_what_was_known(db: Database, books: Books) -> None:
    assert books
    dunn = next(row for row in read(db, date(2026, 11, 19)) if row.patient.last == "Dunn")
    assert dunn.standing is not None
    assert (dunn.standing.status, dunn.last_word) == (ClaimStatus.SENT, "Sent 11/10")


def test_rows_are_read_behind_the_report_by_payer_only(db: Database) -> None:
    with pytest.raises(ValueError, match="by payer"):
        open_rows(db, aging(db, as_of=TODAY, by=AgingBy.PATIENT), {})
