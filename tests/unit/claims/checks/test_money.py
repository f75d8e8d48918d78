from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import Money
from clinicbill.claims.claim import Adjustment
from tests.support.checks import Case, assert_case, findings
from tests.support.claims import a_claim, a_line, secondary

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


LINE = secondary().lines[0]
DECISION = LINE.adjudications[0]
OTHER = secondary().others[0]


def decided(**changes: Any) -> Claim:
    return secondary(lines=(replace(LINE, adjudications=(replace(DECISION, **changes),)),))


CASES = (
    Case("F22", a_claim(lines=(a_line(charge=Money(-1)),)), a_claim()),
    Case(
        "F22",
        a_claim(lines=(a_line(charge=Money(100000000)),)),
        a_claim(lines=(a_line(charge=Money(99999999)),)),
    ),
    Case("H22", a_claim(lines=(a_line(charge=Money(0)),)), a_claim()),
    Case("F24", a_claim(lines=tuple(a_line(n, charge=Money(99999999)) for n in range(1, 12))), a_claim()),
    Case("X27", a_claim(amount_paid=Money(-1)), a_claim(amount_paid=Money(3000))),
    Case("H27", a_claim(amount_paid=Money(6501)), a_claim(amount_paid=Money(6500))),
    Case("X28", decided(paid=Money(3231)), decided()),
    Case("X30", decided(payer_number="99999"), decided()),
    Case("X29", secondary(others=(replace(OTHER, paid=Money(3229)),)), secondary()),
    Case(
        "X31",
        decided(
            adjustments=(*DECISION.adjustments[:2], Adjustment(group="CR", reason="253", amount=Money(66)))
        ),
        decided(),
    ),
    Case(
        "X31",
        secondary(
            others=(replace(OTHER, adjustments=(Adjustment(group="CO", reason="", amount=Money(1)),)),)
        ),
        secondary(),
    ),
    Case(
        "X64",
        a_claim(lines=(a_line(purchased=Money(0)),)),
        a_claim(lines=(a_line(purchased=Money(1)),)),
    ),
    Case("X64", a_claim(lines=(a_line(purchased=Money(-1)),)), a_claim()),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_an_adjustment_of_the_whole_claim_lowers_what_was_paid() -> None:
    whole = (Adjustment(group="OA", reason="94", amount=Money(30)),)
    claim = secondary(others=(replace(OTHER, paid=Money(3200), adjustments=whole),))
    assert "X29" not in findings(claim)


@given(st.integers(0, 6500), st.integers(-500, 6500))
def test_a_decision_closes_exactly_when_paid_and_adjustments_are_the_charge(paid: int, adjusted: int) -> None:
    adjustments = (Adjustment(group="CO", reason="45", amount=Money(adjusted)),)
    found = findings(decided(paid=Money(paid), adjustments=adjustments))
    assert ("X28" in found) == (paid + adjusted != 6500)
