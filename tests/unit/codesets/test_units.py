from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.units import unit_limit
from tests.support.code_files import mue_text

if TYPE_CHECKING:
    from tests.unit.codesets.conftest import LoadsFiles


def test_the_limit_of_the_quarter(load_file: LoadsFiles) -> None:
    assert unit_limit("97110", date(2026, 10, 5)) is None
    load_file("mue_2026Q3.csv", mue_text(["97110,4,2 Date of Service Edit: Policy,Invented"]))
    load_file("mue_2026Q4.csv", mue_text(["97110,6,3 Date of Service Edit: Clinical,Invented"]))
    old, new = unit_limit("97110", date(2026, 9, 30)), unit_limit(" 97110", date(2026, 10, 1))
    assert old is not None
    assert new is not None
    assert (old.value, old.indicator, old.release, old.covers) == (4, "2", "7/2026", True)
    assert (new.value, new.indicator, new.rationale, new.to_on) == (6, "3", "Invented", date(2026, 12, 31))
    assert unit_limit("97112", date(2026, 10, 1)) is None


def test_another_day_is_answered_by_the_nearest_which_says_so(load_file: LoadsFiles) -> None:
    load_file("mue_2026Q4.csv", mue_text(["97110,6,1 Line Edit,"]))
    found = unit_limit("97110", date(2027, 1, 1))
    assert found is not None
    assert not found.covers
