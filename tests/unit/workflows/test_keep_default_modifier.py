from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.coding.plans.default_modifiers import DefaultModifier
from clinicbill.coding.plans.default_modifiers_store import list_default_modifiers
from clinicbill.workflows.keep_default_modifier import keep_default_modifier
from tests.support.practice import STAMP, open_memory_practice

ROW = DefaultModifier(procedure_code="97140", modifiers=("59",), from_on=date(2026, 1, 1))


def test_a_row_is_saved_and_at_is_refused() -> None:
    db = open_memory_practice()
    assert keep_default_modifier(db, STAMP, ROW).message == "Saved default 59"

    refused = keep_default_modifier(db, STAMP, replace(ROW, procedure_code="98941", modifiers=("AT",)))
    assert (refused.done, [one.rule for one in refused.findings]) == (False, ["S50"])
    assert [one.modifiers for one in list_default_modifiers(db)] == [("59",)]


def test_a_front_desk_may_not() -> None:
    with pytest.raises(NotAllowed):
        keep_default_modifier(open_memory_practice(), replace(STAMP, role="front_desk"), ROW)
