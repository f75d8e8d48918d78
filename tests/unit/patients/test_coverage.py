from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.identifiers import CaseId, CoverageId, PayerId
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.coverage import Coverage, belongs, coverages_on, overlap_findings

HEALTH = Case(id=CaseId(1), name="Low back", opened_on=date(2026, 1, 1))
INJURY = Case(id=CaseId(2), name="Ladder", kind=CaseKind.WORKERS_COMP, opened_on=date(2026, 1, 1))
CASH = Case(id=CaseId(3), name="Wellness", kind=CaseKind.CASH, opened_on=date(2026, 1, 1))


def cover(
    number: int, from_on: date, to_on: date | None = None, priority: int = 1, case: int = 0
) -> Coverage:
    return Coverage(
        id=CoverageId(number),
        payer_id=PayerId(number),
        case_id=CaseId(case) if case else None,
        priority=priority,
        from_on=from_on,
        to_on=to_on,
        member_id=f"M{number}",
    )


A = cover(1, date(2025, 1, 1), date(2026, 10, 31))
B = cover(2, date(2026, 11, 1))


def test_a_to_october_and_b_from_november() -> None:
    assert coverages_on([A, B], HEALTH, date(2026, 10, 30)) == (A,)
    assert coverages_on([A, B], HEALTH, date(2026, 10, 31)) == (A,)
    assert coverages_on([A, B], HEALTH, date(2026, 11, 1)) == (B,)
    assert coverages_on([A, B], HEALTH, date(2026, 11, 12)) == (B,)
    assert coverages_on([A, B], HEALTH, date(2024, 12, 31)) == ()


def test_in_the_order_of_priority_whatever_the_order_given() -> None:
    second = cover(3, date(2026, 1, 1), priority=2)
    third = cover(4, date(2026, 1, 1), priority=3)
    assert coverages_on([third, B, second, A], HEALTH, date(2026, 11, 12)) == (B, second, third)
    assert coverages_on([third, second], HEALTH, date(2026, 11, 12)) == (second, third)


def test_an_injury_is_paid_by_its_own_insurance_only() -> None:
    tied = cover(5, date(2026, 1, 1), case=2)
    other = cover(6, date(2026, 1, 1), case=9)
    day = date(2026, 11, 12)
    assert coverages_on([B, tied, other], INJURY, day) == (tied,)
    assert coverages_on([B, tied, other], HEALTH, day) == (B,)
    assert coverages_on([B, tied, other], CASH, day) == ()
    assert coverages_on([B], INJURY, day) == ()
    assert not belongs(tied, CASH)
    assert belongs(replace(tied, case_id=CaseId(4)), replace(INJURY, id=CaseId(4), kind=CaseKind.AUTO))


def test_of_two_primaries_the_later_card_counts() -> None:
    forgotten = replace(A, to_on=None)
    assert coverages_on([B, forgotten], HEALTH, date(2026, 11, 12)) == (B,)
    assert coverages_on([B, forgotten], HEALTH, date(2026, 10, 30)) == (forgotten,)
    twin = replace(B, id=CoverageId(9))
    assert coverages_on([twin, B], HEALTH, date(2026, 11, 12)) == (twin,)


def test_overlapping_primaries_are_found_with_the_day_that_mends_it() -> None:
    assert overlap_findings([A, B]) == []
    found = overlap_findings([B, replace(A, to_on=None)])
    assert [finding.rule for finding in found] == ["R20"]
    assert "10/31/2026" in found[0].fix
    assert found[0].field == "to_on"
    touching = overlap_findings([replace(A, to_on=date(2026, 11, 1)), B])
    assert [finding.rule for finding in touching] == ["R20"]


def test_what_does_not_overlap() -> None:
    assert overlap_findings([B, cover(3, date(2026, 11, 1), priority=2)]) == []
    assert overlap_findings([B, cover(3, date(2026, 11, 1), case=2)]) == []
    same_day = overlap_findings([B, replace(B, id=CoverageId(4))])
    assert "order or the dates" in same_day[0].fix


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(change=days, before=st.integers(1, 4000), after=st.integers(0, 4000), shuffled=st.booleans())
def test_at_every_change_of_insurance_exactly_one_counts(
    change: date, before: int, after: int, *, shuffled: bool
) -> None:
    old = cover(1, date(2000, 1, 1), change - timedelta(days=1))
    new = cover(2, change)
    both = [new, old] if shuffled else [old, new]
    assert coverages_on(both, HEALTH, change - timedelta(days=before)) == (old,)
    assert coverages_on(both, HEALTH, change + timedelta(days=after)) == (new,)
    assert overlap_findings(both) == []


spans = st.tuples(days, st.none() | st.integers(0, 2000), st.sampled_from([1, 2, 3])).map(
    lambda span: (span[0], None if span[1] is None else span[0] + timedelta(days=span[1]), span[2])
)


@given(spans=st.lists(spans, max_size=6), day=days)
def test_every_insurance_chosen_covers_the_day_and_each_place_is_taken_once(
    spans: list[tuple[date, date | None, int]], day: date
) -> None:
    every = [cover(n, start, end, place) for n, (start, end, place) in enumerate(spans, 1)]
    chosen = coverages_on(every, HEALTH, day)
    places = [coverage.priority for coverage in chosen]
    assert places == sorted(set(places))
    assert all(day in coverage.period for coverage in chosen)
    assert {c.priority for c in every if day in c.period} == set(places)
    for coverage in chosen:
        rivals = [c for c in every if c.priority == coverage.priority and day in c.period]
        assert coverage.from_on == max(rival.from_on for rival in rivals)


@pytest.mark.parametrize("kind", CaseKind)
def test_no_case_is_paid_twice_over(kind: CaseKind) -> None:
    case = replace(INJURY, kind=kind)
    both = [B, cover(5, date(2026, 1, 1), case=2)]
    assert len(coverages_on(both, case, date(2026, 11, 12))) == (0 if kind is CaseKind.CASH else 1)
