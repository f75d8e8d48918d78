from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import PatientId, PostingId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.db.connect import scalar
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.entries_store import entries_of, get_posting
from clinicbill.ledger.store import drift, patient_balances
from clinicbill.workflows.take_payment import take_payment
from tests.support.ledgers import charge_visit
from tests.support.practice import STAMP, TODAY, a_patient, a_practice, a_visit, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

RUTH = PatientId(1)
OLD, NEW = ServiceLineId(1), ServiceLineId(2)


@pytest.fixture
def db() -> Database:
    """Ruth owes 65.00 for a visit in October and 50.00 for one in November."""
    db = open_memory_practice()
    a_practice(db)
    a_patient(db)
    for on, line in (
        (date(2026, 10, 5), ("98941", "", "65.00")),
        (date(2026, 11, 9), ("98940", "", "50.00")),
    ):
        charge_visit(db, a_visit(db, RUTH, on=on, lines=[line]), None, on=on)
    return db


def owed(db: Database) -> dict[int | None, int]:
    return {one.service_line_id: one.amount.cents for one in patient_balances(db, RUTH)}


def test_money_goes_to_the_oldest_first(db: Database) -> None:
    outcome = take_payment(db, STAMP, RUTH, Money(8000), "check", reference="1044")
    assert outcome.message == "Took $80.00 from Ruth M Alvarez by check: $80.00 applied to 2 lines"
    assert owed(db) == {NEW: 3500}
    assert outcome.changed == {"ledger", "claims"}
    assert get_posting(db, PostingId(outcome.row_id or 0)).description == "Check 1044"


def test_the_rest_stays_unapplied(db: Database) -> None:
    outcome = take_payment(db, STAMP, RUTH, Money(12000), "cash")
    assert outcome.message.endswith("by cash: $115.00 applied to 2 lines, $5.00 unapplied")
    assert owed(db) == {None: -500}
    assert drift(db) == []


def test_a_prepayment_is_all_unapplied(db: Database) -> None:
    other = a_patient(db, "Cho", "Sung")
    outcome = take_payment(db, STAMP, other, Money(3000), "card")
    assert outcome.message.endswith("$30.00 unapplied")


def test_chosen_lines_get_what_was_chosen_and_the_rest_stays_unapplied(db: Database) -> None:
    take_payment(db, STAMP, RUTH, Money(6000), "cash", lines={NEW: Money(5000)})
    assert owed(db) == {OLD: 6500, None: -1000}


@pytest.mark.parametrize(
    ("amount", "method", "lines", "rule"),
    [
        (0, "cash", None, "L17"),
        (-100, "cash", None, "L17"),
        (100, "barter", None, "L20"),
        (100, "cash", {OLD: Money(101)}, "L18"),
        (9000, "cash", {OLD: Money(6501)}, "L19"),
        (9000, "cash", {OLD: Money(0)}, "L19"),
        (9000, "cash", {ServiceLineId(77): Money(1)}, "L19"),
    ],
)
def test_what_cannot_be_is_told_and_not_posted(
    db: Database, amount: int, method: str, lines: dict[ServiceLineId, Money] | None, rule: str
) -> None:
    before = scalar(db, "select count(*) from posting")
    outcome = take_payment(db, STAMP, RUTH, Money(amount), method, lines=lines)
    assert not outcome.done
    assert [finding.rule for finding in outcome.findings] == [rule]
    assert scalar(db, "select count(*) from posting") == before


def test_the_front_desk_takes_payments_and_the_day_is_the_days(db: Database) -> None:
    stamp = replace(STAMP, role="front_desk")
    outcome = take_payment(db, stamp, RUTH, Money(1000), "cash", on=date(2026, 11, 20))
    assert get_posting(db, PostingId(outcome.row_id or 0)).posted_on == date(2026, 11, 20)
    again = take_payment(db, stamp, RUTH, Money(1000), "cash")
    assert get_posting(db, PostingId(again.row_id or 0)).posted_on == TODAY


def test_nobody_pays_who_is_not_there(db: Database) -> None:
    with pytest.raises(NotFound):
        take_payment(db, STAMP, PatientId(99), Money(1), "cash")


def test_cash_names_the_line_it_pays(db: Database) -> None:
    outcome = take_payment(db, STAMP, RUTH, Money(7000), "card")
    cash = entries_of(db, posting_id=PostingId(outcome.row_id or 0), accounts=[Account.CASH])
    assert [(row.entry.service_line_id, row.entry.amount.cents, row.entry.method) for row in cash] == [
        (OLD, 6500, "card"),
        (NEW, 500, "card"),
    ]
