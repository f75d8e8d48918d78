from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.coding.plans.macro import Macro, MacroLine
from clinicbill.coding.plans.macro_store import save_macro
from clinicbill.coding.used_codes_store import codes_in_use
from clinicbill.db.connect import write
from clinicbill.db.rows import insert, update
from clinicbill.practice.procedure import Procedure
from clinicbill.practice.store import save_procedure
from tests.support.practice import STAMP, a_case, a_patient, a_practice, a_visit, open_memory_practice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database


@pytest.fixture
def db() -> Iterator[Database]:
    made = open_memory_practice()
    a_practice(made)
    yield made
    made.close()


def test_codes_stand_where_the_office_keeps_them(db: Database) -> None:
    patient = a_patient(db, "Alvarez", "Ruth")
    a_case(db, patient)
    visit = a_visit(db, patient)
    with write(db):
        save_procedure(db, Procedure(code="97010", name="Hot pack"), STAMP)
        save_procedure(db, Procedure(code="97014", name="Old one", active=False), STAMP)
        save_macro(
            db, Macro(name="Neck", diagnoses=("M54.2",), lines=(MacroLine(procedure_code="98940"),)), STAMP
        )
        insert(db, "favourite_code", {"code": "M54.50", **STAMP.columns()})
        insert(
            db,
            "encounter_diagnosis",
            {"encounter_id": visit, "position": 12, "code": "M54.6", **STAMP.columns()},
        )
        update(db, "encounter", visit, {"status": "to_code"})
    used = codes_in_use(db)
    assert used["favourites"] == {"M54.50"}
    assert "97010" in used["procedure list"]
    assert "97014" not in used["procedure list"]
    assert used["macros"] == {"M54.2", "98940"}
    assert "M54.6" in used["open visits"]
    with write(db):
        update(db, "encounter", visit, {"status": "coded"})
    assert codes_in_use(db)["open visits"] == frozenset()
