from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.identifiers import ClaimId, PatientId, PayerId, RemittanceId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.insurance_money import (
    LineSettlement,
    Move,
    Takeover,
    insurance_payment,
    provider_adjustment,
)

if TYPE_CHECKING:
    from clinicbill.ledger.posting import NewPosting

ON, SERVICE = date(2026, 11, 23), date(2026, 11, 9)
RUTH, MEDICARE, MEDIGAP = PatientId(1), PayerId(7), PayerId(8)


def payment(*lines: LineSettlement) -> NewPosting | None:
    return insurance_payment(
        on=ON,
        patient_id=RUTH,
        payer_id=MEDICARE,
        claim_id=ClaimId(3),
        remittance_id=RemittanceId(4),
        method="ACH",
        lines=lines,
    )


def line(paid: int, *moves: Move) -> LineSettlement:
    return LineSettlement(service_line_id=ServiceLineId(1), aged_from=SERVICE, paid=Money(paid), moves=moves)


def move(to: Account, cents: int, reason: str = "45", **fields: Any) -> Move:
    return Move(to=to, amount=Money(cents), group="CO", reason=reason, **fields)


def test_a_line_of_medicare_closes_to_the_cent() -> None:
    made = payment(
        line(
            3230,
            Move(to=Account.PATIENT_RECEIVABLE, amount=Money(824), group="PR", reason="2", aged_from=ON),
            move(Account.ADJUSTMENTS, 2380, kind="contractual"),
            move(Account.ADJUSTMENTS, 66, "253", kind="sequestration"),
        )
    )
    assert made is not None
    assert made.total(Account.CASH) == Money(3230)
    assert made.total(Account.PAYER_RECEIVABLE) == Money(-6500)
    assert made.total(Account.PATIENT_RECEIVABLE) == Money(824)
    assert made.total(Account.ADJUSTMENTS) == Money(2446)
    patient = next(one for one in made.entries if one.account is Account.PATIENT_RECEIVABLE)
    assert (patient.payer_id, patient.aged_from, patient.group, patient.reason) == (None, ON, "PR", "2")
    payer = [one for one in made.entries if one.account is Account.PAYER_RECEIVABLE]
    assert {(one.payer_id, one.aged_from, one.claim_id) for one in payer} == {(MEDICARE, SERVICE, 3)}
    assert [one.method for one in made.entries if one.account is Account.CASH] == ["ACH"]


def test_the_next_insurance_takes_over_the_age_of_the_claim() -> None:
    made = payment(line(0, move(Account.PAYER_RECEIVABLE, 824, "2", payer_id=MEDIGAP, aged_from=SERVICE)))
    assert made is not None
    assert {(one.payer_id, one.amount, one.aged_from) for one in made.entries} == {
        (MEDIGAP, Money(824), SERVICE),
        (MEDICARE, Money(-824), SERVICE),
    }


def test_a_withhold_goes_to_the_payers_own_account() -> None:
    made = payment(line(0, move(Account.PROVIDER_LEVEL, 500, "104")))
    assert made is not None
    held = next(one for one in made.entries if one.account is Account.PROVIDER_LEVEL)
    assert (held.payer_id, held.amount) == (MEDICARE, Money(500))


def test_a_denial_moves_nothing_and_posts_nothing() -> None:
    assert payment(line(0)) is None


@given(
    paid=st.integers(-100_000, 100_000),
    moves=st.lists(
        st.tuples(
            st.sampled_from([Account.ADJUSTMENTS, Account.PATIENT_RECEIVABLE, Account.INTEREST]),
            st.integers(-50_000, 50_000),
        ),
        max_size=6,
    ),
)
def test_whatever_is_paid_and_moved_sums_to_zero(paid: int, moves: list[tuple[Account, int]]) -> None:
    made = payment(line(paid, *(move(to, cents) for to, cents in moves)))
    whole = paid + sum(cents for _, cents in moves)
    assert made is None or made.total(Account.PAYER_RECEIVABLE) == Money(-whole)


@pytest.mark.parametrize(
    ("cents", "account"),
    [(1500, Account.PROVIDER_LEVEL), (-2016, Account.PROVIDER_LEVEL), (-12, Account.INTEREST)],
    ids=["takeback WO", "forwarded FB", "interest L6"],
)
def test_plb_keeps_the_sign_of_the_file(cents: int, account: Account) -> None:
    made = provider_adjustment(
        on=ON,
        payer_id=MEDICARE,
        remittance_id=RemittanceId(4),
        amount=Money(cents),
        reason="WO",
        account=account,
        reference="OLD1",
    )
    assert made is not None
    assert made.total(Account.CASH) == Money(-cents)
    assert made.total(account) == Money(cents)
    assert {one.note for one in made.entries} == {"OLD1"}


def test_plb_of_nothing_posts_nothing() -> None:
    assert provider_adjustment(on=ON, payer_id=None, remittance_id=None, amount=Money(0), reason="L6") is None


def test_a_charge_taken_over_from_the_patient_leaves_what_was_paid_as_a_credit() -> None:
    """65.00 was the patient's and paid; the payer pays 32.30, writes off 24.46 and leaves 8.24: 56.76 is a credit."""
    over = Takeover(amount=Money(6500), aged_from=SERVICE, credit=Money(6500), kept=Money(824), on=ON)
    share = Move(to=Account.PATIENT_RECEIVABLE, amount=Money(824), group="PR", reason="2", aged_from=ON)
    made = payment(replace(line(3230, share, move(Account.ADJUSTMENTS, 2446)), takeover=over))
    assert made is not None
    assert made.total(Account.PAYER_RECEIVABLE) == Money(0)
    assert made.total(Account.PATIENT_RECEIVABLE) == Money(0)
    assert made.total(Account.UNAPPLIED) == Money(-5676) == -over.unapplied
    by_day = {
        day: Money.total(
            entry.amount
            for entry in made.entries
            if entry.account is Account.PATIENT_RECEIVABLE and entry.aged_from == day
        )
        for day in (SERVICE, ON)
    }
    assert by_day == {SERVICE: Money(0), ON: Money(0)}
    (credit,) = [entry for entry in made.entries if entry.account is Account.UNAPPLIED]
    assert (credit.patient_id, credit.payer_id, credit.service_line_id, credit.aged_from) == (
        RUTH,
        None,
        None,
        ON,
    )
