from __future__ import annotations

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.add_on_file import read
from clinicbill.codesets.files.grid import Grid
from tests.support.code_files import aoc_text, loose


def rows(text: str) -> list[tuple[object, ...]]:
    return list(read(Grid(file=loose("a.txt", text)).rows(), "a.txt"))


def test_types_contractors_lists_and_days_of_the_year() -> None:
    found = rows(
        aoc_text(
            [
                "1|22614||22612||2013091||",
                "2|0001F||CCCCC||2020001||Contractor Defined",
                "3|99417|2025365|99215||2021001||",
            ]
        )
    )
    assert found == [
        ("22614", "22612", "1", "2013-04-01", None, ""),
        ("0001F", "", "2", "2020-01-01", None, "Contractor Defined"),
        ("99417", "99215", "3", "2021-01-01", "2025-12-31", ""),
    ]


def test_the_earliest_of_three_ends_counts() -> None:
    assert rows(aoc_text(["1|22614|2026365|22612|2026090|2013091|2026181|"]))[0][4] == "2026-03-31"


@pytest.mark.parametrize(
    "row", ["4|22614||22612||2013091||", "1|22614||word||2013091||", "1|22614||22612||soon||"]
)
def test_a_wrong_row(row: str) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.txt is damaged or not as published"):
        rows(aoc_text([row]))
