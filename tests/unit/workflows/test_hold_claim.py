from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.claims.status import ON_ITS_WAY, ClaimStatus, change_status
from clinicbill.patients.store import get_coverage, save_coverage
from clinicbill.practice.user import Role
from clinicbill.workflows.hold_claim import hold_claim, release_claim
from clinicbill.workflows.submit_claims import submit_claims
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, stamp_on

S = ClaimStatus


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def test_a_claim_waits_with_its_reason_and_is_taken_up_again(at: Workplace) -> None:
    claim = at.claim()
    outcome = hold_claim(at.db, STAMP, claim.id, reason=" query ")
    assert outcome.message == f"Claim {claim.patient_control_number} on hold: query"
    assert (at.record(claim.id).status, at.record(claim.id).hold_reason) == (S.ON_HOLD, "query")
    released = release_claim(at.db, STAMP, claim.id)
    assert released.message == f"Claim {claim.patient_control_number} is ready"
    assert (at.record(claim.id).status, at.record(claim.id).hold_reason) == (S.READY, "")
    assert at.texts(claim.id)[-2:] == ["Taken up from “On hold”", "Checked: No edits"]


def test_a_release_checks_first(at: Workplace) -> None:
    claim = at.claim()
    hold_claim(at.db, STAMP, claim.id, reason="card")
    save_coverage(at.db, replace(get_coverage(at.db, claim.coverage_id), member_id=""), STAMP)
    outcome = release_claim(at.db, STAMP, claim.id)
    assert outcome.claims[0].stopped
    assert at.record(claim.id).status is S.DRAFT
    assert outcome.message.endswith("is draft")


def test_a_hold_needs_a_reason(at: Workplace) -> None:
    claim = at.claim()
    with pytest.raises(CannotDo, match="say what it waits for"):
        hold_claim(at.db, STAMP, claim.id, reason="  ")


def test_holding_here_would_not_stop_the_payer(at: Workplace) -> None:
    claim = at.claim()
    submit_claims(at.db, STAMP, [claim.id])
    change_status(at.db, STAMP, claim.id, S.SENT, text="sent")
    with pytest.raises(CannotDo, match="would not stop the payer"):
        hold_claim(at.db, STAMP, claim.id, reason="query")


def test_a_rejected_claim_is_repaired_and_ready_again(at: Workplace) -> None:
    claim = at.claim()
    submit_claims(at.db, STAMP, [claim.id])
    change_status(at.db, STAMP, claim.id, S.REJECTED, text="Subscriber not found")
    release_claim(at.db, STAMP, claim.id, text="Number corrected")
    record = at.record(claim.id)
    assert (record.status, record.frequency, record.original_reference) == (S.READY, "1", "")
    assert at.texts(claim.id)[-2] == "Number corrected"


@pytest.mark.parametrize("status", sorted(ON_ITS_WAY))
def test_whatever_is_on_its_way_can_be_taken_back(at: Workplace, status: ClaimStatus) -> None:
    claim = at.claim()
    at.db.execute("update claim set status = ?", [str(status)])
    release_claim(at.db, STAMP, claim.id)
    assert at.record(claim.id).status is S.READY


@pytest.mark.parametrize("status", [S.READY, S.PAID, S.DENIED, S.VOID])
def test_what_does_not_wait_is_not_released(at: Workplace, status: ClaimStatus) -> None:
    claim = at.claim()
    at.db.execute("update claim set status = ?", [str(status)])
    with pytest.raises(CannotDo, match="nothing to release"):
        release_claim(at.db, STAMP, claim.id)


def test_the_front_desk_neither_holds_nor_releases(at: Workplace) -> None:
    claim, desk = at.claim(), stamp_on(TODAY, role=Role.FRONT_DESK)
    with pytest.raises(NotAllowed):
        hold_claim(at.db, desk, claim.id, reason="x")
    with pytest.raises(NotAllowed):
        release_claim(at.db, desk, claim.id)
