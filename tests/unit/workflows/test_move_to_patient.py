from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.basics.identifiers import PostingId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.entries_store import get_posting
from clinicbill.ledger.store import drift, patient_balances
from clinicbill.workflows.move_to_patient import move_to_patient
from clinicbill.workflows.reverse_posting import reverse_posting
from tests.support.ledgers import VISIT_ON, billed
from tests.support.practice import STAMP, TODAY, a_patient, a_practice, open_memory_practice

TWO = [("98941", "AT", "65.00"), ("97110", "GP", "52.00")]


def test_a_line_becomes_the_patients_and_can_go_back() -> None:
    db = open_memory_practice()
    claim = billed(db, a_patient(db), a_practice(db).medicare, TWO)
    before = patient_balances(db, claim.patient_id)
    outcome = move_to_patient(db, STAMP, claim.patient_id, claim.lines[:1], why="Insurance ended 10/31")
    assert outcome.message == "Moved $65.00 to the patient"
    found = {(one.account, one.amount, one.aged_from) for one in patient_balances(db, claim.patient_id)}
    assert found == {
        (Account.PATIENT_RECEIVABLE, Money(6500), TODAY),
        (Account.PAYER_RECEIVABLE, Money(5200), VISIT_ON),
    }
    posting_id = PostingId(outcome.row_id or 0)
    assert get_posting(db, posting_id).description == "Insurance ended 10/31"
    assert reverse_posting(db, STAMP, posting_id, why="It had not").done
    assert patient_balances(db, claim.patient_id) == before
    assert drift(db) == []


def test_a_reason_and_something_to_move_are_needed() -> None:
    db = open_memory_practice()
    claim = billed(db, a_patient(db), a_practice(db).medicare, TWO, on=date(2026, 11, 2))
    assert move_to_patient(db, STAMP, claim.patient_id, claim.lines, why=" ").findings[0].rule == "L16"
    assert move_to_patient(db, STAMP, claim.patient_id, [], why="x").findings[0].rule == "L22"
    with pytest.raises(NotAllowed):
        move_to_patient(db, replace(STAMP, role="front_desk"), claim.patient_id, claim.lines, why="x")
