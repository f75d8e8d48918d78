from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.claims.timely import days_left, deadline_of, filing_deadline
from tests.support.claims import COMMERCIAL, MEDICARE


@pytest.mark.parametrize(
    ("service", "deadline"),
    [
        (date(2026, 11, 9), date(2027, 11, 9)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2027, 3, 1), date(2028, 3, 1)),
    ],
)
def test_medicare_has_one_calendar_year(service: date, deadline: date) -> None:
    assert filing_deadline(service, claim_filing_code="MB", filing_limit_days=30) == deadline


def test_a_contract_counts_days() -> None:
    limit = filing_deadline(date(2026, 9, 4), claim_filing_code="CI", filing_limit_days=90)
    assert limit == date(2026, 12, 3)
    assert days_left(limit, date(2026, 11, 23)) == 10
    assert days_left(limit, limit) == 0
    assert days_left(limit, date(2026, 12, 4)) == -1


def test_no_contract_no_limit() -> None:
    assert filing_deadline(date(2026, 9, 4), claim_filing_code="CI", filing_limit_days=None) is None


def test_the_payer_of_the_claim_decides() -> None:
    assert deadline_of(date(2026, 1, 1), replace(COMMERCIAL, filing_limit_days=10)) == date(2026, 1, 11)
    assert deadline_of(date(2026, 1, 1), MEDICARE) == date(2027, 1, 1)
