from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.identifiers import ClaimId, PostingId
from clinicbill.basics.money import Money
from clinicbill.db.connect import rows
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.store import reverse
from clinicbill.remits import billed_store
from clinicbill.remits.match import Matcher
from tests.support.ledgers import VISIT_ON, Billed, a_payment, a_remittance, a_service, billed, post
from tests.support.practice import (
    STAMP,
    TODAY,
    Office,
    a_case,
    a_coverage,
    a_patient,
    a_practice,
    open_memory_practice,
)

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def office(db: Database) -> Office:
    return a_practice(db)


@pytest.fixture
def claim(db: Database, office: Office) -> Billed:
    return billed(
        db,
        a_patient(db),
        office.medicare,
        [("98941", "AT", "65.00"), ("97110", "GP", "52.00")],
        number="CB1000000017",
    )


SERVICE = a_service("98941-AT", "65.00", "41.20", "CO-45 23.80")


def found(db: Database, number: str, **service: object) -> list[int]:
    one = a_service("98941-AT", "65.00", "41.20", "CO-45 23.80", **service)
    return [c.claim_id for c in billed_store.candidates(db, a_remittance([a_payment(number, [one])]))]


def test_a_claim_is_found_by_its_number_however_written(db: Database, claim: Billed) -> None:
    assert found(db, "cb-1000000017", from_on=None) == [claim.claim_id]


@pytest.mark.parametrize("number", ["CB10000000", "CB1000000017XX"])
def test_a_claim_is_found_by_a_number_cut_or_lengthened(db: Database, claim: Billed, number: str) -> None:
    assert found(db, number, from_on=None) == [claim.claim_id]


def test_a_claim_is_found_by_our_line_number(db: Database, claim: Billed) -> None:
    assert found(db, "0", from_on=None, line_control_number=f"L{claim.lines[1]}") == [claim.claim_id]


def test_a_claim_is_found_by_procedure_and_day(db: Database, claim: Billed) -> None:
    assert found(db, "0") == [claim.claim_id]
    assert found(db, "0", from_on=TODAY) == []


def test_a_billed_claim_is_complete(db: Database, claim: Billed, office: Office) -> None:
    (one,) = billed_store.billed_claims(db, [claim.claim_id])
    assert (one.number, one.payer, one.payer_number, one.responsibility) == (
        "CB1000000017",
        "Medicare Part B Oregon",
        "02302",
        "P",
    )
    assert (one.patient.last, one.member_id) == ("Alvarez", "M000000001")
    first = one.lines[0]
    assert (first.service_line_id, first.procedure_code, first.modifiers) == (
        claim.lines[0],
        "98941",
        ("AT",),
    )
    assert (first.charge, first.from_on, first.aged_from) == (Money(6500), VISIT_ON, VISIT_ON)
    assert first.next_payer_id is None


def test_the_next_insurance_is_the_one_of_the_day(db: Database, claim: Billed, office: Office) -> None:
    a_coverage(db, claim.patient_id, office.commercial, priority=2, to_on=date(2026, 10, 31))
    assert billed_store.billed_claims(db, [claim.claim_id])[0].lines[0].next_payer_id is None
    case_id = a_case(db, claim.patient_id, "auto", name="Accident", accident_on=TODAY, accident_state="OR")
    a_coverage(db, claim.patient_id, office.auto, priority=2, case_id=case_id)
    assert billed_store.billed_claims(db, [claim.claim_id])[0].lines[0].next_payer_id is None
    a_coverage(db, claim.patient_id, office.commercial, priority=2, from_on=date(2026, 11, 1))
    line = billed_store.billed_claims(db, [claim.claim_id])[0].lines[0]
    assert (line.next_payer_id, line.next_payer) == (office.commercial, "Harbor Mutual PPO")


def test_balances_and_past_payments_of_matched_claims(db: Database, claim: Billed) -> None:
    remittance = a_remittance([a_payment(claim.number, [SERVICE])])
    assert post(db, remittance).done
    matcher = Matcher(billed_store.candidates(db, remittance))
    matches = [matcher.match(payment) for payment in remittance.claims]
    balances = billed_store.open_balances(db, matches)
    assert [(one.account, one.amount) for one in balances] == [(Account.PAYER_RECEIVABLE, Money(5200))]
    (past,) = billed_store.past_payments(db, matches)
    assert (past.paid, past.posted_on) == ({claim.lines[0]: Money(4120)}, TODAY)
    assert past.moved == {(claim.lines[0], "CO", "45"): Money(2380)}
    reverse(db, STAMP, PostingId(past.posting_id), on=TODAY, why="x")
    assert billed_store.past_payments(db, matches) == ()


def test_the_payer_is_the_one_of_the_claims_else_by_its_number(
    db: Database, claim: Billed, office: Office
) -> None:
    remittance = a_remittance([a_payment(claim.number, [SERVICE])], payer_id="HM512")
    matches = [Matcher(billed_store.candidates(db, remittance)).match(remittance.claims[0])]
    assert billed_store.payer_of(db, remittance, matches) == office.medicare
    assert billed_store.payer_of(db, remittance, []) == office.commercial
    assert billed_store.payer_of(db, a_remittance([], payer_id="NOBODY"), []) is None
    assert billed_store.payer_of(db, a_remittance([], payer_id=""), []) is None


def test_the_payers_claim_number_is_kept_once(db: Database, claim: Billed) -> None:
    for number in ("ICN1", "ICN1", ""):
        billed_store.keep_payer_control_number(db, ClaimId(claim.claim_id), number, STAMP.columns())
    changes = rows(
        db, "select after from change where table_name = 'claim' and field = 'payer_control_number'"
    )
    assert [row["after"] for row in changes] == ["ICN1"]
