from __future__ import annotations

from datetime import date

import pytest

from clinicbill.coding.drug_vial import DrugVial
from tests.support.coded_days import Case, a_day, a_service, assert_case, found, medicare

SINGLE = DrugVial(procedure_code="J3301", name="Single", units_per_vial=4)
MULTI = DrugVial(procedure_code="J3301", name="Multi", units_per_vial=4, single_dose=False)
NDC = {"ndc": "00003029305", "ndc_unit": "ML", "ndc_quantity": "1"}
CASES = (
    Case("F32", a_day(a_service("J3301", **{**NDC, "ndc": "123"})), a_day(a_service("J3301", **NDC)), "must_fix"),
    Case("F32", a_day(a_service("J3301", **{**NDC, "ndc_unit": "XX"})), a_day(a_service("J3301", **NDC))),
    Case("F32", a_day(a_service("J3301", **{**NDC, "ndc_quantity": "0"})), a_day(a_service("J3301", **NDC))),
    Case("H32", a_day(a_service("J3301")), a_day(a_service("J3301", **NDC)), "warning", (medicare(a_service("J3301")),)),
    Case(
        "D07",
        medicare(a_service("J3301", units=4), vials=(SINGLE,)),
        medicare(a_service("J3301", "JZ", units=4), vials=(SINGLE,)),
        "warning",
        (
            medicare(a_service("J3301", units=3), a_service("J3301", "JW"), vials=(SINGLE,)),
            medicare(a_service("J3301", units=4), vials=(MULTI,)),
            a_day(a_service("J3301", units=4), vials=(SINGLE,)),
            medicare(a_service("J3301", units=4, on=date(2023, 6, 30)), vials=(SINGLE,)),
        ),
    ),
    Case(
        "D07",
        medicare(a_service("J3301", "JZ", units=3, wasted_units=1), vials=(SINGLE,)),
        medicare(a_service("J3301", units=3, wasted_units=1), a_service("J3301", "JW"), vials=(SINGLE,)),
    ),
    Case(
        "D08",
        medicare(a_service("J3301", "JZ", units=3), vials=(SINGLE,)),
        medicare(a_service("J3301", units=3), a_service("J3301", "JW"), vials=(SINGLE,)),
        "warning",
    ),
    Case(
        "D08",
        medicare(a_service("J3301", units=3, wasted_units=1)),
        medicare(a_service("J3301", units=3, wasted_units=1), a_service("J3301", "JW")),
    ),
    Case("D08", medicare(a_service("J3301", "JW")), medicare(a_service("J3301", "JZ"))),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_what_the_vial_leaves_is_told() -> None:
    assert "JW for 1 units" in found(medicare(a_service("J3301", units=7), vials=(SINGLE,)))["D07"].fix
