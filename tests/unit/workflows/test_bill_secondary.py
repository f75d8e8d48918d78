from __future__ import annotations

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import line_ids_of
from clinicbill.practice.user import Role
from clinicbill.remits.remittance import Party
from clinicbill.workflows.bill_secondary import bill_secondary
from clinicbill.workflows.submit_claims import submit_claims
from tests.support.ledgers import a_remittance, post
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, stamp_on
from tests.unit.workflows.test_read_decisions import TwoInsurances


@pytest.fixture
def at() -> TwoInsurances:
    return TwoInsurances()


def test_the_next_insurance_gets_the_same_lines_with_the_decision(at: TwoInsurances) -> None:
    post(at.db, a_remittance([at.usual()]))
    outcome = bill_secondary(at.db, STAMP, at.first.id)
    (claim,) = outcome.claims
    record = at.record(claim.claim_id)
    assert (record.coverage_id, record.payer_id, record.responsibility) == (at.second, at.second_payer, "S")
    assert line_ids_of(at.db, record.id) == at.ids
    assert record.status is ClaimStatus.READY
    assert outcome.message == f"Claim {record.patient_control_number} to Lakeside Health"
    assert at.record(at.first.id).status is not ClaimStatus.REPLACED


def test_the_file_carries_what_the_first_one_paid(at: TwoInsurances) -> None:
    post(at.db, a_remittance([at.usual()]))
    (claim,) = bill_secondary(at.db, STAMP, at.first.id).claims
    file = submit_claims(at.db, STAMP, [claim.claim_id]).file
    assert file is not None
    text = file.content.decode()
    assert "SBR*S*18*" in text
    assert "AMT*D*32.3~" in text
    assert "SVD*02302*32.3*HC:98941:AT**1~" in text
    assert "CAS*CO*45*23.8**253*.66~" in text or "CAS*CO*45*23.8**253*0.66~" in text
    assert at.content(claim.claim_id).others[0].paid == Money(3230)


def test_before_the_answer_it_is_refused(at: TwoInsurances) -> None:
    with pytest.raises(CannotDo, match="post its remittance first"):
        bill_secondary(at.db, STAMP, at.first.id)


def test_a_crossover_waits_for_its_remittance(at: TwoInsurances) -> None:
    post(at.db, a_remittance([at.usual(status="19", crossover=Party(organization="Lakeside Medigap"))]))
    with pytest.raises(CannotDo, match="sent it on to LAKESIDE MEDIGAP"):
        bill_secondary(at.db, STAMP, at.first.id)


def test_it_is_billed_once(at: TwoInsurances) -> None:
    post(at.db, a_remittance([at.usual()]))
    (claim,) = bill_secondary(at.db, STAMP, at.first.id).claims
    with pytest.raises(CannotDo, match=claim.number):
        bill_secondary(at.db, STAMP, at.first.id)


def test_without_a_further_insurance_there_is_nobody_to_bill() -> None:
    at = Workplace()
    claim = at.claim()
    at.db.execute("update claim set status = 'paid'")
    with pytest.raises(CannotDo, match="Nobody insures the patient after"):
        bill_secondary(at.db, STAMP, claim.id)


def test_the_front_desk_bills_nothing(at: TwoInsurances) -> None:
    with pytest.raises(NotAllowed):
        bill_secondary(at.db, stamp_on(TODAY, role=Role.FRONT_DESK), at.first.id)
