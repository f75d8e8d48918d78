from __future__ import annotations

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.taxonomy_file import read

HEADING = [
    "Code",
    "Grouping",
    "Classification",
    "Specialization",
    "Definition",
    "Notes",
    "Display Name",
    "Section",
]


def test_codes_with_their_names() -> None:
    rows = [
        HEADING,
        ["111n00000x", "Invented group", "Back healer", "", "long", "", "Back Healer", "Individual"],
        ["222N00000X", "Invented group", "Healer", "Knees"],
        ["Copyright 2026 somebody"],
    ]
    assert list(read(rows, "t.csv")) == [
        ("111N00000X", "Invented group", "Back healer", "", "Back Healer", "Individual"),
        ("222N00000X", "Invented group", "Healer", "Knees", "Healer Knees", ""),
    ]


def test_a_wrong_row() -> None:
    with pytest.raises(UnreadableFile, match="instead of a taxonomy code"):
        list(read([HEADING, ["111N"]], "t.csv"))
