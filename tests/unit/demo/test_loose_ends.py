from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.claims.status import ClaimStatus
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind

if TYPE_CHECKING:
    from pathlib import Path


def test_every_state_of_a_claim_has_its_example(tmp_path: Path) -> None:
    path = make_demo(tmp_path, DemoKind.CHIRO, as_of=date(2026, 11, 23), days=150)
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        found = {row[0] for row in db.execute("select distinct status from claim").fetchall()}
        ahead = db.execute("select sum(balance_cents) from balance where account = 'unapplied'").fetchone()[0]
    assert {str(status) for status in ClaimStatus} - found == set()
    assert ahead < 0
