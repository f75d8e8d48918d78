from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.checks import Case, assert_case, findings
from tests.support.claims import (
    AUTO_PAYER,
    COMP_PAYER,
    a_case,
    a_claim,
    a_coverage,
    a_line,
    auto_accident,
    medicare_chiropractic,
    workers_comp,
)

COMP, AUTO = workers_comp().case, auto_accident().case
CASES = (
    Case("X33", a_claim(frequency="6"), a_claim(frequency="1")),
    Case("F26", a_claim(frequency="7"), a_claim(frequency="7", original_reference="2226320000411")),
    Case("F26", a_claim(original_reference="2226320000411"), a_claim()),
    Case("F07", auto_accident(case=replace(AUTO, accident_state="")), auto_accident()),
    Case("F08", auto_accident(case=replace(AUTO, accident_on=None)), auto_accident()),
    Case("F08", a_claim(case=a_case(other_accident=True)), a_claim()),
    Case("W03", workers_comp(case=replace(COMP, accident_on=None)), workers_comp()),
    Case("W02", workers_comp(case=replace(COMP, claim_number="")), workers_comp()),
    Case("W01", a_claim(coverage=a_coverage(payer=COMP_PAYER)), workers_comp()),
    Case("W04", a_claim(coverage=a_coverage(payer=AUTO_PAYER)), auto_accident()),
    Case("H20", a_claim(case=a_case(kind="cash")), a_claim()),
    Case(
        "C10",
        medicare_chiropractic(case=a_case(initial_treatment_on=None)),
        a_claim(case=a_case(initial_treatment_on=None)),
    ),
    Case(
        "C12",
        medicare_chiropractic(additional_information="XRAY 11/02/2026"),
        medicare_chiropractic(additional_information="SEE NOTE"),
        {"delivery": "paper"},
    ),
    Case(
        "W05",
        a_claim(condition_codes=("W3",)),
        a_claim(condition_codes=("W3",), original_reference="T 4711"),
    ),
    Case("X61", a_claim(condition_codes=("BGW3",)), a_claim(condition_codes=("W2",), original_reference="1")),
    Case("X61", a_claim(condition_codes=("A1", "A1")), a_claim(condition_codes=("A1", "A2"))),
    Case(
        "H10",
        medicare_chiropractic(condition_codes=("A1",)),
        a_claim(condition_codes=("A1",)),
        {"delivery": "paper"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_medicare_wants_no_first_treatment_without_a_manipulation() -> None:
    claim = medicare_chiropractic(
        case=a_case(initial_treatment_on=None), lines=(a_line(procedure_code="99213"),)
    )
    assert "C10" not in findings(claim)


def test_the_missing_first_treatment_stops_and_names_the_remark() -> None:
    found = findings(medicare_chiropractic(case=a_case(initial_treatment_on=None)))["C10"]
    assert found.severity == "must_fix"
    assert "MA122" in found.why
    assert found.field == "case.initial_treatment_on"


def test_a_repeated_bill_may_name_the_first_one() -> None:
    claim = a_claim(condition_codes=("W2",), original_reference="T 4711")
    assert not {"F26", "W05"} & findings(claim).keys()


def test_a_corrected_claim_with_a_condition_code_is_asked_for_its_number_once() -> None:
    found = findings(a_claim(condition_codes=("W3",), frequency="7"))
    assert "F26" in found
    assert "W05" not in found


def test_condition_codes_that_medicares_form_leaves_out_are_told() -> None:
    told = findings(medicare_chiropractic(condition_codes=("W3",), original_reference="1"), delivery="paper")
    assert (told["H10"].severity, told["H10"].value) == ("warning", "W3")
