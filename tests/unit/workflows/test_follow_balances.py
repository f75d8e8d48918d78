from __future__ import annotations

from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.db.connect import rows
from clinicbill.remits.answers_store import claim_status
from clinicbill.workflows.follow_balances import follow_balances
from clinicbill.workflows.take_payment import take_payment
from tests.support.ledgers import a_payment, a_remittance, a_service, billed, post
from tests.support.practice import STAMP, a_patient, a_practice, open_memory_practice

SHARE = a_service("98941-AT", "65.00", "32.30", "CO-45 24.46, PR-2 8.24")


def test_a_paid_claim_is_paid_in_full_when_the_patient_has_paid() -> None:
    db = open_memory_practice()
    claim = billed(db, a_patient(db), a_practice(db).medicare)
    post(db, a_remittance([a_payment(claim.number, [SHARE])]))
    assert claim_status(db, claim.claim_id) is ClaimStatus.PAID
    take_payment(db, STAMP, claim.patient_id, Money(800), "cash")
    assert claim_status(db, claim.claim_id) is ClaimStatus.PAID
    take_payment(db, STAMP, claim.patient_id, Money(24), "cash")
    assert claim_status(db, claim.claim_id) is ClaimStatus.PAID_IN_FULL


def test_nothing_is_written_where_nothing_changes() -> None:
    db = open_memory_practice()
    claim = billed(db, a_patient(db), a_practice(db).medicare)
    post(db, a_remittance([a_payment(claim.number, [SHARE])]))
    before = rows(db, "select * from claim_event")
    follow_balances(db, STAMP, claim.lines)
    assert rows(db, "select * from claim_event") == before
