from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed, NotFound
from clinicbill.basics.identifiers import SubmissionId
from clinicbill.basics.people import PersonName
from clinicbill.claims.sent_store import claims_of_submission, get_submission, last_sent
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import events_of
from clinicbill.patients.store import get_coverage, get_patient, save_coverage, save_patient
from clinicbill.practice.store import get_practice, save_practice
from clinicbill.practice.user import Role
from clinicbill.workflows.hold_claim import hold_claim, release_claim
from clinicbill.workflows.submit_claims import export_again, submit_claims
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, stamp_on


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def test_ready_claims_go_into_one_file_that_is_kept_whole(at: Workplace) -> None:
    claims = [at.claim("Ruiz"), at.claim("Haddad")]
    outcome = submit_claims(at.db, STAMP, [claim.id for claim in claims])
    assert outcome.done
    assert outcome.file is not None
    assert outcome.file.file_name == "837P-000000001.837"
    assert outcome.message == "2 claims in 837P-000000001.837"
    text = outcome.file.content.decode("ascii")
    assert text.startswith("ISA*00*")
    assert all(f"CLM*{claim.patient_control_number}*65*" in text for claim in claims)
    kept = get_submission(at.db, outcome.file.submission_id)
    assert kept.content == outcome.file.content
    assert kept.sha256 == hashlib.sha256(outcome.file.content).hexdigest()
    assert (kept.interchange_control, kept.receiver) == ("000000001", "RIVERBEND")
    sent = claims_of_submission(at.db, kept.id)
    assert [one.claim_id for one in sent] == [claim.id for claim in claims]
    assert {one.transaction_control for one in sent} == {"0001"}
    for claim, one in zip(claims, outcome.claims, strict=True):
        assert one.status is at.record(claim.id).status is ClaimStatus.FILE_CREATED
        assert events_of(at.db, claim.id)[-1].submission_id == kept.id


def test_control_numbers_are_never_used_twice(at: Workplace) -> None:
    files = [submit_claims(at.db, STAMP, [at.claim(name).id]).file for name in ("Ruiz", "Haddad")]
    assert [file.file_name for file in files if file] == ["837P-000000001.837", "837P-000000002.837"]


def test_the_times_of_the_file_are_local(at: Workplace) -> None:
    file = submit_claims(at.db, STAMP, [at.claim().id]).file
    assert file is not None
    # 16:04 UTC is 08:04 in Bend, Oregon.
    assert "*261123*0804*^*00501*000000001*0*P*:~" in file.content.decode()


def test_a_test_file_says_so(at: Workplace) -> None:
    file = submit_claims(at.db, STAMP, [at.claim().id], usage="T").file
    assert file is not None
    assert "*0*T*:~" in file.content.decode()


def lose_the_card(at: Workplace, claim_id: int) -> None:
    coverage = get_coverage(at.db, at.db.table("claim").get(claim_id)["coverage_id"])
    save_coverage(at.db, replace(coverage, member_id=""), STAMP)


def test_what_has_something_to_fix_stays_out(at: Workplace) -> None:
    good, bad = at.claim("Ruiz"), at.claim("Haddad")
    lose_the_card(at, bad.id)
    outcome = submit_claims(at.db, STAMP, [good.id, bad.id])
    assert outcome.done
    assert outcome.file is not None
    assert outcome.file.claim_ids == (good.id,)
    assert outcome.message.endswith("; 1 claim left out with something to fix")
    assert [claim.status for claim in outcome.claims] == [ClaimStatus.FILE_CREATED, ClaimStatus.DRAFT]
    assert bad.patient_control_number not in outcome.file.content.decode()
    assert at.record(bad.id).status is ClaimStatus.DRAFT


def test_nothing_to_send_is_no_file_and_takes_no_number(at: Workplace) -> None:
    bad = at.claim()
    lose_the_card(at, bad.id)
    outcome = submit_claims(at.db, STAMP, [bad.id])
    assert not outcome.done
    assert outcome.file is None
    assert {finding.rule for finding in outcome.findings} == {"F02"}
    assert at.count("submission") == 0
    good = submit_claims(at.db, STAMP, [at.claim("Haddad").id]).file
    assert good is not None
    assert good.file_name == "837P-000000001.837"


