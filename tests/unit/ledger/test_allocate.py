from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.identifiers import ServiceLineId
from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.allocate import oldest_credits_first, oldest_first
from clinicbill.ledger.posting import OpenBalance

START = date(2026, 1, 1)


def owed(line: int, cents: int, day: int) -> OpenBalance:
    return OpenBalance(
        account=Account.PATIENT_RECEIVABLE,
        amount=Money(cents),
        service_line_id=ServiceLineId(line),
        aged_from=START + timedelta(day),
    )


def test_the_oldest_is_paid_first_and_the_rest_stays() -> None:
    found = oldest_first(Money(2000), [owed(1, 824, 10), owed(2, 578, 3), owed(3, 300, 3)])
    assert [(balance.service_line_id, part.cents) for balance, part in found.parts] == [
        (2, 578),
        (3, 300),
        (1, 824),
    ]
    assert found.rest == Money(298)


def test_a_part_is_paid_where_money_ends() -> None:
    found = oldest_first(Money(600), [owed(1, 824, 10), owed(2, 578, 3)])
    assert [(balance.service_line_id, part.cents) for balance, part in found.parts] == [(2, 578), (1, 22)]
    assert found.rest == ZERO


def test_a_line_in_credit_is_passed_over() -> None:
    assert oldest_first(Money(100), [owed(1, -824, 1)]).parts == ()


def test_credits_are_used_oldest_first_as_positive_parts() -> None:
    found = oldest_credits_first(Money(150), [owed(1, -100, 5), owed(2, -100, 2), owed(3, 70, 1)])
    assert [(balance.service_line_id, part.cents) for balance, part in found.parts] == [(2, 100), (1, 50)]


@pytest.mark.parametrize("hand_out", [oldest_first, oldest_credits_first])
def test_a_negative_amount_is_refused(hand_out: object) -> None:
    assert callable(hand_out)
    with pytest.raises(ValueError, match="positive"):
        hand_out(Money(-1), [])


@given(
    amount=st.integers(0, 10_000),
    balances=st.lists(st.tuples(st.integers(-3_000, 3_000), st.integers(0, 400)), max_size=8),
)
def test_parts_and_rest_make_the_amount_and_never_overpay(
    amount: int, balances: list[tuple[int, int]]
) -> None:
    all_owed = [owed(line, cents, day) for line, (cents, day) in enumerate(balances, 1)]
    found = oldest_first(Money(amount), all_owed)
    assert Money.total(part for _, part in found.parts) + found.rest == Money(amount)
    assert all(ZERO < part <= balance.amount for balance, part in found.parts)
    open_in_all = sum(max(cents, 0) for cents, _ in balances)
    assert found.rest == Money(max(0, amount - open_in_all))
    days = [balance.aged_from for balance, _ in found.parts]
    assert days == sorted(days, key=lambda day: day or START)
