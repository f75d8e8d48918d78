from __future__ import annotations

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.grid import Grid
from clinicbill.codesets.files.unit_file import read
from tests.support.code_files import loose, mue_text, xlsx


def rows(text: str) -> list[tuple[object, ...]]:
    return list(read(Grid(file=loose("m.csv", text)).rows(), "m.csv"))


def test_a_heading_with_a_line_break_below_a_notice_with_one() -> None:
    assert rows(mue_text(["97110,6,3 Date of Service Edit: Clinical,Invented", "J3301,16,1 Line Edit,"])) == [
        ("97110", 6, "3", "Invented"),
        ("J3301", 16, "1", ""),
    ]


def test_a_workbook_that_lost_its_zeros() -> None:
    heading = [
        "HCPCS/CPT Code",
        "Practitioner Services MUE Values",
        "MUE Adjudication Indicator",
        "MUE Rationale",
    ]
    book = loose("m.xlsx", xlsx([heading, [100, 1, "2 Date of Service Edit: Policy", "Invented"]]))
    assert list(read(Grid(file=book, sheet="S1").rows(), "m.xlsx")) == [("00100", 1, "2", "Invented")]


@pytest.mark.parametrize(
    "row", ["97110,six,1 Line Edit,", "97110,6,4 Other,", "9711,6", "word,6,1 Line Edit,"]
)
def test_a_wrong_row(row: str) -> None:
    with pytest.raises(UnreadableFile, match="no code with its limit in row 1"):
        rows(mue_text([row]))
