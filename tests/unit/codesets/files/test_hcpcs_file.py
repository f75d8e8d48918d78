from __future__ import annotations

import gzip
import os
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.grid import Grid
from clinicbill.codesets.files.hcpcs_file import is_fixed, read_fixed, read_grid
from tests.support.code_files import HCPCS_HEADING, hcpcs_line, loose, xlsx

SAMPLES = os.environ.get("CLINICBILL_SAMPLES")
WORDS = st.text(string.ascii_letters + "(),-/ ", min_size=1, max_size=80).map(str.strip).filter(bool)


def test_csv_and_workbook_by_their_headings() -> None:
    text = (
        f"{HCPCS_HEADING}\n   AT,0010,7,Invented modifier,Inv mod,,C,19840101,19980101,,N\n"
        "J9999,0010,3,Invented drug,Inv drug,,D,20200101,20200101,20261231,N\n"
        "J9999,0020,4,going on,,,,,,,\nD9999,0010,3,Dental,Dental,,,20200101,,,N\n99999,0010,3,Not ours,x,,,,,,N\n"
    )
    expected = [
        ("AT", "modifier", "Invented modifier", "Inv mod", "1984-01-01", None, "C"),
        ("J9999", "code", "Invented drug going on", "Inv drug", "2020-01-01", "2026-12-31", "D"),
    ]
    assert list(read_grid(Grid(file=loose("h.csv", text)).rows(), "h.csv")) == expected
    rows = [line.split(",") for line in text.splitlines()]
    book = loose("h.xlsx", xlsx([[int(cell) if cell.isdigit() else cell for cell in row] for row in rows]))
    assert list(read_grid(Grid(file=book, sheet="S1").rows(), "h.xlsx")) == expected


def test_fixed_width_with_continuation_and_ended_codes() -> None:
    lines = [
        "***Disclaimers\t\r\n",
        "\r\n",
        hcpcs_line("A1", "7", "Invented modifier", added="20020701"),
        hcpcs_line("L9999", "3", "Brace, invented,"),
        hcpcs_line("L9999", "4", "with a second line", ended="20251231"),
        hcpcs_line("L9998", "3", "Ended brace", ended="20251231"),
        hcpcs_line("D1234", "3", "Dental"),
        "\r\n",
    ]
    assert [row[:6] for row in read_fixed(lines, "h.txt")] == [
        ("A1", "modifier", "Invented modifier", "Invented modifier", "2002-07-01", None),
        ("L9999", "code", "Brace, invented, with a second line", "Brace, invented,", "2020-01-01", None),
        ("L9998", "code", "Ended brace", "Ended brace", "2020-01-01", "2025-12-31"),
    ]


def test_damage_is_told_with_its_row() -> None:
    with pytest.raises(UnreadableFile, match="a line that is no record in row 2"):
        list(read_fixed([hcpcs_line("L9999", "3", "Brace"), "cut off"], "h.txt"))
    with pytest.raises(UnreadableFile, match=r"month must be"):
        list(read_fixed([hcpcs_line("L9999", "3", "Brace", added="20209901")], "h.txt"))
    with pytest.raises(UnreadableFile, match="instead of a code in row 1"):
        list(read_grid([HCPCS_HEADING.split(","), ["Total", "", "", "x"]], "h.csv"))


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[A-CE-Z][0-9]{4}", fullmatch=True), st.lists(WORDS, min_size=1, max_size=4)
        ),
        max_size=8,
        unique_by=lambda entry: entry[0],
    )
)
def test_every_code_comes_back_with_its_whole_text(entries: list[tuple[str, list[str]]]) -> None:
    lines = [
        hcpcs_line(code, "4" if place else "3", text)
        for code, texts in entries
        for place, text in enumerate(texts)
    ]
    assert all(map(is_fixed, lines))
    found = {row[0]: row[2] for row in read_fixed(lines, "h.txt")}
    assert found == {code: " ".join(" ".join(texts).split()) for code, texts in entries}


@pytest.mark.skipif(SAMPLES is None, reason="CLINICBILL_SAMPLES is not set")
def test_the_real_file_of_2019() -> None:
    path = Path(SAMPLES or "", "codes/hcpcs/2019_fixed_width/HCPC2019_CONTR_ANWEB.txt.gz")
    with gzip.open(path, "rt", encoding="cp1252") as lines:
        rows = {row[0]: row for row in read_fixed(lines, path.name)}
    assert len(rows) > 6_000
    assert not [code for code in rows if str(code).startswith("D") and len(str(code)) == 5]
    assert rows["J3301"][3]
    assert sum(row[5] is not None for row in rows.values()) > 10
