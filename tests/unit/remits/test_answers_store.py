from __future__ import annotations

from clinicbill.basics.identifiers import RemittanceId
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.remits.answers_store import claim_status, given_answers, paid_claims
from tests.support.ledgers import a_payment, a_remittance, a_service, billed, post
from tests.support.practice import STAMP, a_patient, a_practice, open_memory_practice

SERVICE = a_service("98941-AT", "65.00", "41.20", "CO-45 23.80")


def test_the_last_answer_of_a_remittance_to_each_claim() -> None:
    db = open_memory_practice()
    claim = billed(db, a_patient(db), a_practice(db).medicare)
    outcome = post(db, a_remittance([a_payment(claim.number, [SERVICE])]))
    assert outcome.row_id is not None
    (found,) = given_answers(db, RemittanceId(outcome.row_id))
    assert (found.claim_id, found.before, found.after, found.now) == (
        claim.claim_id,
        ClaimStatus.SENT,
        ClaimStatus.PAID_IN_FULL,
        ClaimStatus.PAID_IN_FULL,
    )
    change_status(db, STAMP, claim.claim_id, ClaimStatus.PAID, text="by hand")
    assert given_answers(db, RemittanceId(outcome.row_id))[0].now is ClaimStatus.PAID
    assert claim_status(db, claim.claim_id) is ClaimStatus.PAID
    assert given_answers(db, RemittanceId(99)) == []


def test_paid_claims_tell_what_is_open_with_anybody() -> None:
    db = open_memory_practice()
    claim = billed(db, a_patient(db), a_practice(db).medicare)
    assert paid_claims(db, claim.lines) == []
    share = a_service("98941-AT", "65.00", "32.30", "CO-45 24.46, PR-2 8.24")
    post(db, a_remittance([a_payment(claim.number, [share])]))
    (found,) = paid_claims(db, claim.lines)
    assert (found.claim_id, found.status, found.open_amount) == (claim.claim_id, ClaimStatus.PAID, Money(824))
