from __future__ import annotations

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.basics.identifiers import AuditId
from clinicbill.coding.audits.audit import Accuracy, SampleKind, Verdict
from clinicbill.coding.audits.audit_store import items_of
from clinicbill.reports.coding_audits import (
    audit_result,
    audit_result_rows,
    coding_audits,
    coding_audits_rows,
    interval_words,
)
from clinicbill.reports.report_table import TOTAL, Days
from clinicbill.workflows.draw_audit import draw_audit
from clinicbill.workflows.score_audit import score_item
from tests.support.coders import CODER, OWNER, some_coders
from tests.support.practice import TODAY

DAYS = Days(from_on=TODAY, to_on=TODAY, viewer=CODER)


def test_an_audit_in_figures_that_open_their_codes() -> None:
    db = some_coders().db
    drawn = draw_audit(
        db, CODER, kind=SampleKind.RANDOM, coder_id=CODER.user_id, from_on=TODAY, to_on=TODAY, size=2, seed=1
    )
    audit_id = AuditId(drawn.row_id or 0)
    first, *others = items_of(db, CODER, audit_id)
    score_item(db, CODER, first.id, verdict=Verdict.WRONG, correct="M99.04")
    for item in others[:-1]:
        score_item(db, CODER, item.id, verdict=Verdict.RIGHT)
    listed = coding_audits(db, DAYS)
    (row,) = listed.rows
    assert row.cells[:5] == (TODAY, "Mo Quist", "Random", "2 of 3", 8)
    assert listed.cell(row, "State") == "1 to score"
    for head in ("Codes", "Right", "Wrong", "Missing", "Extra"):
        assert len(coding_audits_rows(db, DAYS, row.key, head)) == listed.cell(row, head)
    result = audit_result(db, CODER, audit_id)
    assert result.about == "2 of 3 visits finished 11/23/2026–11/23/2026, drawn at random, seed 1"
    assert [one.cells[:4] for one in result.rows] == [
        ("Diagnoses", 4, 3, 1), ("Procedures", 2, 2, 0), ("Modifiers", 2, 1, 0),
    ]  # fmt: skip
    assert result.total is not None
    assert result.total.cells == ("All", 8, 6, 1, 0, 0, "86 %", "49–97 %", "Too few to say")
    (wrong,) = audit_result_rows(db, CODER, audit_id, TOTAL, "Wrong")
    assert (wrong.code, wrong.detail, wrong.encounter_id) == (
        "M99.03",
        "should be M99.04",
        first.encounter_id,
    )


def test_they_are_private() -> None:
    db = some_coders().db
    drawn = draw_audit(
        db, CODER, kind=SampleKind.RISK, coder_id=CODER.user_id, from_on=TODAY, to_on=TODAY, size=1, seed=1
    )
    assert coding_audits(db, Days(from_on=TODAY, to_on=TODAY, viewer=OWNER)).rows == ()
    with pytest.raises(NotAllowed):
        audit_result(db, OWNER, AuditId(drawn.row_id or 0))


def test_nothing_scored_has_no_interval() -> None:
    assert interval_words(Accuracy(right=0, wrong=0, missing=0, extra=0)) is None
