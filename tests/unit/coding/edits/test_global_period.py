from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.coding.edits.global_period import choices, global_days, is_related, periods
from clinicbill.coding.edits.reference import NOTHING_LOADED
from tests.support.coded_days import DAY, earlier, ortho, surgeon

KNEE = earlier("27447", date(2026, 10, 13), "RT")
TOE = earlier("11750", date(2026, 11, 16), "TA")


def test_a_knee_of_october_runs_until_january() -> None:
    (period,) = periods(ortho(surgeon("99213"), earlier=(KNEE,)), DAY)
    assert (period.to_on, period.days_left, period.side) == (date(2027, 1, 11), 49, "RT")
    assert period.from_on == date(2026, 10, 12)
    assert period.words == "27447-RT of 10/13: 49 days left, until 01/11/2027"


@given(st.integers(0, 120))
def test_the_last_day_counts_and_the_next_does_not(days: int) -> None:
    on = KNEE.on + timedelta(days=days)
    found = periods(ortho(surgeon("99213"), earlier=(KNEE,)), on)
    assert bool(found) == (0 < days <= 90)
    assert [period.days_left for period in found] == [90 - days] * len(found)


def test_ten_days_and_the_longest_comes_first() -> None:
    found = periods(ortho(surgeon("99213"), earlier=(TOE, KNEE)), DAY)
    assert [(period.surgery, period.days_left) for period in found] == [("27447", 49), ("11750", 3)]


@pytest.mark.parametrize("modifier", ["80", "AS", "56", "78"])
def test_who_did_not_do_the_surgery_starts_no_period(modifier: str) -> None:
    helped = earlier("27447", date(2026, 10, 13), modifier)
    assert periods(ortho(surgeon("99213"), earlier=(helped,)), DAY) == []


def test_another_specialty_of_the_group_is_another_surgeon_but_staff_are_not() -> None:
    pain = ortho(surgeon("99213", taxonomy="208VP0014X"), earlier=(KNEE,))
    assistant = ortho(surgeon("99213", taxonomy="363AS0400X"), earlier=(KNEE,))
    assert periods(pain, DAY) == []
    assert len(periods(assistant, DAY)) == 1


def test_nothing_loaded_knows_no_period_but_of_injections() -> None:
    day = ortho(surgeon("99213"), earlier=(KNEE,), reference=NOTHING_LOADED)
    assert periods(day, DAY) == []
    assert (global_days(day, "20610", DAY), global_days(day, "27447", DAY)) == ("000", "")


def test_a_related_visit_fits_nothing_and_an_unrelated_one_24() -> None:
    related = ortho(surgeon("99213"), earlier=(KNEE,))
    shoulder = ortho(surgeon("99213", diagnoses=("M75.101",)), earlier=(KNEE,))
    assert not any(choice.fits for choice in choices(related, 0))
    assert [choice.modifier for choice in choices(shoulder, 0) if choice.fits] == ["24"]
    assert {choice.modifier for choice in choices(shoulder, 0)} == {"24", "25", "55", "57"}
    assert is_related(periods(related, DAY)[0], related.lines[0])


def test_the_other_side_is_79_and_says_both_sides() -> None:
    day = ortho(surgeon("29881", "LT", diagnoses=("M17.12",)), earlier=(KNEE,))
    first = choices(day, 0)[0]
    assert (first.modifier, first.fits) == ("79", True)
    assert "left side" in first.why
    assert "right side" in first.why


def test_the_same_side_is_58_in_the_office_and_78_in_an_operating_room() -> None:
    office = ortho(surgeon("20610", "RT"), earlier=(KNEE,))
    room = ortho(surgeon("29881", "RT", pos="24"), earlier=(KNEE,))
    assert choices(office, 0)[0].modifier == "58"
    assert choices(room, 0)[0].modifier == "78"
    assert {choice.modifier for choice in choices(room, 0)} == {"54", "55", "58", "78", "79"}


def test_without_a_period_the_day_itself_decides() -> None:
    minor = ortho(surgeon("99213"), surgeon("20610", "RT"))
    major = ortho(surgeon("99213"), surgeon("27447", "RT"))
    assert choices(minor, 0)[0].modifier == "25"
    assert choices(major, 0)[0].modifier == "57"
    assert [choice.modifier for choice in choices(major, 1)] == ["54"]
