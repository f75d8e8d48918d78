from __future__ import annotations

from datetime import date

from clinicbill.codesets.places import get_place, places

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
