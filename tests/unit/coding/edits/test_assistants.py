from __future__ import annotations

import pytest

from tests.support.coded_days import Case, assert_case, found, ortho, surgeon

STAFF = {"taxonomy": "363AS0400X", "credential": "PA-C"}
CASES = (
    Case("O12", ortho(surgeon("27447", "RT", "80", **STAFF)), ortho(surgeon("27447", "RT", "AS", **STAFF)), "must_fix"),
    Case("O12", ortho(surgeon("27447", "RT", "AS")), ortho(surgeon("27447", "RT", "80"))),
    Case("O13", ortho(surgeon("29881", "RT", "80")), ortho(surgeon("27447", "RT", "80")), "must_fix"),
    Case("N25", ortho(surgeon("29880", "RT", "80")), ortho(surgeon("27447", "RT", "80")), "warning"),
    Case("O09", ortho(surgeon("20610", "50", units=2)), ortho(surgeon("20610", "50")), "warning"),
    Case("O09", ortho(surgeon("20610", "RT"), surgeon("20610", "LT")), ortho(surgeon("73562", "RT"), surgeon("73562", "LT"))),
    Case("O14", ortho(surgeon("29881", "RT"), surgeon("27447", "LT")), ortho(surgeon("27447", "LT"), surgeon("29881", "RT")), "info"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_the_indicator_is_the_source() -> None:
    assert "indicator 1" in found(ortho(surgeon("29881", "RT", "80")))["O13"].source
