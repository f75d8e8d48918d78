from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.basics.identifiers import EncounterId
from clinicbill.claims.profiles import frozen, profile_for
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import ClaimRecord, line_ids_of
from clinicbill.cms1500.boxes import claim_texts
from clinicbill.encounters.store import get_encounter, save_encounter
from clinicbill.practice.user import Role
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.correct_claim import VOID, correct_claim
from clinicbill.workflows.submit_claims import submit_claims
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, a_case, a_coverage, a_patient, stamp_on

S = ClaimStatus


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def denied(at: Workplace, reference: str = "ICN77") -> ClaimRecord:
    claim = at.claim()
    at.db.execute("update claim set status = 'denied', payer_control_number = ?", [reference])
    return at.record(claim.id)


def test_a_replacement_takes_over_lines_and_the_payers_number(at: Workplace) -> None:
    original = denied(at)
    outcome = correct_claim(at.db, STAMP, original.id)
    corrected = at.record(outcome.claims[0].claim_id)
    assert outcome.row_id == corrected.id
    assert (corrected.frequency, corrected.original_reference) == ("7", "ICN77")
    assert (corrected.replaces_id, corrected.payer_control_number) == (original.id, "")
    assert corrected.status is S.READY
    assert corrected.patient_control_number != original.patient_control_number
    assert line_ids_of(at.db, corrected.id) == line_ids_of(at.db, original.id)
    assert at.record(original.id).status is S.REPLACED
    numbers = (corrected.patient_control_number, original.patient_control_number)
    assert outcome.message == f"Claim {numbers[0]} replaces {numbers[1]}"
    assert at.texts(corrected.id)[0] == f"Replacement of {numbers[1]}"
    assert at.texts(original.id)[-1] == f"Replacement {numbers[0]}"


def test_it_goes_out_with_frequency_and_reference(at: Workplace) -> None:
    original = denied(at)
    visit = get_encounter(at.db, EncounterId(1))
    changed = replace(visit, lines=(replace(visit.lines[0], modifiers=("59",)),))
    save_encounter(at.db, changed, STAMP, correcting=True)
    corrected = correct_claim(at.db, STAMP, original.id).claims[0]
    file = submit_claims(at.db, STAMP, [corrected.claim_id]).file
    assert file is not None
    text = file.content.decode()
    assert "*11:B:7*" in text
    assert "REF*F8*ICN77~" in text
    assert "SV1*HC:98941:59*" in text


def test_a_void_with_the_payer(at: Workplace) -> None:
    original = denied(at)
    outcome = correct_claim(at.db, STAMP, original.id, frequency=VOID, original_reference=" ICN99 ")
    corrected = at.record(outcome.claims[0].claim_id)
    assert (corrected.frequency, corrected.original_reference) == ("8", "ICN99")
    assert " voids " in outcome.message
    assert at.record(original.id).status is S.REPLACED


def test_without_the_payers_number_it_stays_a_draft_that_asks(at: Workplace) -> None:
    original = denied(at, reference="")
    (claim,) = correct_claim(at.db, STAMP, original.id).claims
    assert [finding.rule for finding in claim.findings if claim.stopped] == ["F26"]
    assert at.record(claim.claim_id).status is S.DRAFT


def test_the_original_is_no_duplicate_of_its_correction(at: Workplace) -> None:
    (claim,) = correct_claim(at.db, STAMP, denied(at).id).claims
    assert "F30" not in {finding.rule for finding in claim.findings}


@pytest.mark.parametrize("status", [S.DRAFT, S.READY, S.ON_HOLD, S.REJECTED, S.REPLACED, S.VOID])
def test_what_the_payer_does_not_have_is_not_corrected(at: Workplace, status: ClaimStatus) -> None:
    claim = at.claim()
    at.db.execute("update claim set status = ?", [str(status)])
    with pytest.raises(CannotDo, match="the payer does not have it"):
        correct_claim(at.db, STAMP, claim.id)
    assert at.count("claim") == 1


def test_only_seven_and_eight_correct(at: Workplace) -> None:
    with pytest.raises(CannotDo, match="replacement \\(7\\) or void \\(8\\)"):
        correct_claim(at.db, STAMP, denied(at).id, frequency="1")


def test_the_front_desk_corrects_nothing(at: Workplace) -> None:
    with pytest.raises(NotAllowed):
        correct_claim(at.db, stamp_on(TODAY, role=Role.FRONT_DESK), denied(at).id)


@pytest.mark.parametrize(("frequency", "words"), [("7", "replacement (7)"), (VOID, "void (8)")])
def test_a_payer_that_takes_no_corrections_is_told_before_one_is_made(
    at: Workplace, frequency: str, words: str
) -> None:
    claim = at.claim(payer=at.office.medicare)
    at.db.execute(
        "update claim set status = 'denied', payer_control_number = 'ICN1' where id = ?", [claim.id]
    )
    with pytest.raises(CannotDo) as told:
        correct_claim(at.db, STAMP, claim.id, frequency=frequency)
    assert str(told.value).startswith(
        f"Claim {claim.patient_control_number} was not corrected, nothing was changed."
    )
    assert f"Medicare Part B Oregon takes no {words}: " in str(told.value)
    assert "reopen a clerical error" in str(told.value)
    assert at.count("claim") == 1
    assert at.record(claim.id).status is S.DENIED


def test_a_payer_without_a_known_profile_is_told_by_the_check(at: Workplace) -> None:
    original = denied(at)
    at.db.execute("update payer set profile = 'moon'")
    (claim,) = correct_claim(at.db, STAMP, original.id).claims
    assert "X38" in {finding.rule for finding in claim.findings}


def test_a_second_review_in_california_is_made_by_its_profile(at: Workplace) -> None:
    patient = a_patient(at.db, "Baker", "Tom")
    case = a_case(at.db, patient, "workers_comp", accident_on=TODAY, accident_state="CA", employer="Baxter")
    a_coverage(at.db, patient, at.office.workers_comp, case_id=case)
    made = bill_visits(at.db, STAMP, [at.visit(patient, case_id=case)]).claims[0]
    assert at.content(made.claim_id).profile == frozen(profile_for("workers_comp_ca", TODAY))
    at.db.execute(
        "update claim set status = 'paid', payer_control_number = 'EOR1' where id = ?", [made.claim_id]
    )
    outcome = correct_claim(at.db, STAMP, made.claim_id, condition_codes=("W3",))
    review = at.content(outcome.claims[0].claim_id)
    assert review.profile is not None
    assert review.profile.key == "workers_comp_ca_review"
    texts = claim_texts(review, review.profile)[0]
    assert texts["10d", "claim_codes"] == "BGW3"
    assert (texts["22", "resubmission_code"], texts["22", "original_ref"]) == ("7", "EOR1")
    assert "X41" in {finding.rule for finding in outcome.claims[0].findings}
