from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from clinicbill.reports.fonts import BODY, BOLD, fitted, font_for, printable, register, width, wrapped


@pytest.mark.parametrize("text", ["Medicare Part B", "José Muñoz", "Łukasz Žižka", "−1,234.56 – “x” …"])
def test_the_wanted_font_has_what_names_and_figures_need(text: str) -> None:
    assert font_for(text) == BODY
    assert font_for(text, BOLD) == BOLD


def test_letters_it_lacks_are_set_in_the_other() -> None:
    assert font_for("Ολυμπία") != BODY
    assert font_for("Nguyễn Thị Ánh") != BODY


def test_all_figures_are_of_one_width() -> None:
    register()
    assert len({width(figure, BODY, 10) for figure in "0123456789"}) == 1


def test_a_text_is_cut_to_its_room() -> None:
    assert fitted("Medicare", BODY, 9, 500) == "Medicare"
    cut = fitted("A very long name of an insurance company of Oregon", BODY, 9, 100)
    assert cut.endswith("…")
    assert width(cut, BODY, 9) <= 100


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("José Muñoz", "José Muñoz"),
        ("Ολυμπία", "Ολυμπία"),
        ("Cohen, דוד", "Cohen, □□□"),
        ("陈 Wei", "□ Wei"),
        ("Jose\u0301", "José"),
        ("An\u200bna", "Anna"),
        ("A\nB", "A B"),
    ],
)
def test_what_no_font_has_is_a_visible_sign(text: str, printed: str) -> None:
    assert printable(text) == printed


@given(st.text())
def test_every_letter_that_is_printed_is_in_the_font(text: str) -> None:
    shown = printable(text)
    glyphs = pdfmetrics.getFont(font_for(shown)).face.charToGlyph
    assert all(ord(letter) in glyphs for letter in shown)


@given(st.text(max_size=300), st.floats(min_value=12, max_value=300))
def test_wrapped_lines_lose_nothing_and_fit(text: str, room: float) -> None:
    lines = wrapped(text, BODY, 9.0, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert lines
    assert all(width(line, BODY, 9.0) <= room or len(line) == 1 for line in lines)
