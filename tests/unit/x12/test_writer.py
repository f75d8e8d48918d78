from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import Money
from clinicbill.x12.segments import Delimiters
from clinicbill.x12.writer import Element, SegmentWriter, UnwritableElement, fold, free_text


def written(tag: str, *elements: Element, delimiters: Delimiters = Delimiters()) -> str:  # noqa: B008
    w = SegmentWriter(delimiters, line_end="")
    w.add(tag, *elements)
    return w.text()


def test_a_segment_of_plain_values() -> None:
    assert written("NM1", "85", "2", "Cedar Spine", None, None, None, None, "XX", "1987654328") == (
        "NM1*85*2*CEDAR SPINE*****XX*1987654328~"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Money(6500), "65"),
        (Money(-1280), "-12.8"),
        (Money(0), "0"),
        (date(2026, 11, 9), "20261109"),
        (date(98, 1, 2), "00980102"),
        (Decimal("1.50"), "1.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.0"), "0"),
        (12, "12"),
        (None, ""),
        ("  two   gaps\n", "TWO GAPS"),
    ],
)
def test_values_are_formatted(value: Element, text: str) -> None:
    assert written("X", value, "E") == f"X*{text}*E~"


def test_nothing_empty_stands_at_the_end() -> None:
    assert written("SV1", ("HC", "98941", "AT", None, ""), Money(6500), None, "") == "SV1*HC:98941:AT*65~"
    assert written("K3") == "K3~"
    assert written("SV1", ("HC", None, "AT"), (None, None), "UN") == "SV1*HC::AT**UN~"


def test_segments_are_counted_and_end_as_told() -> None:
    w = SegmentWriter()
    w.add("LX", 1)
    w.add("LX", 2)
    assert (w.count, w.text()) == (2, "LX*1~\nLX*2~\n")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Muñoz", "MUNOZ"),
        ("Großmann", "GROSSMANN"),
        ("Æbelø", "AEBELO"),
        ("Łukasz Đorđe", "LUKASZ DORDE"),
        ("O’Neil – “Bud”", 'O\'NEIL - "BUD"'),
        ("tab\tand\r\nline", "TAB AND LINE"),
        ("½ €", "½ €"),
        ("ﬁeld №", "FIELD NO"),
        ("a\u00a0b\u200b", "A B"),
    ],
)
def test_letters_are_folded_by_rule(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["A*B", "A~B", "A:B", "A^B", "日本", "A\x00B", "5 €"])
def test_a_delimiter_or_unknown_sign_is_refused_and_named(text: str) -> None:
    with pytest.raises(UnwritableElement, match=r"^NM104 cannot be written") as caught:
        written("NM1", "QC", "1", "X", text)
    error = caught.value
    assert (error.tag, error.element, error.value) == ("NM1", 4, text)


def test_a_delimiter_inside_a_composite_is_refused_too() -> None:
    with pytest.raises(UnwritableElement, match="SV101"):
        written("SV1", ("HC", "989:41"))


def test_other_delimiters_free_the_usual_ones() -> None:
    marks = Delimiters(element="|", component=">", repetition="!", terminator="#")
    assert written("NTE", "ADD", "A*B:C~D", delimiters=marks) == "NTE|ADD|A*B:C~D#"
    with pytest.raises(UnwritableElement):
        written("NTE", "ADD", "A|B", delimiters=marks)


def test_free_text_keeps_what_can_be_kept() -> None:
    assert free_text("Fell: 2 m ~ onto *ice* — 日本 “hip”") == 'FELL 2 M ONTO ICE - "HIP"'


@given(st.text(max_size=60))
def test_free_text_can_always_be_written_and_is_its_own_fold(text: str) -> None:
    free = free_text(text)
    assert written("NTE", "ADD", free or "X").count("*") == 2
    assert free_text(free) == free


@given(st.lists(st.text(max_size=20), max_size=8))
def test_a_segment_is_refused_or_reads_back_as_folded(elements: list[str]) -> None:
    try:
        text = written("REF", *elements)
    except UnwritableElement:
        return
    parts = text.removesuffix("~").split("*")[1:]
    expected = [fold(element) for element in elements]
    while expected and not expected[-1]:
        expected.pop()
    assert parts == expected


@pytest.mark.parametrize("text", ["12½", "10²", "①", "1⅓", "㊿ Elm"])
def test_no_sign_becomes_a_number_it_is_not(text: str) -> None:
    """12½ is no 121/2: what would have to be spelled in digits is refused, so that somebody types it."""
    assert fold(text) == text.upper()
    with pytest.raises(UnwritableElement, match="is no letter of X12"):
        SegmentWriter().element("NM1", 9, text)


def test_a_street_and_a_note_have_their_fractions_spelled_as_the_paper_has() -> None:
    assert SegmentWriter().element("N3", 1, "12½ Main St") == "12 1/2 MAIN ST"
    assert SegmentWriter().element("N3", 1, "½ Elm") == "1/2 ELM"
    assert free_text("raised 3¾ in") == "RAISED 3 3/4 IN"
    with pytest.raises(UnwritableElement, match="is no letter of X12"):
        SegmentWriter().element("N3", 1, "12² Main St")


@given(st.characters())
def test_one_letter_never_becomes_digits(letter: str) -> None:
    digits = [sign for sign in fold(f"A{letter}B") if sign in "0123456789"]
    assert digits == ([str(unicodedata.decimal(letter))] if letter.isdecimal() and digits else [])


def test_digits_of_full_width_are_digits() -> None:
    assert fold("１２３ Elm") == "123 ELM"
