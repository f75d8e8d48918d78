from __future__ import annotations

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import Finding, Severity
from clinicbill.practice import store
from clinicbill.workflows.keep_record import keep_record
from tests.support.practice import COMMERCIAL, STAMP, open_memory_practice


def _finding(severity: Severity) -> Finding:
    return Finding(rule="S01", severity=severity, message="m")


def test_must_fix_means_nothing_is_written() -> None:
    db = open_memory_practice()
    outcome = keep_record(
        db,
        [_finding(Severity.WARNING), _finding(Severity.MUST_FIX)],
        lambda: store.save_payer(db, COMMERCIAL, STAMP),
        changed="setup",
        message="Saved",
    )
    assert not outcome.done
    assert (outcome.changed, outcome.message, outcome.row_id) == (frozenset(), "", None)
    assert len(outcome.findings) == 2
    assert store.list_payers(db) == []


def test_warnings_come_along() -> None:
    db = open_memory_practice()
    outcome = keep_record(
        db,
        [_finding(Severity.WARNING)],
        lambda: store.save_payer(db, COMMERCIAL, STAMP),
        changed="setup",
        message="Saved",
    )
    assert outcome.done
    assert (outcome.changed, outcome.row_id) == (frozenset({"setup"}), 1)
    assert len(outcome.findings) == 1


def test_a_failure_halfway_leaves_nothing_behind() -> None:
    db = open_memory_practice()

    def save() -> int:
        store.save_payer(db, COMMERCIAL, STAMP)
        raise CannotDo("no")

    with pytest.raises(CannotDo):
        keep_record(db, [], save, changed="setup", message="Saved")
    assert store.list_payers(db) == []
