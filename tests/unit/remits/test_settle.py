from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import Account
from clinicbill.remits.policy import Action, read_policy, standard_policy
from clinicbill.remits.remittance import Adjustment
from clinicbill.remits.settle import Circumstances, Settlement, settle
from clinicbill.remits.spread import LineResult
from tests.support.ledgers import adjusted
from tests.unit.remits.billing import MEDIGAP, a_billed_line

ON, PAID_ON = date(2026, 11, 23), date(2026, 11, 20)
ABOUT = Circumstances(policy=standard_policy(), payer_number="02302", on=ON, paid_on=PAID_ON)


def settled(
    paid: str,
    adjustments: str,
    *,
    charge: str = "65.00",
    open_before: str | None = None,
    allowed: str = "",
    **line: Any,
) -> Settlement:
    result = LineResult(
        place=0,
        line=a_billed_line(charge=charge, **line),
        charge=Money.parse(charge),
        paid=Money.parse(paid),
        adjustments=adjusted(adjustments),
        allowed=Money.parse(allowed) if allowed else None,
    )
    return settle(result, Money.parse(charge if open_before is None else open_before), ABOUT)


def moves(settlement: Settlement) -> list[tuple[str, str, int]]:
    return [(one.reason, str(one.to), one.amount.cents) for one in settlement.moves]


def test_a_paid_line_of_medicare() -> None:
    found = settled("32.30", "PR-2 8.24, CO-45 23.80, CO-253 0.66")
    assert moves(found) == [
        ("2", "patient_receivable", 824),
        ("45", "adjustments", 2380),
        ("253", "adjustments", 66),
    ]
    assert found.moves[0].aged_from == ON
    assert [one.kind for one in found.moves] == ["coinsurance", "contractual", "sequestration"]
    assert not found.denied


@pytest.mark.parametrize("code", ["CO-50", "CO-97", "CO-16", "CO-29", "CO-197", "CO-236", "PI-204", "CO-B7"])
def test_a_denied_line_is_never_written_off(code: str) -> None:
    found = settled("0", f"{code} 65.00")
    assert found.denied
    assert found.moves == ()


def test_not_even_the_discount_of_a_denied_line() -> None:
    """An appeal brings the discount again; it is written off then, once."""
    found = settled("0", "CO-50 41.20, CO-45 23.80")
    assert found.denied
    assert found.moves == ()


def test_a_discount_of_the_whole_charge_is_a_denial_in_disguise() -> None:
    found = settled("0", "CO-45 65.00")
    assert found.denied
    assert found.moves == ()


def test_a_line_all_deductible_is_no_denial() -> None:
    found = settled("0", "PR-1 41.20, CO-45 23.80")
    assert not found.denied
    assert moves(found) == [("1", "patient_receivable", 4120), ("45", "adjustments", 2380)]


def test_a_part_denied_line_that_pays_keeps_the_denied_part_open() -> None:
    found = settled("20.00", "CO-45 23.80, CO-16 21.20")
    assert not found.denied
    assert moves(found) == [("45", "adjustments", 2380)]


@pytest.mark.parametrize("code", ["PR-27", "PR-31", "PR-45", "PR-96", "PR-119", "PR-204", "PR-227"])
def test_other_patient_reasons_stay_open_and_ask(code: str) -> None:
    found = settled("20.00", f"{code} 45.00")
    assert found.moves == ()
    assert [one.amount for one in found.asks] == [Money(4500)]


def test_the_patients_share_goes_to_the_next_insurance_with_the_age_of_the_visit() -> None:
    found = settled("32.30", "PR-2 8.24, CO-45 24.46", next_payer_id=MEDIGAP, next_payer="Medigap")
    share = found.moves[0]
    assert (share.to, share.payer_id, share.aged_from) == (
        Account.PAYER_RECEIVABLE,
        MEDIGAP,
        date(2026, 11, 9),
    )


def test_what_the_first_payer_did_is_never_written_off() -> None:
    found = settled("8.24", "OA-23 56.76", open_before="8.24")
    assert found.moves == ()
    assert not found.denied


def test_a_second_payers_discount_takes_nothing_that_is_not_open() -> None:
    found = settled("0", "OA-23 40.00, CO-45 20.00, PR-2 5.00", open_before="8.24")
    assert moves(found) == [("45", "adjustments", 324), ("2", "patient_receivable", 500)]
    assert [one.short.cents for one in found.rulings] == [0, 1676, 0]


def test_a_duplicate_payment_moves_nothing_twice() -> None:
    assert moves(settled("32.30", "PR-2 8.24, CO-45 24.46", open_before="0")) == []


def test_withhold_and_interest_go_their_own_ways() -> None:
    found = settled("30.00", "CO-104 10.00, CO-45 30.00, OA-225 -5.00")
    assert moves(found) == [
        ("104", "provider_level", 1000),
        ("45", "adjustments", 3000),
        ("225", "interest", -500),
    ]


def test_an_incentive_raises_what_is_owed_and_is_paid() -> None:
    found = settled("42.70", "CO-45 23.80, CO-144 -1.50")
    assert moves(found) == [("45", "adjustments", 2380), ("144", "adjustments", -150)]


def test_a_discount_reaches_as_far_as_the_allowed_amount_explains_it() -> None:
    assert moves(settled("32.30", "PR-2 8.24, CO-45 24.46", allowed="45.00")) == [
        ("2", "patient_receivable", 824),
        ("45", "adjustments", 2000),
    ]


def test_an_adjustment_of_nothing_is_no_ruling() -> None:
    assert settled("65.00", "CO-45 0").rulings == ()


NEXT = """
edition = 2026-11-01
[[default]]
group = ""
action = "next_payer"
why = "x"
"""


def test_an_amount_for_the_next_payer_stays_where_there_is_none() -> None:
    about = Circumstances(policy=read_policy(NEXT), payer_number="", on=ON, paid_on=ON)
    result = LineResult(
        place=0,
        line=a_billed_line(),
        charge=Money(6500),
        paid=Money(5000),
        adjustments=(Adjustment(group="OA", reason="209", amount=Money(1500)),),
    )
    assert settle(result, Money(6500), about).moves == ()
    assert about.policy.rule_for(result.adjustments[0], payer_number="", on=ON).action is Action.NEXT_PAYER


CODES = ["CO-45", "CO-253", "CO-97", "PR-1", "PR-2", "PR-96", "OA-23", "CO-104", "PI-16", "CO-237"]


@given(
    open_before=st.integers(-5_000, 30_000),
    paid=st.integers(0, 30_000),
    parts=st.lists(st.tuples(st.sampled_from(CODES), st.integers(1, 20_000)), max_size=6),
)
def test_nothing_is_taken_beyond_what_is_owed_and_only_shares_reach_the_patient(
    open_before: int, paid: int, parts: list[tuple[str, int]]
) -> None:
    text = ", ".join(f"{code} {cents // 100}.{cents % 100:02d}" for code, cents in parts)
    result = LineResult(
        place=0,
        line=a_billed_line(),
        charge=Money(paid + sum(cents for _, cents in parts)),
        paid=Money(paid),
        adjustments=adjusted(text),
    )
    found = settle(result, Money(open_before), ABOUT)
    moved = Money.total(one.amount for one in found.moves)
    assert moved <= max(ZERO, Money(open_before - paid))
    assert {one.reason for one in found.moves if one.to is Account.PATIENT_RECEIVABLE} <= {"1", "2"}
    assert all(one.reason not in ("97", "96", "23", "16") for one in found.moves)
    assert not (found.denied and found.moves)
