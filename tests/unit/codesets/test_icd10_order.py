from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets import icd10_order
from clinicbill.codesets.icd10_order import ordered_tabular, read_order
from clinicbill.codesets.icd10_tabular import read_tabular
from tests.support.made_up_codes import TABULAR, order_text

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, data: bytes) -> Path:
    path = folder / "order.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_the_layout(tmp_path: Path, packed: bool) -> None:
    data = order_text((("A00", 0, "Cholera"), ("A000", 1, "Ménière " + "x" * 70))).encode("latin-1")
    lines = read_order(written(tmp_path, gzip.compress(data) if packed else data))
    assert [(line.flat, line.billable) for line in lines] == [("A00", False), ("A000", True)]
    assert lines[1].title == "Ménière " + "x" * 70


@pytest.mark.parametrize(
    "data", [b"", b"A00 no order number\n", order_text().encode() + b"00099 short\n", b"\x1f\x8b x"]
)
def test_damage_is_a_sentence(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="nothing has changed"):
        read_order(written(tmp_path, data))


def test_a_file_that_grows_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icd10_order, "MOST_BYTES", 1_000)
    with pytest.raises(UnreadableFile, match="not an ICD-10-CM order file"):
        read_order(written(tmp_path, gzip.compress(order_text().encode() * 50)))


def test_titles_are_new_and_notes_are_kept(tmp_path: Path) -> None:
    base = tmp_path / "tabular.xml"
    base.write_text(TABULAR, encoding="utf-8")
    made = ordered_tabular(read_order(written(tmp_path, order_text().encode())), read_tabular(base))
    codes = {code.code: code for code in made.codes}
    assert codes["M20.41"].title == "Hammer toe of right foot"
    assert not codes["M10.9"].billable
    assert (codes["M10.90"].parent, codes["M10.90"].chapter, codes["M10.90"].section) == (
        "M10.9",
        "13",
        "M10-M25",
    )
    assert codes["S93"].notes
    assert codes["S93.6"].sevenths == {"A": "initial encounter", "D": "subsequent encounter"}
    heel = codes["S93.7XXA"]
    assert (heel.parent, heel.seventh) == ("S93.7", "A")
    assert codes["S93.7"].sevenths == {"A": "initial encounter", "S": "sequela"}
    assert "M25.561" not in codes
