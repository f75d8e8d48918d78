from __future__ import annotations

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.reason_file import part_of, read


def test_texts_with_their_days() -> None:
    rows = [
        ["Code", "Description", "Start Date", "Last Modified", "Stop Date"],
        ["1", "Invented   words", "1/1/1995", "3/1/2020", ""],
        ["A1", "Ended words", "19950101", "", "20201231"],
    ]
    assert list(read(rows, "c.csv")) == [
        ("1", "Invented words", "1995-01-01", None),
        ("A1", "Ended words", "1995-01-01", "2020-12-31"),
    ]


def test_which_list_the_codes_are_of() -> None:
    assert part_of(["1", "45", "B7", "P12"]) == "adjustment"
    assert part_of(["M15", "MA130", "N362"]) == "remark"
    assert part_of(["1", "M15", "office"]) == ""
    assert part_of([]) == ""


@pytest.mark.parametrize("row", [["office", "x", ""], ["45", "x", "soon"]])
def test_a_wrong_row(row: list[str]) -> None:
    with pytest.raises(UnreadableFile, match=r"c\.csv is damaged or not as published"):
        list(read([["Code", "Description", "Start"], row], "c.csv"))
