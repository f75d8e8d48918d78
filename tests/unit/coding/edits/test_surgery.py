from __future__ import annotations

from datetime import date

import pytest

from clinicbill.coding.edits.reference import NOTHING_LOADED
from tests.support.coded_days import Case, a_day, a_service, assert_case, earlier, found, ortho, surgeon

KNEE = (earlier("27447", date(2026, 10, 13), "RT"),)
OTHER = {"diagnoses": ("M75.101",)}
VISIT = surgeon("99213")
CASES = (
    Case("O01", ortho(VISIT, earlier=KNEE), ortho(VISIT), "must_fix",
         (ortho(surgeon("99213", "24", **OTHER), earlier=KNEE), ortho(surgeon("99024"), earlier=KNEE))),
    Case("O02", ortho(surgeon("99213", "24"), earlier=KNEE), ortho(surgeon("99213", "24", **OTHER), earlier=KNEE), "warning"),
    Case("N21", ortho(surgeon("99213", "24")), ortho(surgeon("99213", "24", **OTHER), earlier=KNEE), "warning"),
    Case("O03", ortho(surgeon("99213", "57"), surgeon("20610", "RT"), filing_code="MB"),
         ortho(surgeon("99213", "57"), surgeon("27447", "RT"), filing_code="MB"), "must_fix"),
    Case("O03", ortho(surgeon("99213", "57"), surgeon("20610", "RT")), ortho(surgeon("99213", "25"), surgeon("20610", "RT")), "warning"),
    Case("O04", ortho(VISIT, surgeon("20610", "RT")), ortho(surgeon("99213", "25"), surgeon("20610", "RT")), "must_fix",
         (ortho(VISIT, surgeon("73562", "RT")),)),
    Case("N26", ortho(VISIT, surgeon("20610", "RT"), reference=NOTHING_LOADED), ortho(VISIT, surgeon("20610", "RT")), "warning"),
    Case("N20", ortho(VISIT, surgeon("27447", "RT")), ortho(surgeon("99213", "57"), surgeon("27447", "RT")), "must_fix"),
    Case("O05", ortho(surgeon("20610", "RT"), earlier=KNEE), ortho(surgeon("20610", "RT", "58"), earlier=KNEE), "must_fix",
         (ortho(surgeon("20610", "RT")), ortho(surgeon("73562", "RT"), earlier=KNEE))),
    Case("O06", ortho(surgeon("29881", "RT", "78"), earlier=KNEE), ortho(surgeon("29881", "RT", "78", pos="24"), earlier=KNEE), "warning"),
    Case("O07", ortho(surgeon("20610", "LT", "79"), earlier=KNEE), ortho(surgeon("20610", "LT"), earlier=KNEE), "info"),
    Case("N22", ortho(surgeon("20610", "RT", "79")), ortho(surgeon("20610", "RT", "79"), earlier=KNEE), "warning"),
    Case("O11", a_day(a_service("97140", "59", "XS")), a_day(a_service("97140", "XS")), "must_fix"),
    Case("O11", a_day(a_service("99213", "59")), a_day(a_service("99213", "25"))),
    Case("N18", ortho(surgeon("20610", "RT", "25")), ortho(surgeon("20610", "RT")), "warning"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_the_days_left_and_the_fitting_modifier_are_told() -> None:
    left = surgeon("20610", "LT", diagnoses=("M17.12",))
    told = found(ortho(left, earlier=KNEE))["O05"]
    assert "49 days left" in told.message
    assert told.fix.startswith("79: The left side")


def test_the_period_of_78_is_the_old_one() -> None:
    told = found(ortho(surgeon("29881", "RT", "78", pos="24"), earlier=KNEE))["O07"]
    assert "until 01/11/2027" in told.message
