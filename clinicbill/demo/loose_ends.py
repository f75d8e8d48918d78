"""Loose ends of a demo office's last days, so that every state of a claim and every kind of money has its example."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.claims.store import claims_with_status
from clinicbill.patients.store import list_coverages, save_coverage
from clinicbill.practice.payer import Delivery
from clinicbill.workflows.check_claims import check_claims
from clinicbill.workflows.correct_claim import correct_claim
from clinicbill.workflows.hold_claim import hold_claim
from clinicbill.workflows.print_claims import print_claims
from clinicbill.workflows.submit_claims import submit_claims
from clinicbill.workflows.take_payment import take_payment
from clinicbill.workflows.void_claim import void_claim

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId
    from clinicbill.basics.stamp import Stamp

_PREPAID = Money(12000)


def leave_loose_ends(db: Database, stamp: Stamp) -> None:
    """On the last morning: something held, voided, corrected, half sent, printed, missing, and paid ahead."""
    _correct_one_denial(db, stamp)
    ready = claims_with_status(db, ClaimStatus.READY, delivery=Delivery.ELECTRONIC)
    if len(ready) >= 4:
        hold_claim(db, stamp, ready[0].id, reason="question to the provider")
        void_claim(db, stamp, ready[1].id, reason="visit entered for the wrong patient")
        _lose_the_member_number(db, stamp, ready[2].id)
        submit_claims(db, stamp, [ready[3].id])
    paper = claims_with_status(db, ClaimStatus.MAILED)
    if paper:
        change_status(db, stamp, paper[-1].id, ClaimStatus.READY, text="Came back from the post office")
        print_claims(db, stamp, [paper[-1].id], background=False)
    for claim in claims_with_status(db, ClaimStatus.SENT)[:5]:
        change_status(
            db, stamp, claim.id, ClaimStatus.CLEARINGHOUSE_ACCEPTED, text="999 accepted by the clearinghouse"
        )
    _pay_ahead(db, stamp)


def _correct_one_denial(db: Database, stamp: Stamp) -> None:
    """The newest denial that may be corrected is billed again with the payer's own number."""
    for claim in reversed(claims_with_status(db, ClaimStatus.DENIED, delivery=Delivery.ELECTRONIC)):
        if not claim.payer_control_number:
            continue
        try:
            correct_claim(db, stamp, claim.id)
        except CannotDo:
            continue
        return


def _lose_the_member_number(db: Database, stamp: Stamp, claim_id: ClaimId) -> None:
    """What the front desk forgot stops the claim: its check makes it a draft."""
    claim = next(one for one in claims_with_status(db, ClaimStatus.READY) if one.id == claim_id)
    coverage = next(one for one in list_coverages(db, claim.patient_id) if one.id == claim.coverage_id)
    save_coverage(db, replace(coverage, member_id=""), stamp)
    check_claims(db, stamp, [claim_id])


def _pay_ahead(db: Database, stamp: Stamp) -> None:
    """Somebody with nothing to pay pays: the money stays visible as unapplied."""
    owing = {claim.patient_id for status in ClaimStatus for claim in claims_with_status(db, status)[-3:]}
    if owing:
        take_payment(db, stamp, max(owing), _PREPAID, "card", reference="0417")
