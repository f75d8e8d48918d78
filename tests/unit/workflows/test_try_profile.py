from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import ClaimId
from clinicbill.claims.profiles import frozen, profile_for
from clinicbill.practice import store
from clinicbill.practice.payer import Delivery
from clinicbill.workflows.try_profile import BoxChange, try_profile
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, a_line


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def test_only_what_would_change_is_told(at: Workplace) -> None:
    record = at.claim()
    same = try_profile(at.db, record.id, profile_for("commercial", TODAY), as_of=TODAY)
    assert (same.boxes, same.gone, same.new) == ((), (), ())
    assert same.before == frozen(profile_for("commercial", TODAY))


def test_before_and_after_of_each_box(at: Workplace) -> None:
    record = at.claim()
    trial = try_profile(at.db, record.id, profile_for("medicare", TODAY), as_of=TODAY)
    boxes = {change.item: (change.before, change.after) for change in trial.boxes}
    assert boxes["1"] == ("X other", "X medicare")
    assert boxes["11"] == ("", "NONE")
    assert boxes["15"][0].startswith("454")
    assert boxes["15"][1] == ""
    items = [change.item for change in trial.boxes]
    assert items.index("1") < items.index("4") < items.index("11") < items.index("15") < items.index("32")


def test_findings_that_come_and_go(at: Workplace) -> None:
    payer = store.get_payer(at.db, at.office.medicare)
    store.save_payer(at.db, replace(payer, profile="commercial", delivery=Delivery.PAPER), STAMP)
    record = at.claim(payer=at.office.medicare)
    trial = try_profile(at.db, record.id, profile_for("medicare", TODAY), as_of=TODAY)
    assert "M01" in {finding.rule for finding in trial.gone}
    assert "M01" not in {finding.rule for finding in trial.new}
    back = try_profile(
        at.db, record.id, replace(profile_for("medicare", TODAY), own_form="A form."), as_of=TODAY
    )
    assert "X40" in {finding.rule for finding in back.new}


def test_sheets_that_come_are_told_too(at: Workplace) -> None:
    lines = [a_line("97110", charge="52.00", pointers=(1,)) for _ in range(7)]
    record = at.claim(lines=lines)
    profile = replace(profile_for("commercial", TODAY), overflow="continued", numbered_sheets=False)
    changes = try_profile(at.db, record.id, profile, as_of=TODAY).boxes
    assert BoxChange(item="28", line=0, sheet=1, before="312 00", after="CONTINU ED") in changes
    assert {change.sheet for change in changes} == {1, 2}


def test_nothing_is_saved_by_trying(at: Workplace) -> None:
    record = at.claim()
    writes = at.db.conn.total_changes
    try_profile(at.db, record.id, profile_for("medicare", TODAY), as_of=TODAY)
    assert at.db.conn.total_changes == writes
    assert at.record(record.id) == record


def test_a_claim_that_is_not_there(at: Workplace) -> None:
    with pytest.raises(NotFound):
        try_profile(at.db, ClaimId(99), profile_for("bcbs", TODAY), as_of=TODAY)
