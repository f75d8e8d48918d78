from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind
from clinicbill.reports.taken_payments import applied_of, list_taken

if TYPE_CHECKING:
    from pathlib import Path


def test_each_payment_is_what_was_applied_and_what_was_not(tmp_path: Path) -> None:
    path = make_demo(tmp_path, DemoKind.CHIRO, as_of=date(2026, 11, 23), days=40)
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        taken = list_taken(db)
        assert taken
        assert [row.posted_on for row in taken] == sorted((row.posted_on for row in taken), reverse=True)
        for row in taken[:20]:
            applied = Money.total(part.amount for part in applied_of(db, row.id))
            assert applied + row.unapplied == row.paid
        assert any(row.unapplied for row in taken)
