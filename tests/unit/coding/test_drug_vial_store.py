from __future__ import annotations

from dataclasses import replace

from clinicbill.coding.drug_vial import DrugVial
from clinicbill.coding.drug_vial_store import list_vials, save_vial
from clinicbill.db.connect import write
from tests.support.practice import STAMP, open_memory_practice


def test_vials_are_kept_and_go_out_of_use() -> None:
    db = open_memory_practice()
    vial = DrugVial(procedure_code="J3301", name="40 mg vial", ndc="00003029305", units_per_vial=4)
    with write(db):
        row_id = save_vial(db, vial, STAMP)
    assert list_vials(db) == [replace(vial, id=row_id)]
    with write(db):
        save_vial(db, replace(vial, id=row_id, active=False), STAMP)
    assert list_vials(db) == []
    assert len(list_vials(db, with_inactive=True)) == 1
