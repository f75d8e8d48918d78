"""Where a claim stands once its payer has answered: paid, part paid, denied, paid in full, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.ledger.accounts import Account
from clinicbill.remits.plan import ClaimAnswer
from clinicbill.remits.takeover import to_settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.ledger.running import RunningBalances
    from clinicbill.remits.billed import BilledClaim
    from clinicbill.remits.remittance import ClaimPayment, Remittance
    from clinicbill.remits.settle import Settlement


def answer(
    claim: BilledClaim,
    payment: ClaimPayment,
    remittance: Remittance,
    settlements: Sequence[Settlement],
    running: RunningBalances,
) -> ClaimAnswer:
    """The claim's state after a payment is posted, and the sentence of its history."""
    # What a second insurance refuses leaves the claim part paid: the first one has paid its part.
    settled = bool(payment.paid) or any(one.moves for one in settlements) or claim.crossed_over
    return ClaimAnswer(
        claim_id=claim.claim_id,
        status=status_after(claim, running, settled=settled),
        text=f"{_decision(payment, settlements)} · {_source(remittance)}",
        payer_control_number=payment.payer_control_number,
    )


def taken_back(
    claim: BilledClaim,
    payment: ClaimPayment,
    remittance: Remittance,
    running: RunningBalances,
    *,
    others_stand: bool,
) -> ClaimAnswer:
    """The claim's state after its payment, or its denial, is taken back and before a correction comes.

    Where nothing else the payer decided stands, no decision does: that is neither a denial nor a payment.
    """
    what = f"Payment of {abs(payment.paid)}" if payment.paid else "Denial"
    return ClaimAnswer(
        claim_id=claim.claim_id,
        status=status_after(claim, running, settled=True) if others_stand else ClaimStatus.TAKEN_BACK,
        text=f"{what} taken back · {_source(remittance)}",
        payer_control_number=payment.payer_control_number,
    )


def status_after(claim: BilledClaim, running: RunningBalances, *, settled: bool) -> ClaimStatus:
    """By what is open on the claim's lines: with its payer, then with anybody.

    A charge the patient was asked for and the payer did not settle is still the payer's to decide.
    `settled` is whether the payer has paid, written off or moved anything that stands.
    """
    numbers = [line.service_line_id for line in claim.lines]
    with_payer = Money.total(to_settle(running, number, claim) for number in numbers)
    if with_payer > ZERO:
        return ClaimStatus.PART_PAID if settled else ClaimStatus.DENIED
    with_all = Money.total(running.payer_owes(n) + running.patient_owes(n) for n in numbers)
    return ClaimStatus.PAID if with_all > ZERO else ClaimStatus.PAID_IN_FULL


def _decision(payment: ClaimPayment, settlements: Sequence[Settlement]) -> str:
    moved = dict.fromkeys(Account, ZERO)
    for settlement in settlements:
        for move in settlement.moves:
            moved[move.to] += move.amount
    named = (
        ("written off", Account.ADJUSTMENTS),
        ("patient", Account.PATIENT_RECEIVABLE),
        ("next insurance", Account.PAYER_RECEIVABLE),
    )
    parts = [f"{words} {moved[account]}" for words, account in named if moved[account]]
    denied = sum(settlement.denied for settlement in settlements)
    if denied:
        parts.append(f"{denied} line{'s' if denied > 1 else ''} denied")
    return ", ".join([f"paid {payment.paid}", *parts]).capitalize()


def _source(remittance: Remittance) -> str:
    return f"{remittance.payer_name}, check/EFT {remittance.trace_number}"
