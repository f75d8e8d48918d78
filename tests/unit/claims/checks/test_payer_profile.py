from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.findings import Severity
from clinicbill.claims.profiles import frozen, profile_for
from tests.support.checks import Case, assert_case, findings
from tests.support.claims import (
    COMMERCIAL,
    MEDICARE,
    RENDERING,
    SERVICE_ON,
    a_case,
    a_claim,
    a_coverage,
    a_line,
    auto_accident,
    medicare_chiropractic,
    workers_comp,
)
from tests.unit.cms1500.stories import bcbs

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
BLUE = bcbs()
NO_DATES = a_case(onset_on=None, initial_treatment_on=date(2026, 11, 2))
REVIEW = replace(CALIFORNIA, condition_codes=("W3",), frequency="7", original_reference="EOR1")
CASES = (
    Case(
        "X45",
        replace(REVIEW, explained_on=date(2026, 8, 20)),
        replace(REVIEW, explained_on=date(2026, 11, 20)),
    ),
    Case("X46", REVIEW, CALIFORNIA),
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
    Case("X43", replace(BLUE, case=NO_DATES), BLUE),
    Case("X43", replace(BLUE, case=NO_DATES), a_claim(case=NO_DATES)),
    Case("X44", workers_comp(), in_state(workers_comp(), "OR")),
    Case("X44", workers_comp(profile=frozen(profile_for("workers_comp", SERVICE_ON))), CALIFORNIA),
    Case("X44", workers_comp(), in_state(auto_accident(), "")),  # F07 stops that one
    Case("X44", workers_comp(), a_claim()),
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


@pytest.mark.parametrize("frequency", ["7", "8"])
def test_a_correction_the_form_would_not_say_is_a_second_original_and_stops(frequency: str) -> None:
    told = findings(medicare_chiropractic(frequency=frequency, original_reference="22"), **PAPER)["X34"]
    assert told.severity is Severity.MUST_FIX


def test_a_missing_state_of_injury_asks_whose_rules_apply() -> None:
    told = findings(workers_comp())["X44"]
    assert (told.severity, told.field) == (Severity.WARNING, "case.accident_state")
    assert told.message.startswith("Which state’s rules apply?")
    assert "state of the injury" in told.fix


def test_an_empty_item_14_is_a_warning_with_its_date() -> None:
    told = findings(replace(BLUE, case=NO_DATES))["X43"]
    assert (told.severity, told.where, told.field) == (Severity.WARNING, "item 14", "case.onset_on")


def test_a_payer_that_takes_no_corrections_says_why_and_what_to_do() -> None:
    told = findings(medicare_chiropractic(frequency="7", original_reference="22"))["X34"]
    assert told.message == (
        "Medicare Part B does not take corrected claims. "
        "Medicare Part B wants item 22 blank and takes no replacement and no void."
    )
    assert told.fix.startswith("Ask the contractor to reopen")


def test_a_second_review_in_california_has_its_own_term() -> None:
    found = findings(REVIEW, **PAPER)
    assert "SBR-1" in found["X41"].message
    assert "within 90 days" in found["X46"].message
    assert found["X46"].severity is Severity.INFO
    assert not {"X45", "X46"} & findings(CALIFORNIA, **PAPER).keys()
    assert "PR-2" in findings(CALIFORNIA, **PAPER)["X41"].message


@pytest.mark.parametrize(
    ("left", "rule", "words"),
    [
        (40, "X46", "is 03/01/2027, 90 days"),
        (14, "X45", "in 14 days"),
        (0, "X45", "today"),
        (-1, "X45", "was 03/01/2027"),
    ],
)
def test_the_last_day_of_a_second_review_is_counted(left: int, rule: str, words: str) -> None:
    last = date(2027, 3, 1)
    review = replace(REVIEW, explained_on=last - timedelta(days=90))
    told = findings(review, **(PAPER | {"as_of": last - timedelta(days=left)}))[rule]
    assert words in told.message
    assert told.value == "03/01/2027"


def test_an_unknown_profile_stops_the_claim_without_a_trace() -> None:
    found = findings(a_claim(coverage=a_coverage(payer=replace(COMMERCIAL, profile="nobody"))), **PAPER)
    assert found.keys() == {"X38"}
