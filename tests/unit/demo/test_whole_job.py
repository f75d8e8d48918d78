from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.stamp import Stamp
from clinicbill.codesets.library import open_library
from clinicbill.codesets.look_up import LibraryCodes
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind, read_script
from clinicbill.demo.whole_job import WholeJob
from tests.unit.demo.conftest import DAY

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", list(DemoKind))
def test_the_whole_job_ends_in_the_books(tmp_path: Path, kind: DemoKind) -> None:
    path = make_demo(tmp_path, kind, as_of=DAY, days=3)
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        stamp = Stamp(
            user_id=opened.user_id, at=datetime(2026, 11, 23, 18, tzinfo=UTC), on=DAY, role=opened.role
        )
        job = WholeJob(db, read_script(kind), stamp, tmp_path, LibraryCodes(open_library()))
        said = "\n".join(job.steps())
        left = db.execute(
            """select sum(b.balance_cents) from open_balance b join patient p on p.id = b.patient_id
               where p.last_name = 'Alvarez' and p.first_name = 'Ruth' and b.account = 'payer_receivable'"""
        ).fetchone()[0]
    assert "No edits" in said
    assert "balanced" in said
    assert "nothing was posted again" in said
    assert left is None
    for name in ("cms1500.pdf", "remittance.835", "aging.pdf", "aging.csv"):
        assert (tmp_path / name).stat().st_size > 100
    assert len(list(tmp_path.glob("837P-*.837"))) == 1
