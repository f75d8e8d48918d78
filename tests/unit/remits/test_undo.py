from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.identifiers import PostingId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.remits.billed import PastPayment
from clinicbill.remits.match import ClaimMatch, Matcher
from clinicbill.remits.spread import opposite
from clinicbill.remits.undo import find_undone
from tests.support.ledgers import a_payment, a_service
from tests.unit.remits.billing import MEDICARE, MEDIGAP, a_billed_claim

if TYPE_CHECKING:
    from clinicbill.remits.remittance import ClaimPayment

LINE = ServiceLineId(1)
PAST = PastPayment(
    posting_id=PostingId(3),
    posted_on=date(2026, 11, 6),
    payer_id=MEDICARE,
    paid={LINE: Money(3230)},
    moved={(LINE, "PR", "2"): Money(824), (LINE, "CO", "45"): Money(2446)},
    entries=(),
)
ORIGINAL = a_payment("CB000001", [a_service("98941-AT", "65.00", "32.30", "PR-2 8.24, CO-45 24.46")])
REVERSAL = replace(opposite(ORIGINAL), status="22")


def matched(payment: ClaimPayment = REVERSAL) -> ClaimMatch:
    return Matcher([a_billed_claim()]).match(payment)


def test_the_payment_with_turned_signs_is_found() -> None:
    assert find_undone(REVERSAL, matched(), [PAST]) == PAST


def test_the_latest_of_two_alike_is_undone() -> None:
    later = replace(PAST, posting_id=PostingId(8), posted_on=date(2026, 11, 13))
    assert find_undone(REVERSAL, matched(), [later, PAST]) == later
    assert find_undone(REVERSAL, matched(), [later, PAST], taken={PostingId(8)}) == PAST


def test_a_posting_that_moved_less_because_less_was_open_is_still_the_one() -> None:
    capped = replace(PAST, moved={(LINE, "CO", "45"): Money(1000)})
    assert find_undone(REVERSAL, matched(), [capped]) == capped


@pytest.mark.parametrize(
    "stranger",
    [
        replace(PAST, paid={LINE: Money(3231)}),
        replace(PAST, paid={ServiceLineId(2): Money(3230)}),
        replace(PAST, payer_id=MEDIGAP),
        replace(PAST, moved={(LINE, "CO", "45"): Money(2447)}),
        replace(PAST, moved={(LINE, "CO", "45"): Money(-1)}),
        replace(PAST, moved={(LINE, "CO", "253"): Money(1)}),
    ],
    ids=["other amount", "other line", "other payer", "moved more", "moved against", "moved otherwise"],
)
def test_a_stranger_is_never_undone(stranger: PastPayment) -> None:
    assert find_undone(REVERSAL, matched(), [stranger]) is None


def test_without_a_claim_nothing_is_undone() -> None:
    assert find_undone(REVERSAL, ClaimMatch(), [PAST]) is None
