"""The printed recovery key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.errors import WrongPassword
from clinicbill.db.recovery import GROUPS, key_from_text, recovery_text

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
keys = st.binary(min_size=32, max_size=32)


def test_shape() -> None:
    groups = recovery_text(bytes(range(32))).split("-")
    assert len(groups) == GROUPS
    assert all(len(group) == 5 and set(group) <= set(LETTERS) for group in groups)


def test_known_text() -> None:
    # Old print-outs lie in safes for years: this text must never change.
    assert recovery_text(bytes(range(32))) == (
        "000G5-40R48-0M30Q-E209P-185GZ-R38E9-1W81J-24GKJ-2GAHP-C5RR1-34D14-P70X2-3RFGE"
    )


@given(keys)
def test_round_trip(key: bytes) -> None:
    assert key_from_text(recovery_text(key)) == key


def test_typing_style_does_not_matter() -> None:
    key = bytes(range(100, 132))
    text = recovery_text(key)
    assert key_from_text(text.lower().replace("-", " \n")) == key
    assert key_from_text(text.replace("-", "")) == key
    assert key_from_text(text.replace("0", "o").replace("1", "l")) == key


@given(keys, st.integers(0, GROUPS * 5 - 1), st.integers(1, 31))
def test_every_wrong_character_is_found_and_its_group_named(key: bytes, place: int, shift: int) -> None:
    letters = list(recovery_text(key).replace("-", ""))
    letters[place] = LETTERS[(LETTERS.index(letters[place]) + shift) % 32]
    with pytest.raises(WrongPassword, match=rf"Group {place // 5 + 1} "):
        key_from_text("".join(letters))


@given(keys, st.integers(0, GROUPS * 5 - 2))
def test_every_swap_of_neighbours_is_found(key: bytes, place: int) -> None:
    letters = list(recovery_text(key).replace("-", ""))
    if letters[place] == letters[place + 1]:
        return
    letters[place : place + 2] = letters[place + 1], letters[place]
    with pytest.raises(WrongPassword, match=rf"Group {place // 5 + 1} "):
        key_from_text("".join(letters))


@given(keys, st.permutations(range(GROUPS)))
def test_groups_in_another_order_are_found(key: bytes, order: list[int]) -> None:
    groups = recovery_text(key).split("-")
    if order == sorted(order):
        return
    with pytest.raises(WrongPassword, match="typing mistake"):
        key_from_text("-".join(groups[place] for place in order))


@pytest.mark.parametrize("text", ["", "0000", "hello", "0" * 66, "GMNFW-4PD7H"])
def test_wrong_length(text: str) -> None:
    with pytest.raises(WrongPassword, match="13 groups of 5 characters"):
        key_from_text(text)


@given(st.text(max_size=80))
def test_no_text_crashes(text: str) -> None:
    with pytest.raises(WrongPassword):
        key_from_text(text)


def test_only_a_database_key_is_printed() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        recovery_text(b"short")
