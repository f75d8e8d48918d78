from __future__ import annotations

from datetime import timedelta

from clinicbill.coding.audits.audit import SampleKind, Verdict
from clinicbill.coding.audits.audit_store import items_of, list_audits
from clinicbill.demo.audits import leave_audits
from tests.support.practice import STAMP, TODAY, a_practice, a_visit, open_memory_practice, stamp_on


def test_one_is_finished_and_one_is_half_scored() -> None:
    db = open_memory_practice()
    a_practice(db)
    for days in (*range(1, 9), *range(30, 42)):
        day = TODAY - timedelta(days=days)
        a_visit(db, on=day, stamp=stamp_on(day))
    leave_audits(db, STAMP, TODAY)
    second, first = list_audits(db, STAMP, TODAY, TODAY)
    assert (first.kind, first.finished_on, second.kind, second.finished_on) == (
        SampleKind.RANDOM, TODAY, SampleKind.RISK, None,
    )  # fmt: skip
    assert first.note
    assert all(item.verdict is not Verdict.NONE for item in items_of(db, STAMP, first.id))
    assert {item.open for item in items_of(db, STAMP, second.id)} == {True, False}


def test_an_office_without_visits_has_none() -> None:
    db = open_memory_practice()
    leave_audits(db, STAMP, TODAY)
    assert list_audits(db, STAMP, TODAY, TODAY) == []
