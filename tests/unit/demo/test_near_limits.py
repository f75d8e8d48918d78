from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.claims.worklist_store import ClaimFilter, find_claims
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind
from clinicbill.reports.work_item import WorkKind
from clinicbill.reports.worklist import worklist

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("kind", DemoKind)
def test_some_claims_are_near_their_filing_limit_each_in_its_own_way(kind: DemoKind, tmp_path: Path) -> None:
    path = make_demo(tmp_path, kind, as_of=DAY, days=100)
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        listed = find_claims(db, ClaimFilter(as_of=DAY, limit=10_000))
        items = [item for item in worklist(db, DAY) if item.kind is WorkKind.LIMIT]
    near = {row.id: row for row in listed if row.deadline_days is not None and 0 <= row.deadline_days <= 30}
    assert {item.record for item in items} == set(near)
    assert len(items) >= 4
    assert {str(row.status) for row in near.values()} >= {"on_hold", "rejected", "ready"}
    assert len({row.deadline_days for row in near.values()}) >= 4
    assert all(not item.overdue for item in items)
