from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.codesets.register import (
    FILE,
    PUT_ASIDE,
    LoadedRelease,
    NewRelease,
    System,
    add,
    apply_again,
    damage,
    get_release,
    list_releases,
    release_on,
    undo,
)

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
OCTOBER = NewRelease(
    system=System.ICD10CM,
    name="10/2025",
    from_on=date(2025, 10, 1),
    to_on=date(2026, 9, 30),
    title="made up",
    origin="icd10cm-tabular-2026.xml",
    sha256=hashlib.sha256(b"x").hexdigest(),
)
APRIL = replace(OCTOBER, name="4/2026", from_on=date(2026, 4, 1))
NEXT = replace(OCTOBER, name="10/2026", from_on=date(2026, 10, 1), to_on=date(2027, 9, 30))


def put(folder: Path, release: NewRelease) -> LoadedRelease:
    file = f"{release.name.replace('/', '-')}{release.part}.xml"
    (folder / "loaded").mkdir(exist_ok=True)
    (folder / "loaded" / file).write_text("x")
    return add([(release, file)], AT, folder)[0]


def name_on(day: date, folder: Path) -> str | None:
    found = release_on(System.ICD10CM, day, folder)
    return found.name if found else None


def test_nothing_loaded_is_nothing_and_makes_no_folder(tmp_path: Path) -> None:
    assert list_releases(tmp_path / "none") == []
    assert release_on(System.MUE, date(2026, 1, 1), tmp_path / "none") is None
    assert not (tmp_path / "none").exists()


def test_the_release_of_the_day_answers(tmp_path: Path) -> None:
    for release in (NEXT, OCTOBER, APRIL):
        put(tmp_path, release)

    assert name_on(date(2025, 10, 1), tmp_path) == "10/2025"
    assert name_on(date(2026, 3, 31), tmp_path) == "10/2025"
    assert name_on(date(2026, 4, 1), tmp_path) == "4/2026"
    assert name_on(date(2026, 9, 30), tmp_path) == "4/2026"
    assert name_on(date(2026, 10, 1), tmp_path) == "10/2026"


def test_else_the_nearest(tmp_path: Path) -> None:
    put(tmp_path, NEXT)
    put(tmp_path, APRIL)
    assert name_on(date(2020, 1, 1), tmp_path) == "4/2026"
    assert name_on(date(2030, 1, 1), tmp_path) == "10/2026"


def test_of_two_for_the_same_days_the_one_loaded_last(tmp_path: Path) -> None:
    put(tmp_path, OCTOBER)
    (tmp_path / "loaded" / "other.xml").write_text("y")
    other = replace(OCTOBER, sha256=hashlib.sha256(b"y").hexdigest())
    second = add([(other, "other.xml")], AT, tmp_path)[0]
    found = release_on(System.ICD10CM, date(2026, 1, 1), tmp_path)
    assert found is not None
    assert found.id == second.id


def test_undo_and_apply_again(tmp_path: Path) -> None:
    put(tmp_path, OCTOBER)
    april = put(tmp_path, APRIL)

    assert undo(april.id, tmp_path).active is False
    assert name_on(date(2026, 5, 1), tmp_path) == "10/2025"
    assert [release.name for release in list_releases(tmp_path, active_only=False)] == ["10/2025", "4/2026"]

    assert apply_again(april.id, tmp_path).active is True
    assert name_on(date(2026, 5, 1), tmp_path) == "4/2026"


def test_the_same_once_more_is_the_same_release_active_again(tmp_path: Path) -> None:
    first = put(tmp_path, OCTOBER)
    undo(first.id, tmp_path)
    again = put(tmp_path, OCTOBER)
    assert again.id == first.id
    assert again.active


def test_a_release_whose_file_is_gone_answers_no_more(tmp_path: Path) -> None:
    april = put(tmp_path, APRIL)
    april.path.unlink()
    assert release_on(System.ICD10CM, date(2026, 5, 1), tmp_path) is None
    with pytest.raises(NotFound, match=r"load icd10cm-tabular-2026\.xml again"):
        apply_again(april.id, tmp_path)


def test_a_release_whose_file_is_damaged_answers_no_more(tmp_path: Path) -> None:
    made = put(tmp_path, OCTOBER)
    made.path.write_text("something else")
    assert (made.present, made.whole) == (True, False)
    assert list_releases(tmp_path) == []
    with pytest.raises(NotFound, match="is damaged; nothing was changed; load icd10cm"):
        apply_again(made.id, tmp_path)


def test_parts_stand_side_by_side(tmp_path: Path) -> None:
    main = replace(OCTOBER, system=System.ICD10CM_INDEX, part="main")
    put(tmp_path, main)
    put(tmp_path, replace(main, part="external cause"))

    assert [release.part for release in list_releases(tmp_path, System.ICD10CM_INDEX)] == [
        "main",
        "external cause",
    ]
    found = release_on(System.ICD10CM_INDEX, date(2026, 1, 1), tmp_path, part="main")
    assert found is not None
    assert found.part == "main"


def test_a_damaged_register_is_put_aside_and_said(tmp_path: Path) -> None:
    put(tmp_path, OCTOBER)
    place = tmp_path / "loaded" / FILE
    place.write_bytes(b"rubbish " * 1000)
    assert list_releases(tmp_path) == []
    assert damage(tmp_path).startswith(
        "The list of loaded code releases was damaged and stands aside as register.damaged"
    )
    assert (place.with_name(PUT_ASIDE)).read_bytes() == b"rubbish " * 1000
    put(tmp_path, OCTOBER)
    assert len(list_releases(tmp_path)) == 1
    assert damage(tmp_path) == ""


def test_a_number_that_is_none(tmp_path: Path) -> None:
    for act in (undo, apply_again, get_release):
        with pytest.raises(NotFound, match="number 7"):
            act(7, tmp_path)


def test_everything_is_kept(tmp_path: Path) -> None:
    loaded = put(tmp_path, replace(OCTOBER, notice="© somebody", part="p"))
    assert loaded.notice == "© somebody"
    assert loaded.loaded_at == "2026-11-23T12:00:00Z"
    assert loaded.path.parent == tmp_path / "loaded"
    assert loaded.covers(date(2026, 1, 1))
    assert not loaded.covers(date(2026, 10, 1))
