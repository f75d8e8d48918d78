from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed, NotFound
from clinicbill.basics.identifiers import PostingId
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.db.connect import rows
from clinicbill.ledger.store import drift
from clinicbill.remits.answers_store import claim_status
from clinicbill.workflows.reverse_posting import reverse_posting
from clinicbill.workflows.take_payment import take_payment
from tests.support.ledgers import a_payment, a_remittance, a_service, billed, post
from tests.support.practice import STAMP, a_patient, a_practice, open_memory_practice

SHARE = a_service("98941-AT", "65.00", "32.30", "CO-45 24.46, PR-2 8.24")


def test_a_returned_check_is_owed_again_and_the_claim_is_not_paid_in_full() -> None:
    db = open_memory_practice()
    claim = billed(db, a_patient(db), a_practice(db).medicare)
    post(db, a_remittance([a_payment(claim.number, [SHARE])]))
    before = rows(db, "select * from open_balance")
    paid = take_payment(db, STAMP, claim.patient_id, Money(2000), "check", reference="77")
    assert claim_status(db, claim.claim_id) is ClaimStatus.PAID_IN_FULL
    outcome = reverse_posting(db, STAMP, PostingId(paid.row_id or 0), why="Check returned")
    assert outcome.message == "Reversed: Patient payment of 11/23/2026"
    assert rows(db, "select * from open_balance") == before
    assert claim_status(db, claim.claim_id) is ClaimStatus.PAID
    assert drift(db) == []
    with pytest.raises(CannotDo, match="reversed already"):
        reverse_posting(db, STAMP, PostingId(paid.row_id or 0), why="again")
    with pytest.raises(CannotDo, match="post anew what it wrongly undid"):
        reverse_posting(db, STAMP, PostingId(outcome.row_id or 0), why="again")


def test_charges_and_remittances_are_undone_in_their_own_ways() -> None:
    db = open_memory_practice()
    claim = billed(db, a_patient(db), a_practice(db).medicare)
    post(db, a_remittance([a_payment(claim.number, [SHARE])]))
    with pytest.raises(CannotDo, match="change the visit"):
        reverse_posting(db, STAMP, PostingId(1), why="x")
    with pytest.raises(CannotDo, match="reverse its remittance"):
        reverse_posting(db, STAMP, PostingId(2), why="x")


def test_who_why_and_what() -> None:
    db = open_memory_practice()
    a_practice(db)
    paid = take_payment(db, STAMP, a_patient(db), Money(2000), "cash")
    assert reverse_posting(db, STAMP, PostingId(paid.row_id or 0), why="").findings[0].rule == "L16"
    with pytest.raises(NotAllowed):
        reverse_posting(db, replace(STAMP, role="front_desk"), PostingId(paid.row_id or 0), why="x")
    with pytest.raises(NotFound):
        reverse_posting(db, STAMP, PostingId(99), why="x")
