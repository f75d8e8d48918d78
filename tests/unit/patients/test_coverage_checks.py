from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinicbill.basics.identifiers import CaseId, CoverageId, PayerId
from clinicbill.basics.people import PersonName
from clinicbill.patients.coverage import Coverage
from clinicbill.patients.coverage_checks import coverage_findings, coverages_findings
from tests.support.practice import COMMERCIAL, MEDICARE, RUTH, TODAY

CARD = Coverage(
    id=CoverageId(1),
    payer_id=PayerId(1),
    member_id="XWL884120733",
    from_on=date(2026, 1, 1),
    benefits_signed_on=date(2026, 1, 5),
)
BY_SPOUSE = replace(
    CARD,
    relationship="01",
    subscriber_name=PersonName(last="Alvarez", first="Luis"),
    subscriber_birth_on=date(1949, 3, 2),
    subscriber_address=RUTH.address,
)


def _found(coverage: Coverage, payer: Any = COMMERCIAL) -> list[tuple[str, str, str]]:
    return [(f.rule, f.severity.value, f.field) for f in coverage_findings(coverage, payer, TODAY)]


def test_whole_insurances_have_no_edits() -> None:
    assert _found(CARD) == []
    assert _found(BY_SPOUSE) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"to_on": date(2025, 12, 31)}, ("R10", "must_fix", "to_on")),
        ({"priority": 4}, ("R11", "must_fix", "priority")),
        ({"member_id": " "}, ("R12", "warning", "member_id")),
        ({"relationship": "77"}, ("R14", "must_fix", "relationship")),
        ({"subscriber_name": PersonName(last="Alvarez")}, ("R15", "must_fix", "subscriber_name.last")),
        ({"subscriber_birth_on": None}, ("R16", "warning", "subscriber_birth_on")),
        ({"subscriber_birth_on": date(2027, 1, 1)}, ("R16", "must_fix", "subscriber_birth_on")),
        ({"subscriber_phone": "555"}, ("S25", "warning", "subscriber_phone")),
        ({"insurance_type_code": "99"}, ("R17", "must_fix", "insurance_type_code")),
        ({"benefits_signed_on": None}, ("R19", "warning", "benefits_signed_on")),
    ],
)
def test_coverage(change: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert _found(replace(BY_SPOUSE, **change)) == [expected]


def test_the_last_day_may_be_the_first() -> None:
    assert _found(replace(CARD, to_on=CARD.from_on)) == []


def test_an_injury_has_a_claim_number_in_place_of_a_member_id() -> None:
    assert _found(replace(CARD, member_id="", case_id=CaseId(2))) == []


@pytest.mark.parametrize("number", ["1EG4-TE5-MK73", "1EG4TE5MK73", "1eg4te5mk73"])
def test_medicare_numbers(number: str) -> None:
    assert _found(replace(CARD, member_id=number), MEDICARE) == []


@pytest.mark.parametrize("number", ["123456789A", "1SG4TE5MK73", "0EG4TE5MK73", "1EG4TE5MK7"])
def test_what_is_no_medicare_number(number: str) -> None:
    assert _found(replace(CARD, member_id=number), MEDICARE) == [("R13", "warning", "member_id")]
    assert _found(replace(CARD, member_id=number), COMMERCIAL) == []


def test_medicare_behind_another_payer_needs_a_reason() -> None:
    second = replace(CARD, member_id="1EG4TE5MK73", priority=2)
    assert _found(second, MEDICARE) == [("R18", "warning", "insurance_type_code")]
    assert _found(replace(second, insurance_type_code="12"), MEDICARE) == []


def test_between_insurances() -> None:
    second = replace(CARD, id=CoverageId(2), priority=2)
    assert coverages_findings([CARD, second]) == []
    assert [finding.rule for finding in coverages_findings([second])] == ["R21"]
    late = replace(second, from_on=date(2027, 1, 1))
    assert [f.rule for f in coverages_findings([replace(CARD, to_on=date(2026, 12, 31)), late])] == ["R21"]
    twin = replace(CARD, id=CoverageId(3))
    assert [finding.rule for finding in coverages_findings([CARD, twin])] == ["R20"]
    assert [f.rule for f in coverages_findings([replace(CARD, case_id=CaseId(5)), second])] == ["R21"]
