from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.codesets.wording import folded, raw_words, side_of, singular, word_table, words

WORD = re.compile(r"[a-z0-9]+")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Disc herniation, L4-5", ["disc", "herniation", ",", "l4l5"]),
        ("at C5-C6 level", ["at", "c5c6", "level"]),
        ("T11-T12 vertebra(e)", ["t11t12", "vertebra", "e"]),
        ("Morton's neuromas", ["morton", "neuroma"]),
        ("Kienböck’s disease", ["kienbock", "disease"]),
        ("toe(s)", ["toe"]),
        ("s/p & w/o", ["s", "p", "and", "w", "o"]),
    ],
)
def test_raw_words(text: str, expected: list[str]) -> None:
    assert raw_words(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("knees", "knee"),
        ("bodies", "body"),
        ("arthritis", "arthritis"),
        ("process", "process"),
        ("pelvis", "pelvis"),
    ],
)
def test_singular(word: str, expected: str) -> None:
    assert singular(word) == expected


def test_denied_words_are_other_words() -> None:
    assert words(raw_words("without myelopathy or radiculopathy, cervical")) == [
        "0myelopathy",
        "0radiculopathy",
        "cervical",
    ]


def test_the_denial_of_a_foreign_body_does_not_deny_the_hand() -> None:
    assert words(raw_words("Laceration without foreign body of hand")) == [
        "laceration",
        "0foreign",
        "0body",
        "hand",
    ]


def test_the_denial_of_a_loss_denies_what_is_lost() -> None:
    assert words(raw_words("without loss of consciousness")) == ["0loss", "0consciousness"]


@pytest.mark.parametrize(
    ("text", "side"),
    [("right knee", "R"), ("LT hip", "L"), ("bilateral", "B"), ("right and left", "B"), ("knee", "")],
)
def test_side(text: str, side: str) -> None:
    assert side_of(raw_words(text)) == side


def test_unspecified_is_a_side_when_no_other_is_named() -> None:
    assert side_of(raw_words("unspecified knee")) == "U"
    assert side_of(raw_words("unspecified fracture of right radius")) == "R"


def test_the_word_table_is_in_the_shape_it_is_compared_with() -> None:
    table = word_table()
    shaped = {
        *table.stop,
        *table.free,
        *table.light,
        *table.soft,
        *table.key,
        *table.also,
    }
    shaped |= {word for also in table.also.values() for word in also}
    shaped -= set(table.same.values())
    assert [word for word in shaped if singular(word) != word or not WORD.fullmatch(word)] == []
    assert [word for word in table.same.values() if table.same.get(word, word) != word] == []
    assert [word for word in table.also if word in table.same] == []
    assert all(0 < fit <= 100 for also in table.also.values() for fit in also.values())


@given(st.text())
def test_any_text_becomes_plain_words(text: str) -> None:
    assert all(WORD.fullmatch(word) for word in words(raw_words(text)))
    assert folded(text).isascii()
