"""What a claim payment says, told line by line of ours: amounts of the whole claim are spread over its lines.

Payers state adjustments for the claim (2100 CAS) as well as for lines (2110 CAS), and some send no lines at all. The
ledger keeps balances per line, so every cent gets its line; nothing is lost and nothing invented.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.remits.billed import BilledLine
from clinicbill.remits.remittance import Adjustment, ClaimPayment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.remits.match import ClaimMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class LineResult:
    """What the payer decided on one line of ours.

    Attributes:
        place: which service of the payment says so, from 0; None where the payment has no services.
        charge: what the payer took for the charge; charge = paid + all adjustments.
        allowed: AMT*B6 where the payer names it.
    """

    place: int | None
    line: BilledLine
    charge: Money
    paid: Money
    adjustments: tuple[Adjustment, ...]
    allowed: Money | None = None


def line_results(payment: ClaimPayment, match: ClaimMatch) -> tuple[LineResult, ...]:
    """Every line with what was decided on it.

    An adjustment of the whole claim lowers what was paid below what the lines say, so each line's share is taken
    from its payment and stands among its adjustments: the line's sum stays its charge.

    Raises:
        ValueError: the match is not complete.
    """
    if match.claim is None or not match.complete:
        raise ValueError("only a payment that has found its claim and lines is spread")
    if not payment.services:
        return _without_services(payment, match.claim.lines)
    results = [
        LineResult(
            place=place,
            line=found.line,
            charge=service.charge,
            paid=service.paid,
            adjustments=service.adjustments,
            allowed=service.allowed,
        )
        for place, (service, found) in enumerate(zip(payment.services, match.lines, strict=True))
        if found is not None
    ]
    for adjustment in payment.adjustments:
        shares = adjustment.amount.split(_weights([result.charge for result in results]))
        results = [_with_share(*pair, adjustment) for pair in zip(results, shares, strict=True)]
    return tuple(results)


def _with_share(result: LineResult, share: Money, adjustment: Adjustment) -> LineResult:
    if not share:
        return result
    part = replace(adjustment, amount=share, quantity=None)
    return replace(result, paid=result.paid - share, adjustments=(*result.adjustments, part))


def _without_services(payment: ClaimPayment, lines: Sequence[BilledLine]) -> tuple[LineResult, ...]:
    charges = [line.charge for line in lines]
    amounts = [payment.paid, *(adjustment.amount for adjustment in payment.adjustments)]
    paid, *shares = spread(amounts, charges)
    return tuple(
        LineResult(
            place=None,
            line=line,
            charge=Money.total(part[at] for part in (paid, *shares)),
            paid=paid[at],
            adjustments=tuple(
                replace(adjustment, amount=part[at], quantity=None)
                for adjustment, part in zip(payment.adjustments, shares, strict=True)
                if part[at]
            ),
        )
        for at, line in enumerate(lines)
    )


def spread(amounts: Sequence[Money], charges: Sequence[Money]) -> list[list[Money]]:
    """Split each amount over lines by their charges: one list for each amount, one part for each line.

    Where the amounts make up the charges together, the parts of every line make up its own charge to the cent: the
    largest amount takes what the others leave.
    """
    parts = [amount.split(_weights(charges)) for amount in amounts]
    if amounts and Money.total(amounts) == Money.total(charges):
        largest = max(range(len(amounts)), key=lambda at: abs(amounts[at]))
        others = [part for at, part in enumerate(parts) if at != largest]
        parts[largest] = [
            charge - Money.total(part[at] for part in others) for at, charge in enumerate(charges)
        ]
    return parts


def _weights(charges: Sequence[Money]) -> list[int]:
    """Shares by charge; equal shares where nothing was charged."""
    weights = [abs(charge.cents) for charge in charges]
    return weights if any(weights) else [1] * len(weights)


def opposite(payment: ClaimPayment) -> ClaimPayment:
    """The payment with every sign turned: what a reversal (CLP02 22) takes back, as it once came."""
    return replace(
        payment,
        charge=-payment.charge,
        paid=-payment.paid,
        adjustments=_turned(payment.adjustments),
        services=tuple(
            replace(
                service,
                charge=-service.charge,
                paid=-service.paid,
                adjustments=_turned(service.adjustments),
                allowed=None if service.allowed is None else -service.allowed,
            )
            for service in payment.services
        ),
    )


def _turned(adjustments: Sequence[Adjustment]) -> tuple[Adjustment, ...]:
    return tuple(replace(one, amount=-one.amount) for one in adjustments)
