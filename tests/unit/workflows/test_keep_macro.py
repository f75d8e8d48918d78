from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.basics.identifiers import MacroId
from clinicbill.coding.plans.macro import Macro
from clinicbill.coding.plans.macro_store import list_macros
from clinicbill.workflows.keep_macro import end_macro, keep_macro
from tests.support.practice import STAMP, open_memory_practice

CMT = Macro(name=" CMT 3 ", diagnoses=("M99.03",))


def test_saved_renamed_and_removed() -> None:
    db = open_memory_practice()
    first = keep_macro(db, STAMP, CMT)
    assert (first.done, first.message) == (True, "Saved macro CMT 3")
    macro_id = MacroId(first.row_id or 0)

    assert [one.rule for one in keep_macro(db, STAMP, CMT).findings] == ["S57"]
    assert keep_macro(db, STAMP, replace(CMT, id=macro_id, name="CMT")).done
    assert [one.name for one in list_macros(db)] == ["CMT"]
    assert end_macro(db, STAMP, macro_id).message == "Removed macro CMT"
    assert list_macros(db) == []


def test_a_front_desk_may_not() -> None:
    with pytest.raises(NotAllowed):
        keep_macro(open_memory_practice(), replace(STAMP, role="front_desk"), CMT)
