from __future__ import annotations

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.assets import asset
from clinicbill.codesets.query import Query, phrasebook, understand
from clinicbill.codesets.wording import raw_words

WORD = re.compile(r"[a-z0-9]+")


def required(query: Query, reading: int = 0) -> list[str]:
    return [term.word for term in query.readings[reading].terms if term.required]


@pytest.mark.parametrize(
    ("text", "side", "encounter"),
    [
        ("ankle sprain right initial", "R", "A"),
        ("LT knee sprain f/u", "L", "D"),
        ("low back strain subsequent encounter", "", "D"),
        ("whiplash late effects", "", "S"),
        ("b/l knee pain", "B", ""),
        ("RLE pain", "R", ""),
        ("ankle sprain subseq", "", "D"),
        ("ankle sprain initi", "", "A"),
    ],
)
def test_side_and_encounter(text: str, side: str, encounter: str) -> None:
    query = understand(text)
    assert (query.side, query.encounter) == (side, encounter)
    assert not {"right", "left", "initial", "subsequent", "encounter"}.intersection(required(query))


def test_an_encounter_for_something_keeps_its_words() -> None:
    assert "removal" in required(understand("encounter for removal of sutures "))


def test_abbreviations_are_read_as_what_they_mean() -> None:
    assert required(understand("OA knee ")) == ["osteoarthritis", "knee"]


def test_what_may_be_meant_otherwise_is_read_both_ways() -> None:
    readings = [tuple(required(understand("ruptured disc "), place)) for place in range(2)]
    assert readings == [("rupture", "disc"), ("disc", "displacement")]


@pytest.mark.parametrize(
    ("text", "region"),
    [("L5-S1 pain ", "lumbosacral"), ("T12-L1 pain ", "thoracolumbar"), ("C7/T1 pain ", "cervicothoracic")],
)
def test_a_level_asks_for_its_region(text: str, region: str) -> None:
    assert required(understand(text))[0] == region


def test_a_named_level_is_asked_for_but_not_required() -> None:
    terms = {term.word: term for term in understand("compression fracture T12 ").readings[0].terms}
    assert terms["thoracic"].required
    assert not terms["t12"].required
    assert {"twelfth", "t11t12"} <= terms["t12"].fits.keys()


def test_the_last_word_is_unfinished_until_a_blank_follows() -> None:
    assert understand("knee pai").readings[0].terms[-1].unfinished
    assert not understand("knee pain ").readings[0].terms[-1].unfinished


def test_one_letter_at_the_end_is_left_out_one_digit_is_not() -> None:
    assert required(understand("knee p")) == ["knee"]
    assert "2" in required(understand("diabetes type 2"))


def test_denied_words_need_not_be_found() -> None:
    terms = {
        term.word: term.required for term in understand("spondylosis without myelopathy ").readings[0].terms
    }
    assert terms == {"spondylosis": True, "0myelopathy": False}


@pytest.mark.parametrize("text", ["", " ", "left", "with", "!!!", "🦴", "\x00", ",,,"])
def test_nothing_to_find(text: str) -> None:
    assert understand(text).readings == ()


@given(st.text(max_size=400))
def test_any_text_is_understood(text: str) -> None:
    for reading in understand(text).readings:
        assert any(term.required for term in reading.terms)
        assert all(WORD.fullmatch(word) for term in reading.terms for word in (term.word, *term.fits))


def test_every_phrase_stands_once() -> None:
    with asset("codes/icd10_wording.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["reading"] for row in rows} == {"always", "maybe"}
    assert len({tuple(raw_words(row["said"])) for row in rows}) == len(rows)
    book = phrasebook()
    assert book.always.keys().isdisjoint(book.maybe)
    assert [said for said, meant in {**book.always, **book.maybe}.items() if said == meant] == []
