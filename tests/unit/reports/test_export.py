from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import Money
from clinicbill.reports.export import csv_bytes


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_cells_are_written_as_what_they_are() -> None:
    data = csv_bytes(
        ["As of", "Name", "Open", "Age", "Note"],
        [(date(2026, 11, 23), "Muñoz, “Al”", Money(-123456), 31, None)],
    )
    assert data.startswith(b"\xef\xbb\xbfAs of,")
    assert data.count(b"\r\n") == 2
    assert read(data)[1] == ["2026-11-23", "Muñoz, “Al”", "-1234.56", "31", ""]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_text_is_never_a_formula(text: str) -> None:
    assert read(csv_bytes(["x"], [(text,)]))[1] == [f"'{text}"]
    assert read(csv_bytes([text], []))[0] == [f"'{text}"]


@given(st.lists(st.tuples(st.text(), st.integers(-(10**9), 10**9)), max_size=5))
def test_every_text_and_amount_comes_back(lines: list[tuple[str, int]]) -> None:
    found = read(csv_bytes(["name", "open"], [(text, Money(cents)) for text, cents in lines]))[1:]
    for (text, cents), (name, amount) in zip(lines, found, strict=True):
        assert name.removeprefix("'") == text.removeprefix("'")
        assert Money.parse(amount) == Money(cents)
        assert name == "" or name[0] not in "=+-@"
