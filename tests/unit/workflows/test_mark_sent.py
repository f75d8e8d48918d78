from __future__ import annotations

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.claims.status import ClaimStatus
from clinicbill.practice.user import Role
from clinicbill.workflows.mark_sent import mark_sent
from clinicbill.workflows.print_claims import print_claims
from clinicbill.workflows.submit_claims import submit_claims
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, stamp_on


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def test_a_file_is_sent_and_a_form_is_mailed(at: Workplace) -> None:
    file, paper = at.claim("Ruiz"), at.claim("Haddad")
    submit_claims(at.db, STAMP, [file.id])
    at.db.execute("update payer set delivery = 'paper'")
    at.db.execute("update claim set delivery = 'paper' where id = ?", [paper.id])
    print_claims(at.db, STAMP, [paper.id], background=False)
    outcome = mark_sent(at.db, STAMP, [file.id, paper.id], text="Certified mail 7014")
    assert outcome.message == "2 claims marked as sent"
    assert at.record(file.id).status is ClaimStatus.SENT
    assert at.record(paper.id).status is ClaimStatus.MAILED
    assert at.texts(paper.id)[-1] == "Certified mail 7014"


def test_without_words_the_history_says_the_state(at: Workplace) -> None:
    claim = at.claim()
    submit_claims(at.db, STAMP, [claim.id])
    mark_sent(at.db, STAMP, [claim.id])
    assert at.texts(claim.id)[-1] == "Sent"


def test_what_was_not_made_cannot_be_sent_and_none_of_the_others_is(at: Workplace) -> None:
    made, ready = at.claim("Ruiz"), at.claim("Haddad")
    submit_claims(at.db, STAMP, [made.id])
    with pytest.raises(CannotDo, match=f"{ready.patient_control_number} is “Ready”; nothing was changed"):
        mark_sent(at.db, STAMP, [made.id, ready.id])
    assert at.record(made.id).status is ClaimStatus.FILE_CREATED


def test_the_front_desk_sends_nothing(at: Workplace) -> None:
    with pytest.raises(NotAllowed):
        mark_sent(at.db, stamp_on(TODAY, role=Role.FRONT_DESK), [at.claim().id])
