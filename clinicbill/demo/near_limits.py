"""Claims a demo office left lying until their filing limit is near, so that Today has something that cannot wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlite_utils import Database

from clinicbill.basics.identifiers import ClaimId
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.claims.store import claims_with_status
from clinicbill.claims.timely import days_left, filing_deadline
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import list_payers
from clinicbill.workflows.hold_claim import hold_claim, release_claim
from clinicbill.workflows.submit_claims import submit_claims

if TYPE_CHECKING:
    from clinicbill.basics.stamp import Stamp
    from clinicbill.practice.payer import Payer

# Days left on the last day, one claim each, with what it waits for.
_SPANS = (
    (range(1, 6), "waits for the signed chart note"),
    (range(6, 13), "insurance being verified"),
    (range(13, 20), "waits for the referral"),
    (range(20, 29), "question to the provider"),
)
_REJECTED, _FREED = 1, 2


@dataclass
class NearLimits:
    """Holds a claim back when its visit is charged, and on the last day leaves each in another state."""

    db: Database
    as_of: date
    held: dict[int, ClaimId] = field(default_factory=dict)

    def hold_back(self, day: date, stamp: Stamp) -> None:
        """The day's first ready claim of each span of days left that has none yet."""
        if len(self.held) == len(_SPANS):
            return
        left_of = {payer.id: self._left(day, payer) for payer in list_payers(self.db)}
        if not any(left in span for left in left_of.values() for span, _ in _SPANS):
            return
        for claim in claims_with_status(self.db, ClaimStatus.READY, delivery=Delivery.ELECTRONIC):
            if claim.first_service_on != day or claim.id in self.held.values():
                continue
            left = left_of[claim.payer_id]
            for place, (span, reason) in enumerate(_SPANS):
                if left in span and place not in self.held:
                    hold_claim(self.db, stamp, claim.id, reason=reason)
                    self.held[place] = claim.id

    def leave(self, stamp: Stamp) -> None:
        """On the last day one of them comes back rejected, one is ready at last, the others still wait."""
        if _REJECTED in self.held and self._release(self.held[_REJECTED], stamp):
            rejected = self.held[_REJECTED]
            submit_claims(self.db, stamp, [rejected])
            change_status(self.db, stamp, rejected, ClaimStatus.SENT, text="Uploaded to the clearinghouse")
            text = "277CA: member id not on file with this payer"
            change_status(self.db, stamp, rejected, ClaimStatus.REJECTED, text=text)
        if _FREED in self.held:
            self._release(self.held[_FREED], stamp)

    def _release(self, claim_id: ClaimId, stamp: Stamp) -> bool:
        outcome = release_claim(self.db, stamp, claim_id, text="What it waited for has come")
        return outcome.claims[0].status is ClaimStatus.READY

    def _left(self, service_on: date, payer: Payer) -> int | None:
        deadline = filing_deadline(
            service_on, claim_filing_code=payer.claim_filing_code, filing_limit_days=payer.filing_limit_days
        )
        return None if deadline is None else days_left(deadline, self.as_of)
