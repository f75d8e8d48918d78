"""Second insurances that nobody sends the claim on to: the office bills them once the first one's remittance is posted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlite_utils import Database

from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.money import ZERO
from clinicbill.claims.status import ANSWERED
from clinicbill.claims.store import get_claim
from clinicbill.demo.script import Script
from clinicbill.practice.payer import Delivery
from clinicbill.remits.remittance import ClaimPayment
from clinicbill.workflows.bill_secondary import bill_secondary

if TYPE_CHECKING:
    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.claim import Claim

_PRIMARY = "P"


@dataclass(frozen=True, slots=True)
class _Decided:
    """A primary claim whose second insurance is still to be billed; `on_paper` is how that one takes claims."""

    claim_id: ClaimId
    payment: ClaimPayment
    on_paper: bool


@dataclass
class SecondInsurance:
    """The desk where claims lie until their second insurance is billed.

    Attributes:
        pile: what the first insurances left to somebody, the oldest decision first.
        firsts: claim to a second insurance → what the first one decided on its lines.
    """

    db: Database
    script: Script
    pile: list[_Decided] = field(default_factory=list)
    firsts: dict[ClaimId, ClaimPayment] = field(default_factory=dict)

    def decided(self, claim: Claim, payment: ClaimPayment) -> None:
        """Keep a first insurance's decision where it leaves something to a second one that it does not tell."""
        is_first = claim.coverage.responsibility == _PRIMARY and bool(claim.others)
        if not is_first or payment.is_forwarded or payment.patient_responsibility <= ZERO:
            return
        second = self.script.payer(claim.others[0].coverage.payer.name)
        on_paper = second.delivery == Delivery.PAPER
        self.pile.append(_Decided(ClaimId(claim.claim_id), payment, on_paper))

    def bill(self, stamp: Stamp, *, keep: int) -> None:
        """Bill what is posted; of those that go on paper the newest `keep` stay on the pile."""
        posted = [one for one in self.pile if get_claim(self.db, one.claim_id).status in ANSWERED]
        on_paper = [one for one in posted if one.on_paper]
        kept = on_paper[max(0, len(on_paper) - keep) :]
        for one in posted:
            if one not in kept:
                self._bill(stamp, one)

    def _bill(self, stamp: Stamp, one: _Decided) -> None:
        billed = bill_secondary(self.db, stamp, one.claim_id)
        self.firsts[billed.claims[0].claim_id] = one.payment
        self.pile.remove(one)
