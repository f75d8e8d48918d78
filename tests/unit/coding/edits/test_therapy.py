from __future__ import annotations

from datetime import date

import pytest

from tests.support.coded_days import Case, a_day, a_service, assert_case, earlier, found, medicare

PT = {"taxonomy": "225100000X", "charge_cents": 10_000}
MUCH = tuple(earlier("97110", date(2026, 3, n), "GP", charge_cents=60_000) for n in range(2, 6))
LAST_YEAR = tuple(earlier("97110", date(2025, 12, n), "GP", charge_cents=60_000) for n in range(2, 6))
CASES = (
    Case(
        "C19",
        medicare(a_service("97110", **PT)),
        medicare(a_service("97110", "GP", **PT)),
        "warning",
        (a_day(a_service("97110")),),
    ),
    Case("C19", a_day(a_service("97140"), filing_code="VA"), a_day(a_service("98941"), filing_code="VA")),
    Case(
        "N17",
        medicare(a_service("97110", "GP", **PT), earlier=MUCH),
        medicare(a_service("97110", "GP", "KX", **PT), earlier=MUCH),
        "warning",
        (
            medicare(a_service("97110", "GP", **PT), earlier=MUCH[:2]),
            medicare(a_service("97110", "GP", **PT), earlier=LAST_YEAR),
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_the_threshold_is_told_in_dollars_and_holds_for_its_year_only() -> None:
    told = found(medicare(a_service("97110", "GP", **PT), earlier=MUCH))["N17"]
    assert "2,480.00" in told.message
    next_year = a_service("97110", "GP", **{**PT, "on": date(2027, 3, 1), "charge_cents": 900_000})
    assert "N17" not in found(medicare(next_year))
