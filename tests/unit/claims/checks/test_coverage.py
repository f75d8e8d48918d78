from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.people import Address
from tests.support.checks import Case, assert_case, findings
from tests.support.claims import (
    COMMERCIAL,
    MEDICARE,
    a_claim,
    a_coverage,
    a_patient,
    a_subscriber,
    medicare_chiropractic,
    secondary,
    workers_comp,
)

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


OTHER = secondary().others[0]


def medicare_second(code: str) -> Claim:
    """Medicare behind an employer's plan."""
    coverage = replace(medicare_chiropractic().coverage, responsibility="S", insurance_type_code=code)
    first = replace(OTHER, coverage=a_coverage(coverage_id=69))
    return medicare_chiropractic(coverage=coverage, others=(first,))


CASES = (
    Case(
        "F01",
        a_claim(coverage=a_coverage(payer=replace(COMMERCIAL, claim_filing_code="09"))),
        a_claim(),
    ),
    Case("X35", a_claim(coverage=a_coverage(relationship="")), a_claim()),
    Case("X11", a_claim(coverage=a_coverage(payer=replace(COMMERCIAL, payer_number=""))), a_claim()),
    Case(
        "X12",
        a_claim(coverage=a_coverage(payer=replace(COMMERCIAL, address=Address()))),
        a_claim(),
        {"delivery": "paper"},
    ),
    Case(
        "F09",
        secondary(
            others=(replace(OTHER, coverage=replace(OTHER.coverage, subscriber=a_subscriber(member_id=""))),)
        ),
        secondary(),
    ),
    Case("X06", a_claim(coverage=a_coverage(responsibility="S")), secondary()),
    Case("X06", secondary(coverage=a_coverage(responsibility="P")), a_claim()),
    Case("X06", a_claim(coverage=a_coverage(responsibility="")), a_claim()),
    Case("X07", secondary(others=(replace(OTHER, adjudicated=False),)), secondary()),
    Case("X08", medicare_second(""), medicare_second("12")),
    Case("X09", a_claim(coverage=a_coverage(insurance_type_code="12")), a_claim()),
    Case("X09", medicare_second("99"), medicare_second("43")),
    Case(
        "X10",
        medicare_chiropractic(
            coverage=replace(
                medicare_chiropractic().coverage, subscriber=a_subscriber(member_id="1EG4TE5MK7S")
            )
        ),
        medicare_chiropractic(),
    ),
    Case("F33", a_claim(patient=a_patient(signature_on_file_on=None)), a_claim()),
    Case(
        "F33",
        a_claim(coverage=a_coverage(benefits_signed_on=None)),
        a_claim(coverage=a_coverage(benefits_signed_on=None, benefits_assigned=False)),
    ),
    Case(
        "W06",
        workers_comp(coverage=replace(workers_comp().coverage, subscriber=a_subscriber())),
        workers_comp(),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_a_paper_payer_needs_no_payer_id() -> None:
    claim = a_claim(coverage=a_coverage(payer=replace(COMMERCIAL, payer_number="")))
    assert "X11" not in findings(claim, delivery="paper")


def test_medicare_shows_no_other_insurance_in_item_9() -> None:
    broken = replace(OTHER, coverage=replace(OTHER.coverage, payer=replace(MEDICARE, name="")))
    claim = medicare_chiropractic(
        others=(replace(broken, coverage=replace(broken.coverage, responsibility="S")),)
    )
    assert "F09" not in findings(claim)


def test_a_tertiary_claim_needs_both_before_it() -> None:
    claim = secondary(coverage=a_coverage(responsibility="T"))
    assert "insurance before it" in findings(claim)["X06"].message
