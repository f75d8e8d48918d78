"""The proof of a remittance: do the payment, its claims and their lines add up, and if not, where and by how much.

Rules: ASC X12N 005010X221A1 section 1.10.2, balancing; the sides stand in the order payer's total minus parts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.remits.remittance import Adjustment, ClaimPayment, Remittance


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDifference:
    """By how much a claim is out; `claim` is the patient control number (CLP01)."""

    claim: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDifference:
    """By how much a service line is out; `line` counts the claim's lines from 1."""

    claim: str
    line: int
    amount: Money


@dataclass
class ClaimSums:
    """What the claims of one payment add up to. Add each claim as it is read.

    Attributes:
        claims, lines: how many there are.
        paid: the sum of CLP04.
        claim_differences: CLP03 − CLP04 − every CAS of the claim and its lines, where not zero.
        line_differences: SVC02 − SVC03 − the CAS of the line, where not zero.
        charge_differences: CLP03 − the sum of SVC02, for claims with lines, where not zero.
    """

    claims: int = 0
    lines: int = 0
    paid: Money = ZERO
    claim_differences: list[ClaimDifference] = field(default_factory=list)
    line_differences: list[LineDifference] = field(default_factory=list)
    charge_differences: list[ClaimDifference] = field(default_factory=list)

    def add(self, claim: ClaimPayment) -> None:
        """Take one claim in."""
        self.claims += 1
        self.paid += claim.paid
        adjusted = _cents(claim.adjustments)
        charged = 0
        for number, service in enumerate(claim.services, 1):
            of_line = _cents(service.adjustments)
            adjusted += of_line
            charged += service.charge.cents
            off = service.charge.cents - service.paid.cents - of_line
            if off:
                number_of = claim.patient_control_number
                self.line_differences.append(LineDifference(claim=number_of, line=number, amount=Money(off)))
        self.lines += len(claim.services)
        self._note(self.claim_differences, claim, claim.charge.cents - claim.paid.cents - adjusted)
        if claim.services:
            self._note(self.charge_differences, claim, claim.charge.cents - charged)

    def _note(self, differences: list[ClaimDifference], claim: ClaimPayment, off: int) -> None:
        if off:
            differences.append(ClaimDifference(claim=claim.patient_control_number, amount=Money(off)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The equation of one payment and everything that is off; only differences that are not zero are listed.

    Attributes:
        paid: BPR02, negative where the payer takes it.
        claims_paid: the sum of CLP04.
        provider_adjustments: PLB amounts by reason, in the file's order; positive lowers the payment.
        payment_difference: paid − (claims_paid − all provider adjustments).
        unread: amounts that could not be read: they count as nothing in the sums and differences above, or without
            their part of a cent. So with any of them nothing is proved, whatever the differences say.
        complete: False where the file breaks off before the end of the payment.
    """

    paid: Money
    claims_paid: Money
    provider_adjustments: tuple[tuple[str, Money], ...]
    claims: int
    lines: int
    payment_difference: Money
    claim_differences: tuple[ClaimDifference, ...]
    line_differences: tuple[LineDifference, ...]
    charge_differences: tuple[ClaimDifference, ...]
    unread: tuple[str, ...] = ()
    complete: bool = True

    @property
    def adjusted(self) -> Money:
        """What all provider adjustments take from the payment."""
        return Money.total(amount for _, amount in self.provider_adjustments)

    @property
    def balanced(self) -> bool:
        """Whether all four rules hold and every amount was read."""
        differences = (self.claim_differences, self.line_differences, self.charge_differences)
        return not self.payment_difference and not any(differences) and not self.unread

    @property
    def reason(self) -> str:
        """Why it is not proved whatever the differences say, in one sentence; empty where they tell it all.

        Names the first amount that cannot be read, else that the file breaks off.
        """
        if not self.unread:
            return "" if self.complete else "The file breaks off before the end of this payment."
        more = len(self.unread) - 1
        return self.unread[0].rstrip(".") + (f"; {more} more cannot be read." if more else ".")

    @property
    def postable(self) -> bool:
        """Whether it may be posted: balanced, and nothing of it is cut off."""
        return self.balanced and self.complete

    @property
    def out_by(self) -> Money:
        """The largest difference, as the screen says it: Out of balance by $0.24."""
        of_claims = [one.amount for one in (*self.claim_differences, *self.charge_differences)]
        of_lines = [one.amount for one in self.line_differences]
        return max(abs(amount) for amount in (self.payment_difference, *of_claims, *of_lines))


def prove(remittance: Remittance, sums: ClaimSums | None = None) -> Proof:
    """Prove one payment; `sums` are its claims where they were added up while reading, else its own are taken."""
    if sums is None:
        sums = add_up(remittance.claims)
    by_reason: dict[str, Money] = {}
    for one in remittance.provider_adjustments:
        by_reason[one.reason] = by_reason.get(one.reason, ZERO) + one.amount
    return Proof(
        paid=remittance.paid,
        claims_paid=sums.paid,
        provider_adjustments=tuple(by_reason.items()),
        claims=sums.claims,
        lines=sums.lines,
        payment_difference=remittance.paid - (sums.paid - Money.total(by_reason.values())),
        claim_differences=tuple(sums.claim_differences),
        line_differences=tuple(sums.line_differences),
        charge_differences=tuple(sums.charge_differences),
        unread=remittance.unread,
        complete=remittance.complete,
    )


def add_up(claims: Iterable[ClaimPayment]) -> ClaimSums:
    """The sums of claims that are all at hand."""
    sums = ClaimSums()
    for claim in claims:
        sums.add(claim)
    return sums


def _cents(adjustments: Iterable[Adjustment]) -> int:
    return sum([one.amount.cents for one in adjustments])
