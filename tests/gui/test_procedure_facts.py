from __future__ import annotations

from clinicbill.coding.edits.reference import NOTHING_LOADED
from clinicbill.ui.codes.procedure_facts import NOTHING, modifier_facts, procedure_facts
from tests.support.coded_days import DAY, FewFigures


def facts(code: str, *own: str) -> dict[str, str]:
    return dict(procedure_facts(code, own, DAY, FewFigures()))


def test_a_surgery_says_its_days_its_sides_its_assistant_and_what_it_includes() -> None:
    found = facts("29881", "20610", "29881", "99213")
    assert found["Global period"] == "90 days and the day before (fee schedule 10/2026)"
    assert found["Both sides"] == "50 is paid at 150 %"
    assert found["Assistant"] == "not paid"
    assert found["NCCI"] == "includes 20610; no modifier separates them (indicator 0, 10/2026)"


def test_the_other_half_of_a_pair_says_what_it_is_part_of() -> None:
    assert facts("97530", "98941")["NCCI"].startswith("is part of 98941; a modifier may separate them")


def test_units_and_add_on_codes() -> None:
    assert facts("97110")["At most"] == "6 units a day, more with documentation (MUE 10/2026)"
    assert facts("J1030")["At most"] == "2 units on a line (MUE 10/2026)"
    assert facts("20939")["Only beside"] == "22612"


def test_nothing_loaded_says_where_to_load_it() -> None:
    assert procedure_facts("98941", ("97140",), DAY, NOTHING_LOADED) == (NOTHING,)


def test_a_modifier_names_the_edits_that_speak_of_it_with_their_source() -> None:
    found = dict(modifier_facts("GP"))
    assert found
    assert all("." in words for words in found.values())
    assert any("AT" in title for title, _ in modifier_facts("AT"))
    assert modifier_facts("QQ") == ()
