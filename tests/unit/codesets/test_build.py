from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets import store
from clinicbill.codesets.build import write_library
from clinicbill.codesets.built_from import Release, Sources

if TYPE_CHECKING:
    from pathlib import Path

    from clinicbill.codesets.library import CodeLibrary


def count(library: CodeLibrary, table: str, where: str = "1") -> int:
    sql = f"select count(*) from {table} where {where}"
    return library.read(lambda db: int(db.conn.execute(sql).fetchone()[0]))


def test_the_library_holds_exactly_the_official_codes(library: CodeLibrary) -> None:
    assert count(library, "icd10") == 98_186
    assert count(library, "icd10", "billable") == 74_719
    assert count(library, "icd10_entry") == 36_343
    assert count(library, "icd10", "release <> '4/2026' or from_on <> '2026-04-01' or to_on is not null") == 0


def test_notes_of_codes_sections_and_chapters(library: CodeLibrary) -> None:
    kinds = {
        "inclusion": 12_569,
        "includes": 918,
        "code_first": 800,
        "use_additional": 1_440,
        "code_also": 645,
        "excludes1": 5_253,
        "excludes2": 2_180,
        "seventh": 1_790,
    }
    counted = {
        kind: count(library, "icd10_note", f"owner_kind = 'code' and kind = '{kind}'") for kind in kinds
    }
    assert counted == kinds
    assert count(library, "icd10_note", "owner_kind = 'section' and kind = 'excludes1'") == 151
    assert count(library, "icd10_note", "owner_kind = 'chapter' and kind = 'excludes2'") == 112


def test_no_table_can_hold_patients(library: CodeLibrary) -> None:
    names = library.read(
        lambda db: {
            str(row[0]) for row in db.conn.execute("select name from sqlite_master where type = 'table'")
        }
    )
    assert {name for name in names if not name.startswith(("icd10", "sqlite_"))} == {"meta", "release"}


def test_progress_is_told_in_order(tmp_path: Path, small_release: Release) -> None:
    told: list[tuple[int, int, str]] = []
    write_library(
        tmp_path / "small.sqlite", Sources(releases=(small_release,)), lambda *news: told.append(news)
    )
    assert [done for done, _, _ in told] == list(range(len(told)))
    assert told[-1][0] == told[-1][1]
    assert all(text for _, _, text in told)


def test_the_small_library_can_be_read(tmp_path: Path, small_release: Release) -> None:
    path = tmp_path / "small.sqlite"
    sources = Sources(releases=(small_release,))
    write_library(path, sources)
    database = store.connect(path)
    assert store.get_meta(database, "stamp") == sources.stamp
    assert [row["name"] for row in store.list_releases(database, "ICD-10-CM")] == ["4/2026"]
    found = store.list_entries(database, store.match_entries(database, '"lone"', 1, 5))
    assert [row[1] for row in found] == ["B20"]
    database.close()


def test_a_foreign_list_leaves_nothing_open(tmp_path: Path, small_release: Release) -> None:
    small_release.path.write_text("<other/>", encoding="utf-8")
    with pytest.raises(UnreadableFile):
        write_library(tmp_path / "small.sqlite", Sources(releases=(small_release,)))
    assert not (tmp_path / "small.sqlite").exists()
