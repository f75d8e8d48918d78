from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.basics.identifiers import PatientId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.store import account_total, drift, patient_balances
from clinicbill.workflows.apply_credit import apply_credit, unapplied_credits
from clinicbill.workflows.take_payment import take_payment
from tests.support.ledgers import charge_visit
from tests.support.practice import STAMP, a_patient, a_practice, a_visit, open_memory_practice, stamp_on

if TYPE_CHECKING:
    from sqlite_utils import Database

RUTH = PatientId(1)


@pytest.fixture
def db() -> Database:
    """Ruth has prepaid 70.00 and 50.00; then a visit of 65.00 and 50.00 is charged to her."""
    db = open_memory_practice()
    a_practice(db)
    a_patient(db)
    take_payment(db, stamp_on(date(2026, 10, 1)), RUTH, Money(7000), "card")
    take_payment(db, stamp_on(date(2026, 10, 9)), RUTH, Money(5000), "card")
    lines = [("98941", "", "65.00"), ("98940", "", "50.00")]
    charge_visit(db, a_visit(db, RUTH, lines=lines), None, on=date(2026, 11, 9))
    return db


def test_the_credit_pays_what_is_owed_and_the_oldest_credit_goes_first(db: Database) -> None:
    before = account_total(db, Account.CASH)
    outcome = apply_credit(db, STAMP, RUTH)
    assert outcome.message == "$115.00 applied to 2 lines, $5.00 stays unapplied"
    (left,) = patient_balances(db, RUTH)
    assert (left.account, left.amount, left.aged_from) == (Account.UNAPPLIED, Money(-500), date(2026, 10, 9))
    assert account_total(db, Account.CASH) == before
    assert drift(db) == []


def test_chosen_lines_only(db: Database) -> None:
    apply_credit(db, STAMP, RUTH, lines={ServiceLineId(2): Money(1280)})
    assert -Money.total(one.amount for one in unapplied_credits(db, RUTH)) == Money(10720)


def test_more_than_the_credit_is_refused(db: Database) -> None:
    outcome = apply_credit(db, STAMP, RUTH, lines={ServiceLineId(1): Money(6600)})
    assert [finding.rule for finding in outcome.findings] == ["L19"]


def test_without_credit_or_debt_there_is_nothing_to_do(db: Database) -> None:
    apply_credit(db, STAMP, RUTH)
    again = apply_credit(db, STAMP, RUTH)
    assert [finding.rule for finding in again.findings] == ["L21"]
    assert apply_credit(db, STAMP, a_patient(db, "Cho", "Sung")).findings[0].rule == "L21"


def test_the_front_desk_does_not(db: Database) -> None:
    with pytest.raises(NotAllowed):
        apply_credit(db, replace(STAMP, role="front_desk"), RUTH)
