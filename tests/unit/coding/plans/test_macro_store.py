from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import MacroId
from clinicbill.coding.plans.macro import Macro, MacroLine
from clinicbill.coding.plans.macro_store import get_macro, list_macros, save_macro
from tests.support.practice import STAMP, a_practice, open_memory_practice


def test_a_macro_comes_back_as_it_was_saved() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    macro = Macro(
        name="CMT 3",
        number=1,
        payer_id=office.medicare,
        provider_id=office.provider,
        diagnoses=("M99.03", "M54.59"),
        lines=(
            MacroLine(procedure_code="98941", modifiers=("AT", "GP"), pointers=(2, 1), regions=("C", "L")),
            MacroLine(procedure_code="97140", minutes=15, units=2),
        ),
    )
    macro_id = save_macro(db, macro, STAMP)
    kept = get_macro(db, macro_id)

    assert kept == replace(macro, id=macro_id)
    assert list_macros(db) == [kept]

    less = replace(kept, diagnoses=("M54.59",), lines=(replace(kept.lines[1], units=3),))
    save_macro(db, less, STAMP)
    assert get_macro(db, macro_id) == less
    save_macro(db, replace(less, active=False), STAMP)
    assert list_macros(db) == []
    assert [one.id for one in list_macros(db, with_inactive=True)] == [macro_id]


def test_there_is_no_such_macro() -> None:
    with pytest.raises(NotFound):
        get_macro(open_memory_practice(), MacroId(9))
