from __future__ import annotations

from dataclasses import replace

from clinicbill.coding.edits.set_aside import SetAside
from clinicbill.coding.edits.set_aside_store import list_set_aside, save_set_aside
from clinicbill.db.connect import write
from tests.support.practice import STAMP, a_patient, a_practice, a_visit, open_memory_practice


def test_a_row_comes_back_with_who_wrote_it_and_goes_when_it_is_withdrawn() -> None:
    db = open_memory_practice(owner="Dana Reyes")
    a_practice(db)
    visit = a_visit(db, a_patient(db))
    row = SetAside(encounter_id=visit, rule="C16", subject="97140", message="m", reason="Other region")
    with write(db):
        row_id = save_set_aside(db, row, STAMP)
    (kept,) = list_set_aside(db, [visit])
    assert (kept.id, kept.by, kept.reason) == (row_id, "Dana Reyes", "Other region")
    with write(db):
        save_set_aside(db, replace(kept, active=False), STAMP)
    assert list_set_aside(db, [visit]) == ()
