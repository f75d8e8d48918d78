from __future__ import annotations

from datetime import date

import pytest

from clinicbill.basics.identifiers import PatientId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.patient_money import apply_unapplied, patient_payment
from clinicbill.ledger.posting import OpenBalance

ON, SINCE = date(2026, 11, 23), date(2026, 11, 10)
RUTH = PatientId(1)
OWED = OpenBalance(
    account=Account.PATIENT_RECEIVABLE,
    amount=Money(824),
    patient_id=RUTH,
    service_line_id=ServiceLineId(5),
    aged_from=SINCE,
)
CREDIT = OpenBalance(account=Account.UNAPPLIED, amount=Money(-4176), patient_id=RUTH, aged_from=ON)


def test_a_payment_pays_lines_and_leaves_the_rest_unapplied() -> None:
    made = patient_payment(
        on=ON, patient_id=RUTH, method="cash", parts=[(OWED, Money(824))], rest=Money(4176)
    )
    assert made.total(Account.CASH) == Money(5000)
    assert made.total(Account.PATIENT_RECEIVABLE) == Money(-824)
    assert made.total(Account.UNAPPLIED) == Money(-4176)
    unapplied = next(one for one in made.entries if one.account is Account.UNAPPLIED)
    assert (unapplied.aged_from, unapplied.service_line_id, unapplied.method) == (ON, None, "")
    cash = [one for one in made.entries if one.account is Account.CASH]
    assert {(one.method, one.service_line_id) for one in cash} == {("cash", 5), ("cash", None)}


def test_a_payment_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="no amount"):
        patient_payment(on=ON, patient_id=RUTH, method="cash", parts=[])


def test_a_credit_pays_a_line_without_new_cash() -> None:
    made = apply_unapplied(
        on=ON, patient_id=RUTH, credits_used=[(CREDIT, Money(824))], parts=[(OWED, Money(824))]
    )
    assert made.total(Account.CASH) == Money(0)
    assert made.total(Account.UNAPPLIED) == Money(824)
    assert made.total(Account.PATIENT_RECEIVABLE) == Money(-824)


def test_both_sides_of_an_applied_credit_are_the_same() -> None:
    with pytest.raises(ValueError, match="sum to zero"):
        apply_unapplied(on=ON, patient_id=RUTH, credits_used=[(CREDIT, Money(9))], parts=[(OWED, Money(8))])
