from __future__ import annotations

from datetime import date

import pytest

from clinicbill.codesets.code_list import get_listed, read_list

DAY = date(2026, 6, 1)


@pytest.mark.parametrize("file", ["places.csv", "modifiers.csv", "hcpcs.csv"])
def test_each_list_is_short_worded_and_dated(file: str) -> None:
    codes = read_list(file)
    assert len(codes) >= 50
    assert all(code.name and len(code.name) <= 70 and code.release for code in codes.values())
    assert len({code.name for code in codes.values()}) == len(codes)


def test_a_code_is_usable_from_its_first_day() -> None:
    assert get_listed("modifiers.csv", "JZ", date(2022, 12, 31)) is None
    assert get_listed("modifiers.csv", "JZ", date(2023, 1, 1)) is not None


def test_typed_in_any_case() -> None:
    found = get_listed("modifiers.csv", " gp ", DAY)
    assert found is not None
    assert found.code == "GP"


def test_an_unknown_code() -> None:
    assert get_listed("modifiers.csv", "??", DAY) is None
