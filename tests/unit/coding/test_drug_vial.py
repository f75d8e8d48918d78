from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.coding.drug_vial import DrugVial, DrugVialId, vial_findings, vial_for, wasted

VIAL = DrugVial(id=DrugVialId(1), procedure_code="J3301", name="40 mg vial", units_per_vial=4)


@given(given=st.integers(1, 500), size=st.integers(1, 100))
def test_given_and_wasted_add_up_to_whole_vials(given: int, size: int) -> None:
    left = wasted(replace(VIAL, units_per_vial=size), given)
    assert (given + left) % size == 0
    assert 0 <= left < size


def test_nothing_of_a_multi_dose_vial_is_wasted() -> None:
    assert wasted(replace(VIAL, single_dose=False), 3) == 0


def test_the_vial_is_the_one_with_the_ndc_else_the_only_one() -> None:
    other = replace(VIAL, id=DrugVialId(2), ndc="00003029305", units_per_vial=8)
    assert vial_for([VIAL], "J3301") is VIAL
    assert vial_for([VIAL, other], "J3301", "00003029305") is other
    assert vial_for([VIAL, other], "J3301") is None
    assert vial_for([replace(VIAL, active=False)], "J3301") is None
    assert vial_for([VIAL], "J1030") is None


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (replace(VIAL, procedure_code="3301"), "S70"),
        (replace(VIAL, units_per_vial=0), "S71"),
        (replace(VIAL, ndc="0003-0293"), "S72"),
        (replace(VIAL, id=DrugVialId(0)), "S73"),
    ],
)
def test_what_may_not_be_saved(wrong: DrugVial, rule: str) -> None:
    assert [finding.rule for finding in vial_findings(wrong, [VIAL])] == [rule]
    assert vial_findings(VIAL, [VIAL]) == []
