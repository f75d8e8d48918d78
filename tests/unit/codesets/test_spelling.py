from __future__ import annotations

import pytest

from clinicbill.codesets.spelling import Vocabulary

WORDS = Vocabulary(
    {"fasciitis": 5, "facial": 40, "hammer": 9, "toe": 80, "tunnel": 12, "tendinitis": 30, "hip": 300}
)


@pytest.mark.parametrize(
    ("word", "mended"),
    [("facitis", "fasciitis"), ("tunel", "tunnel"), ("tendinits", "tendinitis"), ("tnunel", "tunnel")],
)
def test_misspelled(word: str, mended: str) -> None:
    assert WORDS.mended(word, unfinished=False)[0] == mended


@pytest.mark.parametrize("word", ["hp", "hpi", "xyzzyplugh", "0fascitis", "l4l5", "bunnel"])
def test_left_alone(word: str) -> None:
    assert WORDS.mended(word, unfinished=False) == ()


def test_an_unfinished_word_is_compared_with_beginnings() -> None:
    assert WORDS.mended("tendni", unfinished=False) == ()
    assert WORDS.mended("tendni", unfinished=True) == ("tendin",)


def test_joined_words_are_parted() -> None:
    assert WORDS.parts("hammertoe") == ("hammer", "toe")
    assert WORDS.parts("hammer") is None


def test_known_and_begun_words() -> None:
    assert "hip" in WORDS
    assert WORDS.begins("fasc")
    assert not WORDS.begins("fasz")
    assert not WORDS.begins("zz")
