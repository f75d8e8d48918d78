from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.findings import Severity
from clinicbill.basics.identifiers import CaseId, PlanOfCareId
from clinicbill.coding.plans.plan_of_care import (
    CareDay,
    PlanOfCare,
    Treatment,
    plan_findings,
    plan_on,
    standing,
    standing_words,
    visit_days,
)

FIRST = date(2026, 11, 2)


def a_plan(**fields: Any) -> PlanOfCare:
    defaults: dict[str, Any] = {
        "case_id": CaseId(1),
        "from_on": FIRST,
        "visits_planned": 12,
        "reexam_visits": 8,
        "reexam_days": 42,
    }
    return PlanOfCare(**(defaults | fields))


def days(*numbers: int, examined: int = 0) -> list[CareDay]:
    return [CareDay(on=date(2026, 11, number), examined=number == examined) for number in numbers]


def test_visits_used_and_left_and_the_clock() -> None:
    found = standing(a_plan(), days(2, 5, 9, 16), date(2026, 11, 23))

    assert (found.visit, found.left, found.reexam_in, found.reexam_on) == (5, 7, 3, date(2026, 12, 14))
    assert standing_words(found) == "Visit 5 of 12 · re-exam in 3 visits or by 12/14"
    assert not found.is_soon


def test_an_examination_starts_the_clock_anew() -> None:
    found = standing(a_plan(), days(2, 5, 9, 16, examined=16), date(2026, 11, 23))

    assert (found.visit, found.reexam_in, found.reexam_on) == (5, 7, date(2026, 12, 28))
    here = standing(a_plan(reexam_visits=2), days(2, 5, 9), date(2026, 11, 23), examined=True)
    assert (here.overdue, standing_words(here)) == (False, "Visit 4 of 12")


@pytest.mark.parametrize(
    ("fields", "earlier", "words"),
    [
        ({"reexam_visits": 2}, (2,), "Visit 2 of 12 · re-exam at this visit"),
        ({"reexam_visits": 2}, (2, 5), "Visit 3 of 12 · re-exam is due"),
        ({"reexam_days": 7}, (2,), "Visit 2 of 12 · re-exam was due 11/09"),
        ({"reexam_visits": None}, (2,), "Visit 2 of 12 · re-exam by 12/14"),
        ({"reexam_visits": None, "reexam_days": None}, (2,), "Visit 2 of 12"),
        (
            {"visits_planned": None, "reexam_days": None, "reexam_visits": 3},
            (2,),
            "Visit 2 of the plan · re-exam in 1 visit",
        ),
    ],
)
def test_the_words(fields: dict[str, Any], earlier: tuple[int, ...], words: str) -> None:
    assert standing_words(standing(a_plan(**fields), days(*earlier), date(2026, 11, 23))) == words


def test_visits_before_the_plan_do_not_count() -> None:
    earlier = [CareDay(on=date(2026, 10, 1)), *days(5)]
    assert standing(a_plan(), earlier, date(2026, 11, 23)).visit == 2


def test_the_plan_begun_last_counts() -> None:
    old, new = a_plan(id=PlanOfCareId(1), from_on=date(2026, 9, 1)), a_plan(id=PlanOfCareId(2))

    assert plan_on([new, old], date(2026, 11, 23)) == new
    assert plan_on([new, old], date(2026, 10, 1)) == old
    assert plan_on([new, old], date(2026, 8, 1)) is None
    assert plan_on([a_plan(active=False)], date(2026, 11, 23)) is None


def test_active_treatment_is_answered_and_never_assumed() -> None:
    answered = a_plan(treatment=Treatment.ACTIVE, answered_on=date(2026, 11, 9))

    assert not a_plan().is_active_on(date(2026, 11, 23))
    assert answered.is_active_on(date(2026, 11, 23))
    assert not answered.is_active_on(date(2026, 11, 8))
    assert not a_plan(treatment=Treatment.MAINTENANCE, answered_on=FIRST).is_active_on(date(2026, 11, 23))


def test_the_weekly_pattern_ends_with_the_plan() -> None:
    plan = a_plan(to_on=date(2026, 12, 4))
    found = visit_days(plan, date(2026, 11, 24), {0, 2, 4}, count=9, taken={date(2026, 11, 27)})

    assert [f"{day:%m/%d}" for day in found] == ["11/25", "11/30", "12/02", "12/04"]
    assert visit_days(plan, date(2026, 11, 24), set(), count=9) == []


@given(st.dates(date(2026, 11, 2), date(2027, 11, 2)), st.sets(st.integers(0, 6)), st.integers(0, 80))
def test_days_of_a_pattern(first: date, weekdays: set[int], count: int) -> None:
    found = visit_days(a_plan(), first, weekdays, count=count)

    assert found == sorted(set(found))
    assert len(found) <= count
    assert all(day.weekday() in weekdays and day >= first for day in found)


@given(st.lists(st.integers(0, 80), max_size=20), st.integers(1, 30))
def test_used_and_left_are_the_plan(offsets: list[int], planned: int) -> None:
    earlier = [CareDay(on=FIRST + timedelta(days=one)) for one in sorted(offsets)]
    found = standing(a_plan(visits_planned=planned), earlier, FIRST + timedelta(days=80))
    assert found.left is not None
    assert found.visit + found.left == planned


@pytest.mark.parametrize(
    ("plan", "rule", "severity"),
    [
        (a_plan(to_on=date(2026, 11, 1)), "R50", Severity.MUST_FIX),
        (a_plan(visits_planned=0), "R51", Severity.MUST_FIX),
        (a_plan(treatment=Treatment.ACTIVE), "R52", Severity.MUST_FIX),
        (a_plan(from_on=date(2026, 11, 9)), "R53", Severity.WARNING),
    ],
)
def test_what_is_wrong_with_a_plan(plan: PlanOfCare, rule: str, severity: Severity) -> None:
    others = [a_plan(id=PlanOfCareId(4))] if rule == "R53" else []
    assert [(one.rule, one.severity) for one in plan_findings(plan, others)] == [(rule, severity)]
