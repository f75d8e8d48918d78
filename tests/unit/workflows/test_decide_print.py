from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.findings import Finding, Severity
from clinicbill.claims.current_store import current_claim, load_office
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import ClaimRecord, get_claim
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import get_payer, save_payer
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.decide_print import as_it_travels, decide_print, is_checked
from tests.support.practice import (
    STAMP,
    a_case,
    a_coverage,
    a_patient,
    a_payer,
    a_practice,
    a_visit,
    open_memory_practice,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.workflows.decide_print import PrintDecision

WRONG = Finding(rule="F02", severity=Severity.MUST_FIX, message="m", where="item 1a")


@pytest.fixture
def db() -> Database:
    made = open_memory_practice()
    a_practice(made)
    return made


def a_paper_claim(db: Database, last: str = "Ruiz") -> ClaimRecord:
    patient = a_patient(db, last, "Karla")
    a_coverage(db, patient, a_payer(db, "Lakeside Health", delivery=Delivery.PAPER))
    a_case(db, patient, initial_treatment_on=date(2026, 10, 1))
    visit = a_visit(db, patient, lines=[("98941", "", "65.00")], diagnoses=("M54.59",))
    return get_claim(db, bill_visits(db, STAMP, [visit]).claims[0].claim_id)


def decided(
    db: Database, record: ClaimRecord, checked: tuple[Finding, ...] = (), *, copies_only: bool = False
) -> PrintDecision:
    claim = current_claim(db, record, load_office(db))
    return decide_print(db, record, claim, checked, background=False, copies_only=copies_only)


def test_a_ready_paper_claim_goes_to_its_payer_unless_only_copies_are_wanted(db: Database) -> None:
    record = a_paper_claim(db)
    assert decided(db, record).original
    assert not decided(db, record, copies_only=True).original
    assert is_checked(record, copies_only=False)
    assert not is_checked(record, copies_only=True)


def test_what_must_be_fixed_is_left_out_and_what_waits_is_a_copy(db: Database) -> None:
    record = a_paper_claim(db)
    wrong = decided(db, record, (WRONG,))
    assert wrong.left_out
    assert not wrong.original
    held = decided(db, replace(record, status=ClaimStatus.ON_HOLD))
    assert not held.original
    assert not held.left_out


def test_a_form_that_cannot_be_drawn_whole_is_left_out_with_its_finding(db: Database) -> None:
    found = decided(db, a_paper_claim(db, "陳"))
    assert found.left_out
    assert "P11" in {finding.rule for finding in found.findings}


def test_an_unsent_claim_goes_the_way_its_payer_takes_claims_today(db: Database) -> None:
    record = a_paper_claim(db)
    save_payer(db, replace(get_payer(db, record.payer_id), delivery=Delivery.ELECTRONIC), STAMP)
    office = load_office(db)
    assert as_it_travels(record, office).delivery is Delivery.ELECTRONIC
    sent = replace(record, status=ClaimStatus.PRINTED)
    assert as_it_travels(sent, office) is sent
