from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files import hcpcs_file, ptp_file, unit_file
from clinicbill.codesets.release_store import list_changes, list_pairs, list_rows, list_where, write

if TYPE_CHECKING:
    from pathlib import Path

    from clinicbill.codesets.files.table import Row

DAY, BEFORE = date(2026, 10, 1), date(2026, 9, 30)


def hcpcs(code: str, name: str, from_on: str | None = None, to_on: str | None = None) -> Row:
    return code, "code", name, "", from_on, to_on, ""


def changes(tmp_path: Path, old: list[Row], new: list[Row]) -> set[tuple[str, str]]:
    write(tmp_path / "old.sqlite", hcpcs_file.TABLE, old)
    write(tmp_path / "new.sqlite", hcpcs_file.TABLE, new)
    found = list_changes(tmp_path / "new.sqlite", tmp_path / "old.sqlite", hcpcs_file.TABLE, DAY, BEFORE)
    return {(kind, str(entry[0])) for kind, entry, _, _ in found}


def test_rows_written_are_read(tmp_path: Path) -> None:
    told: list[int] = []
    path = tmp_path / "u.sqlite"
    count = write(
        path, unit_file.TABLE, [("A1001", 2, "3", "r"), ("A1000", 1, "2", "")], lambda: told.append(1)
    )
    assert count == 2
    assert told == [1]
    assert [row["code"] for row in list_rows(path, unit_file.TABLE)] == ["A1000", "A1001"]
    assert list_where(path, unit_file.TABLE, "code", ["A1001", "x"]) == [
        {"code": "A1001", "value": 2, "indicator": "3", "rationale": "r"}
    ]


def test_live_pairs_only(tmp_path: Path) -> None:
    path = tmp_path / "p.sqlite"
    rows: list[Row] = [
        ("20610", "20600", 20180701, 99991231, "1", "r"),
        ("20610", "20605", 20180701, 20260930, "1", "r"),
        ("20610", "20606", 20270101, 99991231, "1", "r"),
    ]
    write(path, ptp_file.TABLE, rows)
    codes = {"20610", "20600", "20605", "20606"}
    assert [row["column2"] for row in list_pairs(path, codes, 20261001)] == ["20600"]
    assert [row["column2"] for row in list_pairs(path, codes, 20260930)] == ["20600", "20605"]
    assert list_pairs(path, {"20600", "20605"}, 20260930) == []


def test_what_changed(tmp_path: Path) -> None:
    old = [
        hcpcs("A0001", "same"),
        hcpcs("A0002", "gone"),
        hcpcs("A0003", "old words"),
        hcpcs("A0004", "ends"),
    ]
    new = [
        hcpcs("A0001", "same"),
        hcpcs("A0003", "new words"),
        hcpcs("A0004", "ends", None, "2026-09-30"),
        hcpcs("A0005", "begins", "2026-10-01"),
        hcpcs("A0006", "begins later", "2027-01-01"),
    ]
    assert changes(tmp_path, old, new) == {
        ("deleted", "A0002"),
        ("revised", "A0003"),
        ("deleted", "A0004"),
        ("added", "A0005"),
    }


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "u.sqlite"
    with pytest.raises(UnreadableFile, match=r"damaged or gone.*codes undo"):
        list_rows(path, unit_file.TABLE)
    path.write_bytes(b"rubbish" * 1000)
    with pytest.raises(UnreadableFile, match="damaged or gone"):
        list_where(path, unit_file.TABLE, "code", ["A0001"])


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.Error):
        write(tmp_path / "none" / "u.sqlite", unit_file.TABLE, [])
