from __future__ import annotations

import pytest

from tests.support.coded_days import Case, a_day, a_service, assert_case, found, medicare

CASES = (
    Case("O15", medicare(a_service("98941", "AT", units=2)), medicare(a_service("98941", "AT")), "must_fix"),
    Case("O15", a_day(a_service("98941", units=2)), a_day(a_service("98941")), "warning"),
    Case(
        "N03",
        medicare(a_service("97110", "GY", units=4), a_service("97110", "GY", "59", units=3)),
        medicare(a_service("97110", "GY", units=4), a_service("97110", "GY", "59", units=2)),
        "must_fix",
    ),
    Case(
        "N04",
        medicare(a_service("J1030", units=3)),
        medicare(a_service("J1030", units=2), a_service("J1030", "76", units=2)),
        "must_fix",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_the_source_says_the_indicator() -> None:
    told = found(medicare(a_service("98941", "AT", units=2)))["O15"]
    assert "adjudication indicator 2" in told.source
    assert "2 units" in told.message
