from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.basics.identifiers import AuditId, EncounterId
from clinicbill.coding.audits.audit import SampleKind, Subject, Verdict
from clinicbill.coding.audits.audit_store import get_item, items_of
from clinicbill.coding.audits.pace_sharing_store import save_sharing
from clinicbill.encounters.store import get_encounter
from clinicbill.workflows.draw_audit import draw_audit
from clinicbill.workflows.score_audit import add_missing, open_audit, score_item
from tests.support.coders import CODER, OWNER, some_coders
from tests.support.practice import TODAY

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def db() -> Database:
    return some_coders().db


def drawn(db: Database) -> AuditId:
    outcome = draw_audit(
        db, CODER, kind=SampleKind.RANDOM, coder_id=CODER.user_id, from_on=TODAY, to_on=TODAY, size=2, seed=1
    )
    return AuditId(outcome.row_id or 0)


def test_a_verdict_is_kept_and_the_visit_stays(db: Database) -> None:
    item = items_of(db, CODER, drawn(db))[0]
    before = get_encounter(db, item.encounter_id)
    words = {"correct": " M99.04 ", "why": "pelvis", "feedback": "see plan"}
    assert score_item(db, CODER, item.id, verdict=Verdict.WRONG, **words).done
    found = get_item(db, CODER, item.id)
    assert (found.verdict, found.correct, found.why, found.feedback) == (
        Verdict.WRONG, "M99.04", "pelvis", "see plan",
    )  # fmt: skip
    assert score_item(db, CODER, item.id, verdict=Verdict.RIGHT, correct="M99.04").done
    assert get_item(db, CODER, item.id).correct == ""
    assert get_encounter(db, item.encounter_id) == before


def test_a_missing_code_is_added_and_taken_back(db: Database) -> None:
    audit_id = drawn(db)
    visit = items_of(db, CODER, audit_id)[0].encounter_id
    assert add_missing(db, CODER, audit_id, visit, Subject.MODIFIER, correct="98941 59").done
    missing = next(item for item in items_of(db, CODER, audit_id) if not item.coded)
    assert (missing.position, missing.verdict) == (2, Verdict.MISSING)
    assert score_item(db, CODER, missing.id, verdict=Verdict.NONE).done
    assert not get_item(db, CODER, missing.id).open
    with pytest.raises(CannotDo, match="not part of the audit"):
        add_missing(db, CODER, audit_id, EncounterId(999), Subject.MODIFIER, correct="59")


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"verdict": Verdict.WRONG}, "V64"),
        ({"verdict": Verdict.WRONG, "correct": "m99.03"}, "V64"),
        ({"verdict": Verdict.MISSING, "correct": "M99.04"}, "V65"),
    ],
)
def test_a_verdict_that_does_not_fit(db: Database, said: dict[str, Any], rule: str) -> None:
    item = items_of(db, CODER, drawn(db))[0]
    assert item.coded == "M99.03"
    assert [finding.rule for finding in score_item(db, CODER, item.id, **said).findings] == [rule]
    assert get_item(db, CODER, item.id).verdict is Verdict.NONE


def test_a_missing_code_is_missing_and_names_itself(db: Database) -> None:
    audit_id = drawn(db)
    visit = items_of(db, CODER, audit_id)[0].encounter_id
    refused = add_missing(db, CODER, audit_id, visit, Subject.DIAGNOSIS, correct=" ")
    assert [finding.rule for finding in refused.findings] == ["V64"]
    add_missing(db, CODER, audit_id, visit, Subject.DIAGNOSIS, correct="M99.04")
    missing = next(item for item in items_of(db, CODER, audit_id) if not item.coded)
    wrong = score_item(db, CODER, missing.id, verdict=Verdict.RIGHT)
    assert [finding.rule for finding in wrong.findings] == ["V65"]


def test_only_who_drew_it_scores_it(db: Database) -> None:
    save_sharing(db, CODER, shared=True)
    audit_id = drawn(db)
    with pytest.raises(NotAllowed, match="Somebody else drew"):
        open_audit(db, OWNER, audit_id)
    with pytest.raises(NotAllowed):
        score_item(db, OWNER, items_of(db, OWNER, audit_id)[0].id, verdict=Verdict.RIGHT)
