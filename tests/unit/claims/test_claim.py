from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from clinicbill.basics.money import Money
from tests.support.claims import a_claim


def test_the_total_is_the_sum_of_the_lines() -> None:
    claim = a_claim()
    line = claim.lines[0]
    both = replace(claim, lines=(line, replace(line, charge=Money(4801))))
    assert both.total == line.charge + Money(4801)


def test_the_first_day_of_service_starts_the_clock() -> None:
    claim = a_claim()
    line = claim.lines[0]
    early = replace(line, from_on=date(2026, 1, 2), to_on=date(2026, 1, 2))
    assert replace(claim, lines=(line, early)).first_service_on == date(2026, 1, 2)


def test_the_relationship_says_who_is_the_insured() -> None:
    claim = a_claim()
    child = replace(claim, coverage=replace(claim.coverage, relationship="19"))
    assert replace(claim, coverage=replace(claim.coverage, relationship="18")).patient_is_subscriber
    assert not child.patient_is_subscriber


def test_a_claim_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        a_claim().frequency = "7"  # type: ignore[misc]
