from __future__ import annotations

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.basics.identifiers import EncounterId
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.claims.store import encounter_ids_of
from clinicbill.practice.user import Role
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.correct_claim import correct_claim
from clinicbill.workflows.submit_claims import submit_claims
from clinicbill.workflows.void_claim import void_claim
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, stamp_on

S = ClaimStatus


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def test_an_unsent_claim_ends_and_its_visit_is_as_before(at: Workplace) -> None:
    visit = at.visit(at.patient())
    (claim,) = bill_visits(at.db, STAMP, [visit]).claims
    outcome = void_claim(at.db, STAMP, claim.claim_id, reason="Wrong patient")
    assert outcome.message == (
        f"Claim {claim.number} is void; its charges are reversed and its visits can be billed again"
    )
    assert at.record(claim.claim_id).status is S.VOID
    assert at.texts(claim.claim_id)[-1] == "Wrong patient"
    assert at.owed(visit) == {}
    (again,) = bill_visits(at.db, STAMP, [visit]).claims
    assert at.owed(visit) == {("payer_receivable", at.office.commercial): Money(6500)}
    assert again.number != claim.number


def test_charges_stay_while_a_payer_may_still_answer(at: Workplace) -> None:
    claim = at.claim()
    submit_claims(at.db, STAMP, [claim.id])
    outcome = void_claim(at.db, STAMP, claim.id, reason="Wrong payer")
    assert outcome.message.endswith("its charges stay as they are; the payer may still answer it")
    visits = [EncounterId(visit) for visit in encounter_ids_of(at.db, claim.id)]
    assert at.owed(*visits) == {("payer_receivable", at.office.commercial): Money(6500)}


def test_charges_stay_where_another_claim_carries_the_line(at: Workplace) -> None:
    claim = at.claim()
    at.db.execute("update claim set status = 'denied', payer_control_number = 'ICN1'")
    corrected = correct_claim(at.db, STAMP, claim.id).claims[0]
    at.db.execute("update claim set status = 'denied' where id = ?", [claim.id])
    void_claim(at.db, STAMP, claim.id, reason="Settled")
    assert at.record(corrected.claim_id).status is S.READY
    assert at.count("posting") == 1


def test_an_unsent_correction_gives_the_original_its_state_back(at: Workplace) -> None:
    claim = at.claim()
    at.db.execute("update claim set status = 'denied', payer_control_number = 'ICN1'")
    corrected = correct_claim(at.db, STAMP, claim.id).claims[0]
    assert at.record(claim.id).status is S.REPLACED
    outcome = void_claim(at.db, STAMP, corrected.claim_id, reason="Appeal instead")
    assert at.record(claim.id).status is S.DENIED
    assert outcome.message.endswith("the claim it was to replace stands again")
    assert at.texts(claim.id)[-1] == f"Correction {corrected.number} was voided"
    assert at.count("posting") == 1


def test_a_correction_the_payer_has_does_not_bring_the_original_back(at: Workplace) -> None:
    claim = at.claim()
    at.db.execute("update claim set status = 'denied', payer_control_number = 'ICN1'")
    corrected = correct_claim(at.db, STAMP, claim.id).claims[0]
    submit_claims(at.db, STAMP, [corrected.claim_id])
    void_claim(at.db, STAMP, corrected.claim_id, reason="Mistake")
    assert at.record(claim.id).status is S.REPLACED


@pytest.mark.parametrize("status", [S.PAID, S.PART_PAID, S.PAID_IN_FULL, S.REPLACED, S.VOID])
def test_what_is_paid_or_over_is_not_voided(at: Workplace, status: ClaimStatus) -> None:
    claim = at.claim()
    at.db.execute("update claim set status = ?", [str(status)])
    with pytest.raises(CannotDo, match="cannot be voided here; nothing was changed"):
        void_claim(at.db, STAMP, claim.id, reason="no")


def test_a_void_needs_a_reason(at: Workplace) -> None:
    with pytest.raises(CannotDo, match="say why"):
        void_claim(at.db, STAMP, at.claim().id, reason=" ")


def test_a_rejected_claim_is_voided_with_its_charges(at: Workplace) -> None:
    claim = at.claim()
    submit_claims(at.db, STAMP, [claim.id])
    change_status(at.db, STAMP, claim.id, S.REJECTED, text="Not eligible")
    void_claim(at.db, STAMP, claim.id, reason="Other insurance")
    assert at.count("posting") == 2


def test_the_front_desk_voids_nothing(at: Workplace) -> None:
    with pytest.raises(NotAllowed):
        void_claim(at.db, stamp_on(TODAY, role=Role.FRONT_DESK), at.claim().id, reason="x")
