from __future__ import annotations

from clinicbill.coding.drug_vial import DrugVial
from clinicbill.coding.drug_vial_store import list_vials
from clinicbill.workflows.keep_drug_vial import keep_drug_vial
from tests.support.practice import STAMP, open_memory_practice


def test_a_vial_is_kept_and_not_twice() -> None:
    db = open_memory_practice()
    vial = DrugVial(procedure_code="J3301", name="40 mg vial", units_per_vial=4)
    outcome = keep_drug_vial(db, STAMP, vial)
    assert (outcome.done, outcome.message) == (True, "Saved the vial of J3301")
    assert [found.rule for found in keep_drug_vial(db, STAMP, vial).findings] == ["S73"]
    assert len(list_vials(db)) == 1