def test_what_cannot_go_is_refused_with_the_reason(at: Workplace) -> None:
    paper = at.claim("Paper")
    at.db.execute("update claim set delivery = 'paper' where id = ?", [paper.id])
    with pytest.raises(CannotDo, match="goes on paper"):
        submit_claims(at.db, STAMP, [paper.id])
    held = at.claim("Held")
    hold_claim(at.db, STAMP, held.id, reason="query")
    with pytest.raises(CannotDo, match=r"on hold \(query\)"):
        submit_claims(at.db, STAMP, [held.id])
    sent = at.claim("Sent")
    submit_claims(at.db, STAMP, [sent.id])
    with pytest.raises(CannotDo, match="“File created” already"):
        submit_claims(at.db, STAMP, [sent.id])


def test_one_refusal_undoes_the_whole_sending(at: Workplace) -> None:
    good, held = at.claim("Ruiz"), at.claim("Held")
    hold_claim(at.db, STAMP, held.id, reason="query")
    with pytest.raises(CannotDo):
        submit_claims(at.db, STAMP, [good.id, held.id])
    assert at.record(good.id).status is ClaimStatus.READY
    assert at.count("submission") == 0


@pytest.mark.parametrize("field", ["submitter_id", "receiver_id", "receiver_name", "contact_name", "phone"])
def test_setup_that_lacks_something_says_what(at: Workplace, field: str) -> None:
    claim = at.claim()
    without: Any = {field: ""}
    save_practice(at.db, replace(get_practice(at.db), **without), STAMP)
    with pytest.raises(CannotDo, match="Setup has no"):
        submit_claims(at.db, STAMP, [claim.id])


def test_export_again_gives_the_same_bytes_whatever_changed(at: Workplace) -> None:
    claim = at.claim()
    file = submit_claims(at.db, STAMP, [claim.id]).file
    assert file is not None
    patient = get_patient(at.db, claim.patient_id)
    save_patient(at.db, replace(patient, name=PersonName(last="Other", first="Name")), STAMP)
    coverage = get_coverage(at.db, claim.coverage_id)
    save_coverage(at.db, replace(coverage, member_id="CHANGED1"), STAMP)
    again = export_again(at.db, stamp_on(date(2027, 1, 4)), file.submission_id)
    assert again == file
    assert at.texts(claim.id)[-1] == "Written again: 837P-000000001.837"
    assert at.record(claim.id).status is ClaimStatus.FILE_CREATED


def test_a_claim_taken_back_is_sent_anew_with_todays_records(at: Workplace) -> None:
    claim = at.claim()
    first = submit_claims(at.db, STAMP, [claim.id]).file
    release_claim(at.db, STAMP, claim.id, text="The clearinghouse never saw it")
    coverage = get_coverage(at.db, claim.coverage_id)
    save_coverage(at.db, replace(coverage, member_id="CHANGED1"), STAMP)
    second = submit_claims(at.db, STAMP, [claim.id]).file
    assert first is not None
    assert second is not None
    assert b"CHANGED1" in second.content
    assert b"CHANGED1" not in first.content
    sent = last_sent(at.db, claim.id)
    assert sent is not None
    assert sent.submission_id == second.submission_id
    assert export_again(at.db, STAMP, first.submission_id).content == first.content


def test_who_may_not_send(at: Workplace) -> None:
    claim = at.claim()
    desk = stamp_on(TODAY, role=Role.FRONT_DESK)
    with pytest.raises(NotAllowed):
        submit_claims(at.db, desk, [claim.id])
    with pytest.raises(NotAllowed):
        export_again(at.db, desk, SubmissionId(1))


def test_no_such_sending(at: Workplace) -> None:
    with pytest.raises(NotFound):
        export_again(at.db, STAMP, SubmissionId(1))
