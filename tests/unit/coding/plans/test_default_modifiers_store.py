from __future__ import annotations

from dataclasses import replace
from datetime import date

from clinicbill.coding.plans.default_modifiers import DefaultModifier
from clinicbill.coding.plans.default_modifiers_store import list_default_modifiers, save_default_modifier
from tests.support.practice import STAMP, a_practice, open_memory_practice


def test_rows_come_back_as_they_were_saved() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    row = DefaultModifier(
        procedure_code="97", payer_id=office.commercial, claim_filing_code="CI", case_kind="health",
        modifiers=("GP", "59"), from_on=date(2026, 1, 1), to_on=date(2026, 12, 31), note="their manual",
    )  # fmt: skip
    kept = replace(row, id=save_default_modifier(db, row, STAMP))

    assert list_default_modifiers(db) == [kept]
    save_default_modifier(db, replace(kept, active=False), STAMP)
    assert list_default_modifiers(db) == []
    assert len(list_default_modifiers(db, with_inactive=True)) == 1
