from __future__ import annotations

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.fee_file import PLACES, TABLE, is_heading, read
from clinicbill.codesets.files.grid import Grid
from tests.support.code_files import fee_line, fee_text, loose


def rows(text: str) -> list[dict[str, object]]:
    found = read(Grid(file=loose("p.csv", text)).rows(), "p.csv")
    return [dict(zip(TABLE.names, row, strict=True)) for row in found]


def test_columns_by_their_place() -> None:
    (row,) = rows(fee_text([fee_line("20610", days="000")]))
    assert (row["code"], row["status"], row["work"], row["pe_non_facility"]) == ("20610", "A", "1.00", "2.00")
    assert (row["pe_facility"], row["mp"], row["global_days"], row["bilateral"]) == (
        "1.50",
        "0.10",
        "000",
        "1",
    )
    assert row["conversion_factor"] == "30.0000"
    assert len(PLACES) + 2 == len(TABLE.columns)


def test_dental_codes_and_notes_are_left_out_and_modifiers_kept() -> None:
    found = rows(fee_text([fee_line("73562"), fee_line("73562", "26"), fee_line("D0120"), "End of file"]))
    assert [(row["code"], row["modifier"]) for row in found] == [("73562", ""), ("73562", "26")]


def test_a_spreadsheet_takes_zeros_away() -> None:
    assert rows(fee_text([fee_line("100")]))[0]["code"] == "00100"


def test_only_its_heading_is_one() -> None:
    assert not is_heading(["HCPCS", "MOD"])
    assert not is_heading(["HCPCS"] * 30)


@pytest.mark.parametrize(
    "row", [fee_line("20610").replace("1.00", "one", 1), "20610,,x,A", fee_line("no code at all")]
)
def test_a_wrong_row(row: str) -> None:
    with pytest.raises(UnreadableFile, match=r"p\.csv is damaged or not as published"):
        rows(fee_text([row]))


def test_no_heading() -> None:
    for text in ("a,b\n", "a,b\n" * 100):
        with pytest.raises(UnreadableFile, match="no heading"):
            rows(text)
