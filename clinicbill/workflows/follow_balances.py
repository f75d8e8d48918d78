"""Follow balances: a paid claim becomes paid in full when nobody owes anything on its lines, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.remits.answers_store import paid_claims

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ServiceLineId
    from clinicbill.basics.stamp import Stamp


def follow_balances(db: Database, stamp: Stamp, service_line_ids: Iterable[ServiceLineId]) -> None:
    """Part of every act that posts to service lines; needs no permission of its own."""
    for claim in paid_claims(db, service_line_ids):
        settled = claim.open_amount <= ZERO
        if settled and claim.status is ClaimStatus.PAID:
            change_status(
                db, stamp, claim.claim_id, ClaimStatus.PAID_IN_FULL, text="Nothing is open any more"
            )
        elif not settled and claim.status is ClaimStatus.PAID_IN_FULL:
            change_status(
                db, stamp, claim.claim_id, ClaimStatus.PAID, text=f"{claim.open_amount} is open again"
            )
