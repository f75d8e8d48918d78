from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from clinicbill.codesets import built_from, register
from clinicbill.codesets.built_from import Sources, loaded_sources, packaged_release
from clinicbill.codesets.folder import loaded_folder
from clinicbill.codesets.register import NewRelease, System
from tests.support.made_up_codes import INDEX, TABULAR, order_text

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from clinicbill.codesets.register import LoadedRelease

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def load(folder: Path, system: System, from_on: date, text: str, part: str = "") -> LoadedRelease:
    name = f"{system.value}-{from_on}{part}.src"
    loaded_folder(folder).mkdir(parents=True, exist_ok=True)
    (loaded_folder(folder) / name).write_text(text, encoding="utf-8")
    release = NewRelease(
        system=system, part=part, name=f"{from_on.month}/{from_on.year}", from_on=from_on, to_on=None, title="made up",
        origin=name, sha256=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip
    return register.add([(release, name)], AT, folder)[0]


def names(sources: Sources) -> list[tuple[str, bool]]:
    return [(release.name, release.titles_only) for release in sources.releases]


def test_the_packaged_release() -> None:
    release = packaged_release()
    assert release.in_force == ("4/2026", "2026-04-01", None)
    assert release.path.suffix == ".xml"


def test_nothing_loaded(tmp_path: Path) -> None:
    assert loaded_sources(tmp_path) == Sources(releases=(packaged_release(),))


def test_loading_and_undoing_is_another_stamp_and_the_old_one_again(tmp_path: Path) -> None:
    before = loaded_sources(tmp_path).stamp
    order = load(tmp_path, System.ICD10CM_ORDER, date(2026, 10, 1), order_text())
    assert names(loaded_sources(tmp_path)) == [("4/2026", False), ("10/2026", True)]
    with_order = loaded_sources(tmp_path).stamp
    load(tmp_path, System.ICD10CM_INDEX, date(2026, 10, 1), INDEX, "main")
    sources = loaded_sources(tmp_path)
    assert [edition.part for edition in sources.indexes] == ["main"]
    assert len({before, with_order, sources.stamp}) == 3
    register.undo(order.id, tmp_path)
    for release in register.list_releases(tmp_path):
        register.undo(release.id, tmp_path)
    assert loaded_sources(tmp_path).stamp == before


def test_a_tabular_list_stands_before_an_order_file_of_its_day(tmp_path: Path) -> None:
    load(tmp_path, System.ICD10CM_ORDER, date(2026, 4, 1), order_text())
    assert names(loaded_sources(tmp_path)) == [("4/2026", False)]
    load(tmp_path, System.ICD10CM, date(2026, 10, 1), TABULAR)
    load(tmp_path, System.ICD10CM_ORDER, date(2026, 10, 1), order_text())
    assert names(loaded_sources(tmp_path)) == [("4/2026", False), ("10/2026", False)]


def test_the_newest_releases_are_kept_and_one_has_notes(tmp_path: Path) -> None:
    for year in range(2026, 2031):
        load(tmp_path, System.ICD10CM_ORDER, date(year, 10, 1), order_text())
    kept = names(loaded_sources(tmp_path))
    assert kept == [("4/2026", False), ("10/2028", True), ("10/2029", True), ("10/2030", True)]


def test_the_stamp_follows_the_schema_the_bytes_and_the_days(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = Sources(releases=(packaged_release(),))
    other = Sources(releases=(replace(packaged_release(), sha256="f"),))
    shorter = Sources(releases=(replace(packaged_release(), to_on=date(2026, 9, 30)),))
    stamps = {sources.stamp, other.stamp, shorter.stamp}
    built_from._own_stamp.cache_clear()
    monkeypatch.setattr(built_from, "SCHEMA_VERSION", built_from.SCHEMA_VERSION + 1)
    assert len(stamps | {sources.stamp}) == 4
    built_from._own_stamp.cache_clear()
