from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.cms1500.characters import (
    address_text,
    folded,
    id_text,
    name_text,
    organization_text,
    unprintable,
)

LATIN = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x17F))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Muñoz", "MUNOZ"),
        ("Straße", "STRASSE"),
        ("Ærø", "AERO"),
        ("Łukasz", "LUKASZ"),
        ("Đặng", "DANG"),
        ("O’Brien", "O'BRIEN"),
        ("a\u200bb", "AB"),
        ("\u202eabc\u202c", "ABC"),
        ("two  \t blanks\n", "TWO BLANKS"),
        ("ﬁne", "FINE"),
        ("e\u0301", "E"),
        ("12½ Elm", "12 1/2 ELM"),
        ("12⅓ Elm", "12 1/3 ELM"),
        ("1⅞", "1 7/8"),
        ("１２", "12"),
    ],
)
def test_folding(typed: str, printed: str) -> None:
    assert folded(typed) == printed


@pytest.mark.parametrize(
    ("typed", "lost"), [("Ann 😀", "😀"), ("רות", "רות"), ("陳", "陳"), ("12²", "²"), ("①", "①"), ("Ann", "")]
)
def test_what_cannot_be_folded_stays_and_is_named(typed: str, lost: str) -> None:
    assert unprintable(folded(typed)) == lost


@given(LATIN)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_any_text_is_folded_to_one_line(text: str) -> None:
    assert folded(text) == " ".join(folded(text).split())
    assert not any(letter.islower() for letter in folded(text) if letter.isascii())


def test_names_keep_hyphen_and_apostrophe() -> None:
    assert name_text("O'Brien-Smith, Jr.") == "O'BRIEN-SMITH JR"
    assert name_text('Robert ("Bob")') == "ROBERT BOB"


def test_companies_keep_the_ampersand() -> None:
    assert organization_text("Smith & Sons, P.C.") == "SMITH & SONS PC"
    assert organization_text("A/B Care") == "A/B CARE"


def test_addresses_lose_their_punctuation() -> None:
    assert address_text("123 N. Main St., #101") == "123 N MAIN ST 101"
    assert address_text("37-21 80th St 1/2") == "37-21 80TH ST 1/2"


def test_identifiers_keep_letters_and_digits() -> None:
    assert id_text("1eg4-te5 mk73") == "1EG4TE5MK73"
    assert id_text("12-3456789") == "123456789"
    assert unprintable(id_text("A陳1")) == "陳"
