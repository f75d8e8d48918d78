from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.claims.checks.context import BilledLine
from tests.support.checks import Case, assert_case, findings
from tests.support.claims import SERVICE_ON, a_claim, a_line

BILLED = BilledLine(
    claim_number="C000300A",
    coverage_id=70,
    service_line_id=900,
    from_on=SERVICE_ON,
    procedure_code="98941",
    modifiers=(),
)


CASES = (
    Case("F30", a_claim(), a_claim(), {"billed": (BILLED,)}, {}),
    Case(
        "F30", a_claim(lines=(a_line(1), a_line(2))), a_claim(lines=(a_line(1), a_line(2, modifiers=("76",))))
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_a_duplicate_names_the_other_claim() -> None:
    found = findings(a_claim(), billed=(BILLED,))["F30"]
    assert "C000300A" in found.message
    assert found.severity == "warning"


def test_the_same_line_may_stand_on_the_secondary_claim() -> None:
    primary = replace(BILLED, service_line_id=101, coverage_id=69)
    assert "F30" not in findings(a_claim(), billed=(primary,))


def test_the_same_line_twice_with_one_insurance_is_a_duplicate() -> None:
    again = replace(BILLED, service_line_id=101)
    assert "F30" in findings(a_claim(), billed=(again,))


def test_another_day_or_another_modifier_is_no_duplicate() -> None:
    others = (replace(BILLED, from_on=date(2026, 11, 9)), replace(BILLED, modifiers=("59",)))
    assert "F30" not in findings(a_claim(), billed=others)
