from __future__ import annotations

import pytest

from clinicbill.coding.notes.words import is_symptom, names_problem, regions, says_nothing, side, sites


@pytest.mark.parametrize(
    "text", ["Low back pain", "LBP", "bursitis", "Neuropathy", "s/p arthroplasty", "concussion"]
)
def test_words_that_name_a_problem(text: str) -> None:
    assert names_problem(text)


@pytest.mark.parametrize("text", ["", "continue ibuprofen", "neck", "reviewed the plan", "12"])
def test_words_that_name_none(text: str) -> None:
    assert not names_problem(text)


def test_symptoms() -> None:
    assert is_symptom("left knee PAIN")
    assert not is_symptom("lumbar strain")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R knee", "R"),
        ("left-sided", "L"),
        ("bilateral", "B"),
        ("right and left", "B"),
        ("knee", ""),
        ("L4-5", ""),
    ],
)
def test_sides(text: str, expected: str) -> None:
    assert side(text) == expected


def test_sites_in_their_order() -> None:
    assert sites("Neck and low back pain, left knee") == ["Neck", "low back", "knee"]


def test_regions_in_one_word_each() -> None:
    assert regions("Neck, lower back and both knees") == {"cervical", "lumbar", "knee"}


def test_words_that_say_nothing() -> None:
    assert says_nothing("Pain today 4/10")
    assert says_nothing("the injury is")
    assert not says_nothing("neck pain")
