from __future__ import annotations

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.identifiers import AuditId
from clinicbill.coding.audits.audit import SampleKind, Verdict
from clinicbill.coding.audits.audit_store import get_audit, items_of
from clinicbill.workflows.draw_audit import draw_audit
from clinicbill.workflows.finish_audit import finish_audit
from clinicbill.workflows.score_audit import score_item
from tests.support.coders import CODER, some_coders
from tests.support.practice import TODAY


def test_an_audit_is_finished_once_and_when_every_code_has_its_verdict() -> None:
    db = some_coders().db
    outcome = draw_audit(
        db, CODER, kind=SampleKind.RANDOM, coder_id=CODER.user_id, from_on=TODAY, to_on=TODAY, size=1, seed=1
    )
    audit_id = AuditId(outcome.row_id or 0)
    refused = finish_audit(db, CODER, audit_id)
    assert [(found.rule, found.message) for found in refused.findings] == [
        ("V66", "4 codes have no verdict yet")
    ]
    items = items_of(db, CODER, audit_id)
    for item in items:
        assert score_item(db, CODER, item.id, verdict=Verdict.RIGHT).done
    assert finish_audit(db, CODER, audit_id, note=" Well done. ").done
    audit = get_audit(db, CODER, audit_id)
    assert (audit.finished_on, audit.note) == (TODAY, "Well done.")
    with pytest.raises(CannotDo, match="finished; nothing was changed"):
        finish_audit(db, CODER, audit_id)
    with pytest.raises(CannotDo, match="finished; nothing was changed"):
        score_item(db, CODER, items[0].id, verdict=Verdict.EXTRA)
