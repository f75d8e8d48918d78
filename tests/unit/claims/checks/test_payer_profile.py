from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.support.checks import Case, assert_case, findings
from tests.support.claims import (
    COMMERCIAL,
    MEDICARE,
    RENDERING,
    a_claim,
    a_coverage,
    a_line,
    auto_accident,
    medicare_chiropractic,
    workers_comp,
)

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim

PAPER = {"delivery": "paper"}
# Original Medicare by its filing code, but set up with a profile for everybody else.
MISLAID = medicare_chiropractic(
    coverage=replace(medicare_chiropractic().coverage, payer=replace(MEDICARE, profile="commercial"))
)


def in_state(claim: Claim, state: str) -> Claim:
    return replace(claim, case=replace(claim.case, accident_state=state))


CALIFORNIA = in_state(workers_comp(), "CA")
LICENSED = replace(RENDERING, license_number="CH4471")
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
    Case("X40", in_state(auto_accident(), "NY"), auto_accident(), PAPER),
    Case("X41", CALIFORNIA, workers_comp(), PAPER),
    Case(
        "X42",
        in_state(auto_accident(), "FL"),
        in_state(auto_accident(lines=(a_line(rendering=LICENSED),)), "FL"),
        PAPER,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_medicares_paper_rules_are_silent_in_the_file() -> None:
    assert not {"M01", "M03", "M04"} & findings(MISLAID).keys()


def test_a_payer_that_takes_no_corrections_says_why_and_what_to_do() -> None:
    told = findings(medicare_chiropractic(frequency="7", original_reference="22"))["X34"]
    assert told.message == (
        "Medicare Part B does not take corrected claims. "
        "Medicare Part B wants item 22 blank and takes no replacement and no void."
    )
    assert told.fix.startswith("Ask the contractor to reopen")


def test_a_second_review_in_california_has_its_own_term() -> None:
    review = replace(CALIFORNIA, condition_codes=("W3",), frequency="7", original_reference="EOR1")
    assert "within 90 days" in findings(review, **PAPER)["X41"].message
    assert "PR-2" in findings(CALIFORNIA, **PAPER)["X41"].message


def test_an_unknown_profile_stops_the_claim_without_a_trace() -> None:
    found = findings(a_claim(coverage=a_coverage(payer=replace(COMMERCIAL, profile="nobody"))), **PAPER)
    assert found.keys() == {"X38"}
