from __future__ import annotations

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.grid import Grid
from clinicbill.codesets.files.locality_file import read
from tests.support.code_files import gpci_text, loose


def rows(*lines: str) -> list[tuple[object, ...]]:
    return list(read(Grid(file=loose("g.csv", gpci_text(lines))).rows(), "g.csv"))


def test_localities_without_footnotes_and_their_marks() -> None:
    assert rows(
        "02102,AK,01,ALASKA*,1.500,1.065,0.551", '1182,CA,8,"NOWHERE, ELSEWHERE**",1.04,1.18,0.66'
    ) == [
        ("02102", "AK", "01", "ALASKA", "1.500", "1.065", "0.551"),
        ("01182", "CA", "08", "NOWHERE, ELSEWHERE", "1.04", "1.18", "0.66"),
    ]


def test_a_wrong_row() -> None:
    with pytest.raises(UnreadableFile, match="no number for an index in row 1"):
        rows("02102,AK,01,ALASKA,much,1.065,0.551")
    with pytest.raises(UnreadableFile, match="no contractor"):
        rows("none,AK,01,ALASKA,1.5,1.065,0.551")
