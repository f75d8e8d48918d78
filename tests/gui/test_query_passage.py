"""Places in a note: letters of the note and places of the screen's text are the same thing, emoji or not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QTextEdit

from clinicbill.coding.queries.query import Indicator
from clinicbill.ui.coding.queries.passage import (
    cited,
    digits,
    numbers,
    passage,
    shortened,
    stands_at,
    to_note,
    to_screen,
)
from tests.unit.coding.queries.questions import a_query

LETTERS = st.text(alphabet=st.sampled_from("ab 🤕é\r\n“.𝛼"), max_size=40)


@given(LETTERS, st.integers(0, 40))
def test_there_and_back(note: str, at: int) -> None:
    at = min(at, len(note))
    if note[at - 1 : at + 1] != "\r\n":  # nothing begins inside a line end
        assert to_note(note, to_screen(note, at)) == at


@pytest.mark.parametrize("note", ["plain", "🤕 pain 🤕", "one\r\ntwo\r\n🤕 three", "𝛼\nβ"])
def test_the_screen_has_the_same_letters_there(note: str, qtbot: object) -> None:
    edit = QTextEdit()
    edit.setPlainText(note)
    cursor = edit.textCursor()
    for at, letter in enumerate(note):
        if letter in "\r\n":
            continue
        cursor.setPosition(to_screen(note, at))
        cursor.setPosition(to_screen(note, at + 1), cursor.MoveMode.KeepAnchor)
        assert cursor.selectedText() == letter
        assert to_note(note, cursor.selectionStart()) == at


def test_marked_words_lose_their_blanks_and_a_cursor_means_its_sentence() -> None:
    note = "S: Neck pain. Worse at night.\n\nP: Ice."
    assert passage(note, 2, 14) == (3, 13)
    start, end = passage(note, 18, 18)
    assert note[start:end] == "Worse at night."
    start, end = passage(note, len(note), len(note))
    assert note[start:end].endswith("Ice.")
    assert passage("", 0, 0) == (0, 0)
    assert passage(" \n ", 1, 1) == (0, 0)


def test_typed_words_are_found_whatever_the_blanks_and_capitals() -> None:
    note = "O: Neer\n  positive (right)."
    assert cited(note, " neer POSITIVE ") == Indicator(text="Neer\n  positive", start=3, end=18)
    assert cited(note, "(right)") == Indicator(text="(right)", start=19, end=26)
    assert cited(note, "left") is None
    assert cited(note, "  ") is None


def test_a_passage_is_found_again_where_the_note_grew_before_it() -> None:
    query = a_query("side", words="Knee pain")
    note = "Knee pain."
    assert stands_at(f"More. {note}", replace(query, span_start=0, span_end=9)) == (6, 15)
    assert stands_at("Hip pain.", query) is None


def test_digits_stand_for_places() -> None:
    assert numbers("1 3") == numbers("13,1") == (0, 2)
    assert numbers("0 x") == ()
    assert digits((0, 2)) == "1 3"


def test_long_words_end_in_an_ellipsis() -> None:
    assert shortened("a\n b", 10) == "a b"
    assert shortened("abcdefgh", 5) == "abcd…"
