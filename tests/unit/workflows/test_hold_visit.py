from __future__ import annotations

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.encounters import store
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.ledger.charges import LineCharge, charge
from clinicbill.ledger.store import add_posting
from clinicbill.workflows.hold_visit import hold_visit, take_up_visit
from tests.support.practice import STAMP, TODAY, a_practice, a_visit, open_memory_practice


def test_hold_and_take_up_again() -> None:
    db = open_memory_practice()
    a_practice(db)
    visit_id = a_visit(db)
    outcome = hold_visit(db, STAMP, visit_id, reason=" Query to A. Lindqvist ")
    assert (outcome.done, outcome.message) == (True, "On hold: Query to A. Lindqvist")
    visit = store.get_encounter(db, visit_id)
    assert (visit.status, visit.hold_reason) == (VisitStatus.ON_HOLD, "Query to A. Lindqvist")
    assert take_up_visit(db, STAMP, visit_id).done
    visit = store.get_encounter(db, visit_id)
    assert (visit.status, visit.hold_reason) == (VisitStatus.TO_CODE, "")
    with pytest.raises(CannotDo, match="not on hold"):
        take_up_visit(db, STAMP, visit_id)


def test_a_hold_says_why() -> None:
    db = open_memory_practice()
    a_practice(db)
    visit_id = a_visit(db)
    outcome = hold_visit(db, STAMP, visit_id, reason="  ")
    assert [finding.rule for finding in outcome.findings] == ["V06"]
    assert store.get_encounter(db, visit_id).status is VisitStatus.CODED


def test_a_charged_visit_is_held_by_its_claim() -> None:
    db = open_memory_practice()
    a_practice(db)
    visit = store.get_encounter(db, a_visit(db))
    posting = charge(
        on=TODAY,
        patient_id=visit.patient_id,
        payer_id=None,
        aged_from=TODAY,
        lines=[LineCharge(service_line_id=visit.lines[0].id, amount=visit.total)],
    )
    assert posting is not None
    add_posting(db, STAMP, posting)
    with pytest.raises(CannotDo, match="put its claim on hold"):
        hold_visit(db, STAMP, visit.id, reason="Query")
