from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.places import get_place, places

if TYPE_CHECKING:
    from tests.unit.codesets.conftest import LoadsFiles

DAY = date(2026, 6, 1)


def test_the_places_of_such_offices() -> None:
    known = {
        code: found.name
        for code in ("11", "24", "21", "22", "19", "12", "10", "02")
        if (found := get_place(code, DAY))
    }
    assert known["11"] == "Office"
    assert known["24"] == "Ambulatory surgery center"
    assert len(known) == 8


def test_every_place_is_two_digits() -> None:
    assert all(len(code) == 2 and code.isdigit() for code in places())
    assert 45 <= len(places()) <= 60


def test_a_place_before_it_existed() -> None:
    assert get_place("10", date(2021, 12, 31)) is None
    assert get_place("10", date(2022, 1, 1)) is not None


def test_no_such_place() -> None:
    assert get_place("28", DAY) is None


def test_the_loaded_table_answers(load_file: LoadsFiles) -> None:
    text = "Place of Service Code(s),Place of Service Name\n11,Invented office\n1,Invented shop\n"
    load_file("pos.csv", text, date(2026, 1, 1))
    assert {code: place.name for code, place in places().items()} == {
        "01": "Invented shop",
        "11": "Invented office",
    }
    assert get_place("12", date(2026, 11, 1)) is None
