from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.ptp_file import OPEN_END, oldest_kept, read, read_grid
from tests.support.code_files import ptp_text

SAMPLES = os.environ.get("CLINICBILL_SAMPLES")
DAY = date(2026, 11, 23)
CODES = st.from_regex(r"[0-9A-Z][0-9]{3}[0-9A-Z]", fullmatch=True)
DAYS = st.dates(min_value=date(1996, 1, 1), max_value=date(2030, 12, 31)).map(
    lambda day: day.strftime("%Y%m%d")
)
ROWS = st.lists(
    st.tuples(CODES, CODES, st.sampled_from(["", "*"]), DAYS, DAYS | st.just("*"), st.sampled_from("019"))
)


def kept(text: str) -> list[tuple[object, ...]]:
    return list(read(io.BytesIO(text.encode("cp1252")), "p.txt", on=DAY))


def test_pairs_of_the_last_two_years_are_kept() -> None:
    text = ptp_text(
        [
            "20610|20600||20180701|*|1|Invented",
            "20610|20605||20180701|20241122|1|Ended",
            "20610|20606|*|19960101|20241123|0|Old",
        ]
    )
    assert kept(text) == [
        ("20610", "20600", 20180701, OPEN_END, "1", "Invented"),
        ("20610", "20606", 19960101, 20241123, "0", "Old"),
    ]


def test_rows_that_are_almost_as_published() -> None:
    text = ptp_text(["20610 | 20600 ||20180701|*|1|Invented|||", "", "20610|20605||20180701||0"])
    assert kept(text) == [
        ("20610", "20600", 20180701, OPEN_END, "1", "Invented"),
        ("20610", "20605", 20180701, OPEN_END, "0", ""),
    ]


@pytest.mark.parametrize(
    "row", ["20610|206", "20610|20600||2018x701|*|1|r", "20610|20600||20180701|*|5|r", "word"]
)
def test_a_cut_off_or_wrong_row(row: str) -> None:
    with pytest.raises(UnreadableFile, match=r"p\.txt is damaged or not as published.* in row 8"):
        kept(ptp_text(["20610|20600||20180701|*|1|Invented", row]))


def test_no_pairs_at_all() -> None:
    with pytest.raises(UnreadableFile, match="no pair of procedures"):
        kept("a line\n" * 100)
    assert kept(ptp_text([])) == []


@given(ROWS)
def test_exactly_the_rows_in_force_come_back(rows: list[tuple[str, ...]]) -> None:
    text = ptp_text(["|".join([*row, "Invented"]) for row in rows])
    expected = [
        (row[0], row[1], int(row[3]), OPEN_END if row[4] == "*" else int(row[4]), row[5], "Invented")
        for row in rows
        if row[4] == "*" or int(row[4]) >= oldest_kept(DAY)
    ]
    assert kept(text) == expected
    cells = [line.split("\t") for line in text.splitlines()]
    assert list(read_grid(cells, "p.csv", on=DAY)) == expected


@pytest.mark.skipif(SAMPLES is None, reason="CLINICBILL_SAMPLES is not set")
def test_the_real_excerpt() -> None:
    path = Path(SAMPLES or "", "codes/cms_samples/ncci_ptp_practitioner_v322r0.excerpt.txt")
    with path.open("rb") as file:
        rows = list(read(file, path.name, on=date(2026, 8, 1)))
    assert [row[:3] for row in rows if row[0] == "13121"] == [("13121", "13120", 19960101)]
    assert all(int(str(row[3])) >= 20240801 for row in rows)
