from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.coding.notes.em_level import Chosen, elements, em_level, rank_name


def chosen(*keys: str) -> tuple[Chosen, ...]:
    return tuple(Chosen(key=key) for key in keys)


@pytest.mark.parametrize(
    ("keys", "new", "established"),
    [
        (("minor_one", "minimal"), "99202", "99212"),
        (("acute_simple", "low"), "99203", "99213"),
        (("chronic_worse", "prescription"), "99204", "99214"),
        (("chronic_severe", "emergency_surgery"), "99205", "99215"),
        (("chronic_severe", "low"), "99203", "99213"),
        (("chronic_worse", "minimal"), "99202", "99212"),
    ],
)
def test_two_of_three_elements_decide(keys: tuple[str, ...], new: str, established: str) -> None:
    assert em_level(chosen(*keys), new_patient=True).code == new
    assert em_level(chosen(*keys), new_patient=False).code == established


@pytest.mark.parametrize(
    ("parts", "rank"),
    [
        ((), 1),
        ((Chosen(key="test_ordered"),), 1),
        ((Chosen(key="test_ordered", count=2),), 2),
        ((Chosen(key="historian"),), 2),
        ((Chosen(key="test_ordered", count=3),), 3),
        ((Chosen(key="test_ordered", count=2), Chosen(key="historian")), 3),
        ((Chosen(key="own_reading"),), 3),
        ((Chosen(key="own_reading"), Chosen(key="discussed_outside")), 4),
        ((Chosen(key="test_reviewed", count=3), Chosen(key="own_reading")), 4),
    ],
)
def test_data_are_counted(parts: tuple[Chosen, ...], rank: int) -> None:
    assert em_level(parts, new_patient=False).ranks["data"] == rank


@pytest.mark.parametrize(
    ("minutes", "new", "established", "lacking"),
    [(9, "", "", 6), (10, "", "99212", 5), (15, "99202", "99212", 15), (29, "99202", "99213", 1),
     (30, "99203", "99214", 15), (40, "99203", "99215", 5), (60, "99205", "99215", 0)],
)  # fmt: skip
def test_time_is_met_or_exceeded(minutes: int, new: str, established: str, lacking: int) -> None:
    by_time = em_level((), new_patient=True, minutes=minutes)
    assert (by_time.by_time, by_time.minutes_to_next) == (new, lacking)
    assert em_level((), new_patient=False, minutes=minutes).by_time == established


def test_the_higher_road_is_named() -> None:
    parts = chosen("acute_simple", "low")
    assert em_level(parts, new_patient=False, minutes=35).basis == "time"
    assert em_level(parts, new_patient=False, minutes=12).basis == "MDM"
    assert em_level(parts, new_patient=False, minutes=20).basis == "MDM and time"
    assert em_level(parts, new_patient=False).by_time == ""
    nothing = em_level((), new_patient=False)
    assert (nothing.code, nothing.basis) == ("", "")


def test_what_limits_and_what_counted() -> None:
    found = em_level(
        (
            Chosen(key="chronic_worse", evidence="pain worse"),
            Chosen(key="low"),
            Chosen(key="test_ordered", count=2),
        ),
        new_patient=False,
    )
    assert found.code == "99213"
    assert found.limited_by == ("data", "risk")
    assert found.lines[0].endswith(": “pain worse”")
    assert "2 times" in found.lines[2]
    assert "AMA" in found.source
    top = em_level(chosen("threat", "hospital"), new_patient=False)
    assert top.limited_by == ()


def test_unknown_elements_are_passed_over() -> None:
    assert em_level((Chosen(key="magic"), Chosen(key="low", count=0)), new_patient=True).lines == ()


def test_the_table() -> None:
    assert {element.kind for element in elements()} == {"problems", "data", "risk"}
    assert len({element.key for element in elements()}) == len(elements())
    assert [rank_name(rank) for rank in range(5)] == ["", "straightforward", "low", "moderate", "high"]


KEYS = st.lists(st.sampled_from([element.key for element in elements()]), max_size=6)


@given(KEYS, st.sampled_from([element.key for element in elements()]))
def test_another_element_never_lowers_the_level(keys: list[str], more: str) -> None:
    before = em_level(chosen(*keys), new_patient=False).by_mdm
    assert em_level(chosen(*keys, more), new_patient=False).by_mdm >= before


def test_more_minutes_never_lower_the_level() -> None:
    levels = [em_level((), new_patient=True, minutes=minutes).by_time for minutes in range(90)]
    assert all(first <= second for first, second in itertools.pairwise(levels))
