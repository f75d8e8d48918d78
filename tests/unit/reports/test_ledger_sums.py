from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicbill.basics.money import Money
from clinicbill.reports.ledger_sums import (
    Measure,
    Wanted,
    ledger_lines,
    ledger_sums,
    lines_total,
    measured,
)
from tests.support.books import Books, some_books
from tests.support.ledgers import medicare_day, post
from tests.support.practice import a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
DAYS = st.dates(date(2026, 6, 1), date(2026, 11, 30))


@pytest.fixture(scope="module")
def db() -> Database:
    made = open_memory_practice()
    some_books(made)
    return made


@pytest.fixture(scope="module")
def medicare() -> Database:
    made = open_memory_practice()
    assert post(made, medicare_day(made, a_practice(made)).remittance).done
    return made


def test_the_year_of_the_books(db: Database) -> None:
    sums = ledger_sums(db, *YEAR)
    assert {measure: measured(sums, measure).cents for measure in Measure} == {
        Measure.CHARGES: 6500 + 6500 + 5000 + 11700 + 9800 + 5000,
        Measure.INSURANCE_PAID: 3000,
        Measure.PATIENT_PAID: 12000,
        Measure.PAID: 15000,
        Measure.WRITTEN_OFF: 1500,
        Measure.OTHER: 0,
        Measure.CHANGE: 28000,
    }


@settings(max_examples=30, deadline=None)
@given(first=DAYS, last=DAYS, measure=st.sampled_from(Measure))
def test_the_lines_behind_a_sum_add_up_to_it(db: Database, first: date, last: date, measure: Measure) -> None:
    sums = ledger_sums(db, first, last)
    wanted = Wanted(measure=measure, from_on=first, to_on=last)
    assert lines_total(ledger_lines(db, wanted)) == measured(sums, measure)


@settings(max_examples=30, deadline=None)
@given(first=DAYS, last=DAYS)
def test_charges_less_payments_and_the_rest_is_the_change_of_ar(
    medicare: Database, first: date, last: date
) -> None:
    sums = ledger_sums(medicare, first, last)
    parts = [measured(sums, one) for one in (Measure.PAID, Measure.WRITTEN_OFF, Measure.OTHER)]
    assert measured(sums, Measure.CHARGES) - Money.total(parts) == measured(sums, Measure.CHANGE)


def test_payers_money_that_belongs_to_no_claim_is_insurance_money(medicare: Database) -> None:
    sums = ledger_sums(medicare, *YEAR)
    # The EFT of 30.44 with its takeback and interest, and the 32.30 of two weeks before.
    assert measured(sums, Measure.INSURANCE_PAID) == Money(3044 + 3230)
    assert measured(sums, Measure.PATIENT_PAID) == Money(0)
    assert measured(sums, Measure.OTHER) == Money(1500 - 12)


def test_lines_can_be_asked_for_by_payer_and_method(db: Database) -> None:
    books: Books = some_books(open_memory_practice())
    by_payer = Wanted(
        measure=Measure.CHARGES,
        from_on=YEAR[0],
        to_on=YEAR[1],
        any_payer=False,
        payer_id=books.office.commercial,
    )
    assert lines_total(ledger_lines(db, by_payer)) == Money(5000 + 11700 + 9800)
    nobody = Wanted(measure=Measure.PAID, from_on=YEAR[0], to_on=YEAR[1], any_payer=False)
    assert lines_total(ledger_lines(db, nobody)) == Money(12000)
    card = Wanted(measure=Measure.PAID, from_on=YEAR[0], to_on=YEAR[1], methods=("card",))
    assert [line.detail for line in ledger_lines(db, card)] == ["Card 0417"]
    rest = Wanted(measure=Measure.PAID, from_on=YEAR[0], to_on=YEAR[1], other_than=("card",))
    (paid,) = ledger_lines(db, rest)
    assert (paid.detail, paid.procedure, paid.patient) == ("Check 0099187", "98940", "Ekberg, Nils")


def test_a_line_says_what_it_was(medicare: Database) -> None:
    written_off = Wanted(measure=Measure.WRITTEN_OFF, from_on=YEAR[0], to_on=YEAR[1])
    found = ledger_lines(medicare, written_off)
    assert {line.detail for line in found} == {"CO-45", "CO-253"}
    assert any(line.undone for line in found)
    assert {line.what for line in found} == {"Insurance payment", "Taken back by the payer"}
