from __future__ import annotations

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.headings import Columns, Heading, bad_row

HEADING = Heading(
    wanted={"code": ("=code",), "text": ("=text", "description"), "day": ("date",)},
    needed=frozenset({"code", "text"}),
)


def test_columns_in_any_order_below_captions() -> None:
    rows = [["A list"], ["Long Description", "Code"], ["one", "A1"], ["two"]]
    columns = Columns(rows, HEADING, "f.csv")
    assert list(columns) == [{"code": "A1", "text": "one"}, {"code": "", "text": "two"}]
    assert columns.caption == ["A list"]


def test_a_whole_heading_or_a_part_of_it() -> None:
    assert HEADING.match(["Codes", "Text"]) is None
    assert HEADING.match(["Code", "Text", "Start Date"]) == {"code": 0, "text": 1, "day": 2}


def test_a_column_has_one_meaning() -> None:
    both = Heading(wanted={"a": ("code",), "b": ("code",)}, needed=frozenset({"a", "b"}))
    assert both.match(["Code"]) is None
    assert both.match(["Code 1", "Code 2"]) == {"a": 0, "b": 1}


def test_a_heading_that_never_comes() -> None:
    with pytest.raises(UnreadableFile, match=r"f\.csv has not the columns"):
        Columns([["x"]] * 100, HEADING, "f.csv")


def test_the_sentence_for_a_row() -> None:
    assert "no code in row 1,234; nothing was changed" in str(bad_row("f.csv", 1234, "no code"))
