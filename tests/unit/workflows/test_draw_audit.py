from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.basics.identifiers import AuditId
from clinicbill.coding.audits.audit import SampleKind
from clinicbill.coding.audits.audit_store import get_audit, items_of
from clinicbill.coding.audits.pace_sharing_store import save_sharing
from clinicbill.workflows.draw_audit import draw_audit
from tests.support.coders import CODER, OWNER, some_coders
from tests.support.practice import TODAY

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.workflows.outcome import Outcome


def draw(db: Database, stamp: Stamp = CODER, **asked: Any) -> Outcome:
    wanted: dict[str, Any] = {
        "from_on": TODAY,
        "to_on": TODAY,
        "size": 2,
        "seed": 5,
        "kind": SampleKind.RANDOM,
    }
    return draw_audit(db, stamp, coder_id=CODER.user_id, **(wanted | asked))


def test_a_sample_with_every_code_says_how_it_was_drawn() -> None:
    db = some_coders().db
    outcome = draw(db)
    assert (outcome.message, outcome.changed) == ("Drew 2 of 3 visits, seed 5", frozenset({"audits"}))
    assert outcome.row_id is not None
    audit = get_audit(db, CODER, AuditId(outcome.row_id))
    assert (audit.population, audit.seed, audit.auditor_id, audit.finished_on) == (3, 5, 2, None)
    items = items_of(db, CODER, audit.id)
    assert [item.coded for item in items] == ["M99.03", "M54.59", "98941", "98941 AT"] * 2
    again = draw(db)
    assert again.row_id is not None
    assert [(i.encounter_id, i.coded) for i in items_of(db, CODER, AuditId(again.row_id))] == [
        (i.encounter_id, i.coded) for i in items
    ]


def test_by_risk_the_reasons_are_kept() -> None:
    db = some_coders().db
    outcome = draw(db, kind=SampleKind.RISK, size=9)
    assert outcome.message.startswith("Drew 3 of 3")
    assert {item.drawn_for for item in items_of(db, CODER, AuditId(outcome.row_id or 0))} == {
        "New code in this office"
    }


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({"from_on": TODAY + timedelta(days=1)}, "V61"),
        ({"size": 0}, "V62"),
        ({"from_on": TODAY - timedelta(days=9), "to_on": TODAY - timedelta(days=8)}, "V63"),
    ],
)
def test_what_cannot_be_drawn(asked: dict[str, Any], rule: str) -> None:
    db = some_coders().db
    assert [finding.rule for finding in draw(db, **asked).findings] == [rule]
    assert db.table("coding_audit").count == 0


def test_an_owner_draws_only_of_who_shares() -> None:
    db = some_coders().db
    with pytest.raises(NotAllowed):
        draw(db, OWNER)
    save_sharing(db, CODER, shared=True)
    assert draw(db, OWNER).done
