"""Which posted payment a reversal (CLP02 22) takes back.

Source: 005010X221A1, section 1.10.2.8: the payer repeats the claim with every amount's sign turned. The posting that
is undone must have paid the same on the same lines, and moved no more than the reversal names; otherwise nothing is
undone, for a negative payment on a stranger would be wrong in both places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.remits.spread import line_results, opposite

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from clinicbill.basics.identifiers import PayerId, PostingId, ServiceLineId
    from clinicbill.remits.billed import PastPayment
    from clinicbill.remits.match import ClaimMatch
    from clinicbill.remits.remittance import ClaimPayment
    from clinicbill.remits.spread import LineResult


def find_undone(
    reversal: ClaimPayment,
    match: ClaimMatch,
    past: Iterable[PastPayment],
    taken: Collection[PostingId] = (),
) -> PastPayment | None:
    """The latest payment that the reversal repeats with turned signs; `taken` are undone by others already."""
    if match.claim is None:
        return None
    results = line_results(opposite(reversal), match)
    fitting = [
        one for one in past if one.posting_id not in taken and repeats(results, match.claim.payer_id, one)
    ]
    return max(fitting, key=lambda one: (one.posted_on, one.posting_id), default=None)


def repeats(results: Iterable[LineResult], payer_id: PayerId, past: PastPayment) -> bool:
    """Whether the results are those of the past payment: the same paid by line, and its moves among theirs."""
    paid: dict[ServiceLineId, Money] = {}
    adjusted: dict[tuple[ServiceLineId, str, str], Money] = {}
    for result in results:
        number = result.line.service_line_id
        paid[number] = paid.get(number, ZERO) + result.paid
        for one in result.adjustments:
            key = (number, one.group, one.reason)
            adjusted[key] = adjusted.get(key, ZERO) + one.amount
    return (
        payer_id == past.payer_id
        and _without_zeros(paid) == _without_zeros(past.paid)
        and all(_within(amount, adjusted.get(key, ZERO)) for key, amount in past.moved.items())
    )


def _without_zeros(amounts: dict[ServiceLineId, Money]) -> dict[ServiceLineId, Money]:
    return {number: amount for number, amount in amounts.items() if amount}


def _within(moved: Money, named: Money) -> bool:
    """Whether what was moved is no more than what the reversal names; less, where the payer owed no more."""
    return ZERO <= moved <= named or named <= moved <= ZERO
