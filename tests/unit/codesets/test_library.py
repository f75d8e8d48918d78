from __future__ import annotations

import gc
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotWritable
from clinicbill.codesets import built_from, store
from clinicbill.codesets import library as library_module
from clinicbill.codesets.library import CodeLibrary, is_current, library_folder, open_library

if TYPE_CHECKING:
    from pathlib import Path

    import sqlite_utils

    from clinicbill.codesets.built_from import Release


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, small_release: Release) -> list[str]:
    """Builds small libraries; the list grows by one text per step told."""
    told: list[str] = []
    monkeypatch.setattr(built_from, "packaged_release", lambda: small_release)
    return told


def opened(folder: Path, told: list[str]) -> CodeLibrary:
    return open_library(folder, lambda _done, _of, text: told.append(text))


def titles(library: CodeLibrary) -> str:
    row = library.read(store.get_code, "4/2026", "B20")
    assert row is not None
    return str(row["title"])


def test_built_once_then_only_opened(tmp_path: Path, built: list[str]) -> None:
    assert titles(opened(tmp_path / "codes", built)) == "Disease of one category"
    assert built
    built.clear()
    assert titles(opened(tmp_path / "codes", built)) == "Disease of one category"
    assert built == []


@pytest.mark.parametrize("damage", ["empty", "garbage", "half", "other stamp", "no table"])
def test_a_damaged_file_is_built_anew(tmp_path: Path, built: list[str], damage: str) -> None:
    first = opened(tmp_path, built)
    path, whole = first.path, first.path.read_bytes()
    first.close()
    built.clear()
    if damage == "other stamp":
        database = sqlite3.connect(path)
        database.execute("update meta set value = 'older'")
        database.commit()
        database.close()
    elif damage == "no table":
        path.unlink()
        sqlite3.connect(path).close()
    else:
        path.write_bytes(
            {"empty": b"", "garbage": b"no database " * 900, "half": whole[: len(whole) // 2]}[damage]
        )
    assert titles(opened(tmp_path, built)) == "Disease of one category"
    assert built


def test_damage_met_while_reading_is_mended_once(tmp_path: Path, built: list[str]) -> None:
    library = opened(tmp_path, built)
    page = bytearray(library.path.read_bytes())
    page[4096:] = b"\xff" * (len(page) - 4096)
    library.path.write_bytes(page)
    assert titles(library) == "Disease of one category"


def test_a_file_that_vanished_comes_back(tmp_path: Path, built: list[str]) -> None:
    library = opened(tmp_path, built)
    library.path.unlink()
    assert titles(library) == "Disease of one category"


def test_our_own_mistakes_do_not_rebuild(tmp_path: Path, built: list[str]) -> None:
    library = opened(tmp_path, built)

    def wrong(db: sqlite_utils.Database) -> None:
        db.conn.execute("select nothing from nowhere")

    before = library.path.stat().st_ino
    with pytest.raises(sqlite3.OperationalError):
        library.read(wrong)
    assert library.path.stat().st_ino == before


def test_two_programs_may_build_at_once(tmp_path: Path, built: list[str]) -> None:
    together = Barrier(2)

    def one() -> str:
        together.wait()
        return titles(opened(tmp_path, built))

    with ThreadPoolExecutor(2) as pool:
        results = [pool.submit(one) for _ in range(2)]
        assert [result.result() for result in results] == ["Disease of one category"] * 2
    assert [path.name for path in tmp_path.glob("codes-*")] == [opened(tmp_path, built).path.name]


def test_each_thread_reads_by_its_own_connection(library: CodeLibrary) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: library.read(store.get_code, "4/2026", "M5450"), range(40)))
    assert {row["title"] for row in found if row} == {"Low back pain, unspecified"}
    library.close()


def left_behind(folder: Path, told: list[str]) -> sqlite_utils.Database:
    """The connection of a thread that has ended, of a library nobody holds any more."""
    library = opened(folder, told)
    with ThreadPoolExecutor(1) as pool:
        database: sqlite_utils.Database = pool.submit(library.read, lambda db: db).result()
    return database


def test_connections_of_ended_threads_are_closed_with_the_library(tmp_path: Path, built: list[str]) -> None:
    database = left_behind(tmp_path, built)
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        database.conn.execute("select 1")


def test_a_place_that_takes_no_file_is_a_sentence(tmp_path: Path, built: list[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotWritable, match="your practice file is not touched"):
        opened(tmp_path / "file" / "codes", built)


def test_a_failed_build_leaves_nothing(
    tmp_path: Path, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(library_module, "write_library", full)
    with pytest.raises(NotWritable, match="free some space"):
        opened(tmp_path / "codes", built)
    assert list((tmp_path / "codes").iterdir()) == []


def test_what_older_programs_left_is_tidied_later(tmp_path: Path, built: list[str]) -> None:
    old, left, fresh = (
        tmp_path / name for name in ("codes-0.sqlite", "codes-1.unfinished", "codes-2.sqlite")
    )
    for path in (old, left, fresh):
        path.write_bytes(b"")
    for path in (old, left):
        os.utime(path, (1_000_000, 1_000_000))
    opened(tmp_path, built)
    assert not old.exists()
    assert not left.exists()
    assert fresh.exists()


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINICBILL_CODES_DIR", str(tmp_path / "here"))
    assert library_folder() == tmp_path / "here"
    monkeypatch.delenv("CLINICBILL_CODES_DIR")
    assert library_folder().name == "codes"


def test_the_library_names_its_releases(library: CodeLibrary) -> None:
    assert [row["name"] for row in library.releases("ICD-10-CM")] == ["4/2026"]
    assert library.release_number("ICD-10-CM", "4/2026") == 1
    assert "sciatica" in library.vocabulary


def test_candidates_are_kept_and_given_in_the_order_asked(library: CodeLibrary) -> None:
    first = 1 * store.RELEASE_RANGE
    found = library.candidates([first + 2, first, first + 1])
    assert [one.place for one in found] == [first + 2, first, first + 1]
    assert library.candidates([first])[0] is found[1]


def test_a_library_is_current_until_something_else_is_loaded(
    tmp_path: Path, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = opened(tmp_path, built)
    assert is_current(library)
    monkeypatch.setattr(built_from, "SCHEMA_VERSION", built_from.SCHEMA_VERSION + 1)
    built_from._own_stamp.cache_clear()
    assert not is_current(library)
    monkeypatch.undo()
    built_from._own_stamp.cache_clear()
