from __future__ import annotations

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.place_file import read

HEADING = ["Place of Service Code(s)", "Place of Service Name", "Place of Service Description"]


def test_places_without_ranges_and_unassigned_ones() -> None:
    rows = [
        HEADING,
        ["1", "Invented  place", "Long"],
        ["11", "Other", "x"],
        ["27-30", "Unassigned", "N/A"],
        ["35", "Unassigned"],
    ]
    assert list(read(rows, "p.csv")) == [("01", "Invented place"), ("11", "Other")]


def test_a_wrong_row() -> None:
    with pytest.raises(UnreadableFile, match="instead of a place of service"):
        list(read([HEADING, ["eleven", "Office"]], "p.csv"))
