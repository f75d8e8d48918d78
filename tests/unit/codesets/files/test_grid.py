from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.grid import Grid, day, decoded, plain, sheets, text_rows
from tests.support.code_files import loose, xlsx


def test_commas_or_tabs() -> None:
    assert list(text_rows(['a,"b\n', 'c",d\n', "\n", " , \n"])) == [["a", "b\nc", "d"]]
    assert list(text_rows(["a\tb, c\td\n", "e\tf\tg\n"])) == [["a", "b, c", "d"], ["e", "f", "g"]]


@pytest.mark.parametrize(
    "data",
    [
        "Café,1\n".encode(),
        "\ufeffCafé,1\n".encode(),
        "Café,1\n".encode("cp1252"),
        "Café,1\n".encode("utf-16"),
    ],
)
def test_every_encoding_that_people_save(data: bytes) -> None:
    assert list(Grid(file=loose("a.csv", data)).rows()) == [["Café", "1"]]


def test_no_text() -> None:
    for data in (b"a\0b\n", b"a" * (1 << 20) + b"\n", b"\xff\xfea"):
        with pytest.raises(UnreadableFile, match=r"a\.csv is no text"):
            list(decoded(io.BytesIO(data), "a.csv"))


def test_a_workbook_has_its_sheets() -> None:
    file = loose("a.xlsx", xlsx([["x", 1]], before=[["cover"]]))
    assert [list(grid.rows()) for grid in sheets(file)] == [[["cover"]], [["x", "1"]]]
    assert [grid.sheet for grid in sheets(loose("a.csv", "x"))] == [""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20261001", date(2026, 10, 1)),
        ("2026091", date(2026, 4, 1)),
        ("10/1/2026", date(2026, 10, 1)),
        ("10/01/26", date(2026, 10, 1)),
        ("2026-10-01", date(2026, 10, 1)),
        ("2026-10-01 00:00:00", date(2026, 10, 1)),
        ("46296", date(2026, 10, 1)),
        ("", None),
        ("*", None),
        ("0", None),
        ("00000000", None),
    ],
)
def test_days(text: str, expected: date | None) -> None:
    assert day(text) == expected


@pytest.mark.parametrize("text", ["20261301", "tomorrow", "1/2", "123", "2026/13/01"])
def test_no_days(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day(text)


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2100, 1, 1)))
def test_every_way_of_writing_a_day_is_read_back(on: date) -> None:
    ways = ("%Y%m%d", "%Y%j", "%m/%d/%Y", "%Y-%m-%d")
    assert {day(on.strftime(way)) for way in ways} == {on}


def test_headings_are_compared_by_letters() -> None:
    assert plain("HCPCS/\nCPT Code ") == "hcpcscptcode"
