from __future__ import annotations

import json

import pytest

from clinicbill.codesets.query import understand
from clinicbill.codesets.rank import (
    Candidate,
    candidate,
    chosen_seventh,
    favour,
    index_cost,
    meaning_words,
    rarity,
    score,
    word_cost,
)

FRACTURE = {
    "A": "initial encounter for closed fracture",
    "B": "initial encounter for open fracture type I or II",
    "C": "initial encounter for open fracture type IIIA, IIIB, or IIIC",
    "D": "subsequent encounter for closed fracture with routine healing",
    "G": "subsequent encounter for closed fracture with delayed healing",
    "K": "subsequent encounter for closed fracture with nonunion",
    "P": "subsequent encounter for closed fracture with malunion",
    "S": "sequela",
}
GOUT = {"0": "without tophus (tophi)", "1": "with tophus (tophi)"}


@pytest.mark.parametrize(
    ("text", "seventh"),
    [
        ("radius fracture", "A"),
        ("closed radius fracture initial", "A"),
        ("open radius fracture", "B"),
        ("open radius fracture type III", "C"),
        ("radius fracture subsequent", "D"),
        ("radius fracture delayed healing", "G"),
        ("radius fracture nonunion", "K"),
        ("malunion radius fracture subsequent", "P"),
        ("sequela of radius fracture", "S"),
    ],
)
def test_the_seventh_character_of_a_fracture(text: str, seventh: str) -> None:
    assert chosen_seventh(json.dumps(FRACTURE), understand(text))[0] == seventh


@pytest.mark.parametrize(("text", "seventh"), [("chronic gout", "0"), ("chronic gout with tophus", "1")])
def test_other_seventh_characters(text: str, seventh: str) -> None:
    assert chosen_seventh(json.dumps(GOUT), understand(text))[0] == seventh


def made(title_words: dict[str, int], side: str = "", chapter: str = "12", sevenths: str = "{}") -> Candidate:
    names = [["t", title_words, sum(title_words.values()), "shown"]]
    return candidate((1, "X00", "title", chapter, side, sevenths, json.dumps(names), "heading above"))


def points(found: Candidate, text: str) -> float:
    query = understand(text)
    terms = query.readings[0].terms
    return score(found, terms, [5.0] * len(terms), query).points


def test_words_nobody_asked_for_cost() -> None:
    assert points(made({"knee": 30}), "knee ") > points(made({"knee": 30, "elsewhere": 2}), "knee ")
    assert points(made({"knee": 30, "elsewhere": 2}), "knee ") > points(
        made({"knee": 30, "scurvy": 60}), "knee "
    )


def test_the_other_side_is_last_and_no_side_between() -> None:
    right, left, none = (points(made({"knee": 30}, side), "right knee ") for side in ("R", "L", ""))
    assert right > none > left


def test_a_heading_answers_less_than_the_title() -> None:
    assert points(made({"knee": 30}), "knee heading ") < points(
        made({"knee": 30, "heading": 30}), "knee heading "
    )
    assert points(made({"knee": 30}), "knee heading ") > points(made({"knee": 30}), "knee other ")


def test_an_encounter_prefers_codes_that_take_one() -> None:
    taking = made({"knee": 30}, sevenths=json.dumps(FRACTURE))
    assert points(taking, "knee initial") > points(made({"knee": 30}), "knee initial")


def test_rare_words_tell_and_cost_more() -> None:
    assert rarity(3) > rarity(3000)
    assert word_cost("scurvy", 3, optional=False) > word_cost("knee", 3000, optional=False)
    assert word_cost("scurvy", 3, optional=True) < word_cost("joint", 3000, optional=False)
    assert word_cost("unspecified", 9000, optional=False) == 0


def test_words_of_a_meaning() -> None:
    assert meaning_words("subsequent encounter") == {"subsequent", "encounter"}


def test_a_code_of_the_office_gains_but_never_passes_one_that_fits_clearly_better() -> None:
    assert favour(100.0, 100.0, 0) == 0
    assert 0 < favour(100.0, 103.0, 1) < favour(100.0, 103.0, 50) < 7
    assert favour(80.0, 100.0, 1_000) == 0


def test_non_essential_modifiers_cost_nothing() -> None:
    assert index_cost("acute", 5, optional=True) == 0
    assert index_cost("knee", 3000, optional=False) == word_cost("knee", 3000, optional=False)
    assert index_cost("specified", 9000, optional=False) > 0
