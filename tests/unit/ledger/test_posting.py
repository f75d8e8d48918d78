from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.identifiers import PatientId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.posting import Entry, NewPosting, OpenBalance, certain, mirrored, posting_or_none

ON = date(2026, 11, 23)


def entry(account: Account, cents: int) -> Entry:
    return Entry(account=account, amount=Money(cents))


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (entry(Account.CASH, 100),),
        (entry(Account.CASH, 100), entry(Account.CHARGES, -99)),
        (entry(Account.CASH, 100), entry(Account.CHARGES, -100), entry(Account.CASH, 0)),
    ],
    ids=["empty", "one-sided", "unbalanced", "an entry of nothing"],
)
def test_a_wrong_posting_cannot_be_made(entries: tuple[Entry, ...]) -> None:
    with pytest.raises(ValueError, match="posting"):
        NewPosting(kind=PostingKind.CHARGE, posted_on=ON, entries=entries)


@given(st.lists(st.integers(-10_000, 10_000), max_size=8))
def test_only_sums_of_zero_pass(cents: list[int]) -> None:
    entries = tuple(entry(Account.CASH, one) for one in (*cents, -sum(cents)) if one)
    made = posting_or_none(PostingKind.CHARGE, on=ON, entries=entries, description="")
    assert (made is None) == (not entries)
    assert made is None or made.total(Account.CASH) == Money(0)


def test_certain_refuses_nothing() -> None:
    with pytest.raises(ValueError, match="no amount"):
        certain(None)


def test_total_adds_up_the_named_accounts() -> None:
    posting = NewPosting(
        kind=PostingKind.CHARGE,
        posted_on=ON,
        entries=(entry(Account.CASH, 100), entry(Account.INTEREST, -40), entry(Account.CHARGES, -60)),
    )
    assert posting.total(Account.CASH, Account.INTEREST) == Money(60)


def test_mirrored_turns_signs_and_nothing_else() -> None:
    first = Entry(account=Account.CASH, amount=Money(100), method="ACH", note="x")
    (second,) = mirrored([first])
    assert second == Entry(account=Account.CASH, amount=Money(-100), method="ACH", note="x")
    assert mirrored(mirrored([first])) == (first,)


def test_a_balance_makes_entries_that_change_exactly_it() -> None:
    balance = OpenBalance(
        account=Account.PATIENT_RECEIVABLE,
        amount=Money(824),
        patient_id=PatientId(1),
        service_line_id=ServiceLineId(2),
        aged_from=ON,
    )
    made = balance.entry(Money(-824), note="paid")
    assert (made.account, made.patient_id, made.payer_id) == (Account.PATIENT_RECEIVABLE, 1, None)
    assert (made.service_line_id, made.aged_from, made.amount) == (2, ON, Money(-824))
