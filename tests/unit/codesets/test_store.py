from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from clinicbill.codesets import store

if TYPE_CHECKING:
    from pathlib import Path

    from clinicbill.codesets.library import CodeLibrary


def test_every_row_of_a_code_list_says_when_it_is_in_force() -> None:
    tables = [sql for sql in store.SCHEMA if sql.startswith("create table icd10")]
    tables = [
        sql
        for sql in tables
        if not sql.startswith(("create table icd10_vocabulary", "create table icd10_index ("))
    ]
    dated = [sql for sql in tables if "from_on text not null, to_on text" in sql]
    assert len(dated) == len(tables)  # the vocabulary is of all releases; an index line is dated by its part


def test_tables_are_strict() -> None:
    assert all("strict" in sql for sql in store.SCHEMA if sql.startswith("create table"))


def test_a_reader_cannot_write(library: CodeLibrary) -> None:
    database = store.connect(library.path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.conn.execute("delete from icd10")
    database.close()


def test_several_releases_lie_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "two.sqlite"
    database = store.create(path)
    columns = ("release", "from_on", "to_on", "flat", "code", "title", "billable", "parent", "section", "chapter",
               "seventh")  # fmt: skip
    rows = [
        ("10/2025", "2025-10-01", "2026-03-31", "A00", "A00", "old words", 1, "", "A00-A09", "1", ""),
        ("4/2026", "2026-04-01", None, "A00", "A00", "new words", 1, "", "A00-A09", "1", ""),
    ]
    store.add_rows(database, "icd10", rows, columns)
    words = [(store.RELEASE_RANGE + 1, "old"), (2 * store.RELEASE_RANGE + 1, "new word"), (2, "new")]
    store.add_rows(database, "icd10_words", words, ("rowid", "words"))
    store.finish(database)
    database = store.connect(path)
    assert [store.get_code(database, name, "A00")["title"] for name in ("10/2025", "4/2026")] == [  # type: ignore[index]
        "old words",
        "new words",
    ]
    assert store.match_entries(database, '"new"', 2, 10) == [2 * store.RELEASE_RANGE + 1]
    assert store.match_entries(database, '"new"', 1, 10) == []
    database.close()


def test_codes_below_a_beginning(library: CodeLibrary) -> None:
    rows = library.read(store.list_codes_from, "4/2026", "M545", 10)
    assert [row["code"] for row in rows] == ["M54.5", "M54.50", "M54.51", "M54.59"]
    billable = library.read(store.list_billable_from, "4/2026", "S336")
    assert [row["code"] for row in billable] == ["S33.6XXA", "S33.6XXD", "S33.6XXS"]


def test_meta(tmp_path: Path) -> None:
    path = tmp_path / "one.sqlite"
    database = store.create(path)
    store.set_meta(database, "stamp", "abc")
    store.finish(database)
    database = store.connect(path)
    assert store.get_meta(database, "stamp") == "abc"
    assert store.get_meta(database, "other") == ""
    database.close()


def test_an_absent_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        store.connect(tmp_path / "absent.sqlite").conn.execute("select 1 from meta")
    assert not (tmp_path / "absent.sqlite").exists()
