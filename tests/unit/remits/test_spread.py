from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import Money
from clinicbill.remits.match import ClaimMatch, Matcher
from clinicbill.remits.spread import line_results, opposite, spread
from tests.support.ledgers import a_payment, a_service, adjusted
from tests.unit.remits.billing import a_billed_claim, a_billed_line

if TYPE_CHECKING:
    from clinicbill.remits.remittance import ClaimPayment

CLAIM = a_billed_claim(a_billed_line(1, "98941-AT", "65.00"), a_billed_line(2, "97110-GP", "52.00"))


def matched(payment: ClaimPayment) -> ClaimMatch:
    return Matcher([CLAIM]).match(payment)


TWO = [
    a_service("98941-AT", "65.00", "32.30", "PR-2 8.24, CO-45 24.46"),
    a_service("97110-GP", "52.00", "24.00", "CO-45 28.00"),
]


def test_lines_are_told_as_they_came() -> None:
    payment = a_payment("CB000001", TWO)
    first, second = line_results(payment, matched(payment))
    assert (first.place, first.line.service_line_id, first.paid, first.charge) == (
        0,
        1,
        Money(3230),
        Money(6500),
    )
    assert second.adjustments == TWO[1].adjustments


def test_an_adjustment_of_the_whole_claim_lowers_each_lines_payment() -> None:
    """The lines say 56.30, the claim pays 46.30: CO-253 of 10.00 stands at the claim only."""
    payment = a_payment("CB000001", TWO, adjustments=adjusted("CO-253 10.00"))
    assert payment.paid == Money(4630)
    results = line_results(payment, matched(payment))
    assert Money.total(result.paid for result in results) == Money(4630)
    assert [result.adjustments[-1].amount.cents for result in results] == [556, 444]
    for result in results:
        assert result.charge == result.paid + Money.total(one.amount for one in result.adjustments)


def test_a_line_whose_share_is_nothing_keeps_its_adjustments() -> None:
    payment = a_payment("CB000001", TWO, adjustments=adjusted("CO-253 0.01"))
    results = line_results(payment, matched(payment))
    assert [len(result.adjustments) for result in results] == [3, 1]


def test_a_claim_without_lines_is_told_on_ours() -> None:
    payment = a_payment(
        "CB000001",
        [],
        charge=Money(11700),
        paid=Money(5001),
        adjustments=adjusted("CO-45 58.75, PR-2 8.24"),
    )
    first, second = line_results(payment, matched(payment))
    assert (first.place, first.charge, second.charge) == (None, Money(6500), Money(5200))
    assert first.paid + second.paid == Money(5001)
    both = [*first.adjustments, *second.adjustments]
    assert Money.total(one.amount for one in both if one.reason == "45") == Money(5875)
    assert Money.total(one.amount for one in both if one.reason == "2") == Money(824)


def test_an_incomplete_match_is_never_spread() -> None:
    payment = a_payment("CB000001", [*TWO, a_service("72040", "75.00", "1.00")])
    with pytest.raises(ValueError, match="found its claim"):
        line_results(payment, matched(payment))
    with pytest.raises(ValueError, match="found its claim"):
        line_results(payment, ClaimMatch())


def test_opposite_turns_every_amount_and_back() -> None:
    payment = a_payment("CB000001", TWO, adjustments=adjusted("CO-253 10.00"))
    turned = opposite(payment)
    assert (turned.paid, turned.charge) == (Money(-4630), Money(-11700))
    assert turned.services[0].adjustments[0].amount == Money(-824)
    assert opposite(turned) == payment


AMOUNT = st.integers(-20_000, 20_000)


@given(
    charges=st.lists(st.integers(0, 50_000), min_size=1, max_size=6),
    parts=st.lists(AMOUNT, min_size=1, max_size=5),
)
def test_every_cent_of_every_amount_finds_a_line(charges: list[int], parts: list[int]) -> None:
    found = spread([Money(part) for part in parts], [Money(charge) for charge in charges])
    assert [Money.total(row).cents for row in found] == parts


@given(
    charges=st.lists(st.integers(0, 50_000), min_size=1, max_size=6),
    parts=st.lists(AMOUNT, max_size=4),
)
def test_amounts_that_make_the_charges_make_each_charge(charges: list[int], parts: list[int]) -> None:
    amounts = [*parts, sum(charges) - sum(parts)]
    found = spread([Money(part) for part in amounts], [Money(charge) for charge in charges])
    by_line = zip(*found, strict=True)
    assert [Money.total(column).cents for column in by_line] == charges
    assert [Money.total(row).cents for row in found] == amounts


@given(paid=AMOUNT, reduced=AMOUNT)
def test_a_reversal_is_spread_exactly_as_its_payment(paid: int, reduced: int) -> None:
    adjustment = replace(adjusted("CO-45 1.00")[0], amount=Money(reduced))
    payment = a_payment(
        "CB000001", [], charge=Money(paid + reduced), paid=Money(paid), adjustments=(adjustment,)
    )
    match = matched(payment)
    turned = [
        (result.paid, [one.amount for one in result.adjustments])
        for result in line_results(opposite(payment), match)
    ]
    assert turned == [
        (-result.paid, [-one.amount for one in result.adjustments]) for result in line_results(payment, match)
    ]
