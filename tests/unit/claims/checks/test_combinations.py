from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.claims.checks.context import BilledLine
from tests.support.checks import Case, assert_case, findings
from tests.support.claims import RENDERING, SERVICE_ON, a_claim, a_line, medicare_chiropractic

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


BILLED = BilledLine(
    claim_number="C000300A",
    coverage_id=70,
    service_line_id=900,
    from_on=SERVICE_ON,
    procedure_code="98941",
    modifiers=(),
)
THERAPY = a_line(2, procedure_code="97140")
VISIT = a_line(2, procedure_code="99213")


def cmt(*modifiers: str) -> Claim:
    return medicare_chiropractic(lines=(a_line(modifiers=modifiers, pointers=(1, 2)),))


CASES = (
    Case("F30", a_claim(), a_claim(), {"billed": (BILLED,)}, {}),
    Case(
        "F30", a_claim(lines=(a_line(1), a_line(2))), a_claim(lines=(a_line(1), a_line(2, modifiers=("76",))))
    ),
    Case("C03", cmt(), cmt("AT")),
    Case("C03", cmt("59"), cmt("GZ")),
    Case("C04", cmt("AT", "GA"), cmt("GA")),
    Case(
        "C08",
        medicare_chiropractic(lines=(THERAPY,)),
        medicare_chiropractic(lines=(replace(THERAPY, modifiers=("GY",)),)),
    ),
    Case("C13", a_claim(lines=(a_line(1), a_line(2, procedure_code="98940"))), a_claim()),
    Case(
        "C16",
        a_claim(lines=(a_line(1), THERAPY)),
        a_claim(lines=(a_line(1), replace(THERAPY, modifiers=("XS",)))),
    ),
    Case(
        "C18",
        a_claim(lines=(a_line(1), VISIT)),
        a_claim(lines=(a_line(1), replace(VISIT, modifiers=("25",)))),
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


def test_a_physician_may_bill_medicare_more_than_manipulation() -> None:
    physician = replace(RENDERING, taxonomy="207X00000X")
    claim = medicare_chiropractic(lines=(replace(THERAPY, rendering=physician),))
    assert "C08" not in findings(claim)


def test_at_with_ga_was_fine_before_november_2015() -> None:
    old = date(2015, 10, 30)
    claim = medicare_chiropractic(
        lines=(a_line(modifiers=("AT", "GA"), pointers=(1, 2), from_on=old, to_on=old),)
    )
    assert "C04" not in findings(claim)
