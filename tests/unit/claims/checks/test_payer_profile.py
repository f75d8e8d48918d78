from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.checks import Case, assert_case, findings
from tests.support.claims import COMMERCIAL, MEDICARE, a_claim, a_coverage, medicare_chiropractic

PAPER = {"delivery": "paper"}
# Original Medicare by its filing code, but set up with a profile for everybody else.
MISLAID = medicare_chiropractic(
    coverage=replace(medicare_chiropractic().coverage, payer=replace(MEDICARE, profile="commercial"))
)
CASES = (
    Case("X38", a_claim(coverage=a_coverage(payer=replace(COMMERCIAL, profile="nobody"))), a_claim()),
    Case("M01", MISLAID, medicare_chiropractic(), PAPER),
    Case("M03", MISLAID, medicare_chiropractic(), PAPER),
    Case("M04", MISLAID, medicare_chiropractic(), PAPER),
    Case("H04", medicare_chiropractic(), a_claim(), PAPER),
    Case(
        "X34",
        medicare_chiropractic(frequency="7", original_reference="22"),
        a_claim(frequency="7", original_reference="22"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_medicares_paper_rules_are_silent_in_the_file() -> None:
    assert not {"M01", "M03", "M04"} & findings(MISLAID).keys()


def test_an_unknown_profile_stops_the_claim_without_a_trace() -> None:
    found = findings(a_claim(coverage=a_coverage(payer=replace(COMMERCIAL, profile="nobody"))), **PAPER)
    assert found.keys() == {"X38"}
