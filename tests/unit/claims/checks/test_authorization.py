from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clinicbill.basics.identifiers import CoverageId
from clinicbill.patients.authorization import Authorization
from tests.support.checks import Case, assert_case, findings
from tests.support.claims import a_claim


def allowed(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "coverage_id": CoverageId(70),
        "number": "OPT77120",
        "visits_allowed": 12,
        "visits_used": 12,
        "from_on": date(2026, 9, 1),
        "to_on": date(2026, 11, 30),
    }
    return {"authorization": Authorization(**(values | changes))}


CLAIM = a_claim(authorization_number="OPT77120")
CASES = (
    Case("A01", CLAIM, CLAIM, allowed(to_on=date(2026, 11, 22)), allowed(to_on=date(2026, 11, 23))),
    Case("A01", CLAIM, CLAIM, allowed(from_on=date(2026, 11, 24)), allowed(to_on=None)),
    Case("A02", CLAIM, CLAIM, allowed(visits_used=13), allowed()),
    Case("A03", CLAIM, CLAIM, allowed(procedures=("97110",)), allowed(procedures=("97110", "98941"))),
    Case(
        "A04",
        a_claim(authorization_number="A1", referral_number="R1"),
        CLAIM,
        {"delivery": "paper"},
    ),
    Case("A05", a_claim(authorization_number="OPT-77120"), CLAIM),
    Case("A05", a_claim(referral_number="R" * 30), a_claim(referral_number="R" * 29), {"delivery": "paper"}),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_an_authorization_without_a_visit_limit_is_never_used_up() -> None:
    assert "A02" not in findings(CLAIM, **allowed(visits_allowed=None, visits_used=99))


def test_the_file_has_room_for_both_numbers() -> None:
    assert "A04" not in findings(a_claim(authorization_number="A1", referral_number="R1"))
