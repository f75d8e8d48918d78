from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import DatabaseBusy, NotWritable, UnreadableFile
from clinicbill.codesets import register_store

if TYPE_CHECKING:
    from pathlib import Path

ROW = dict.fromkeys(
    ("system", "part", "name", "from_on", "title", "notice", "origin", "sha256", "loaded_at", "file"), "x"
) | {"to_on": None}


def add(place: Path, row: dict[str, str | None]) -> int:
    return register_store.add_rows(place, [row])[0]


def test_all_or_nothing(tmp_path: Path) -> None:
    place = tmp_path / "r.sqlite"
    with pytest.raises(NotWritable):
        register_store.add_rows(place, [ROW, {**ROW, "file": "z", "system": None}])
    assert not place.exists() or register_store.list_rows(place) == []


def test_two_programs_at_once_lose_nothing(tmp_path: Path) -> None:
    place = tmp_path / "r.sqlite"
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda turn: add(place, {**ROW, "file": str(turn)}), range(20)))
    assert sorted(numbers) == list(range(1, 21))
    assert len(register_store.list_rows(place)) == 20


def test_the_signature_differs_after_every_change(tmp_path: Path) -> None:
    place = tmp_path / "r.sqlite"
    assert register_store.signature(place) is None
    number = add(place, ROW)
    first = register_store.signature(place)
    assert register_store.set_state(place, number, "undone")
    second = register_store.signature(place)
    assert first != second
    assert first is not None
    assert second is not None
    assert first[2] != second[2]


def test_no_such_number(tmp_path: Path) -> None:
    assert not register_store.set_state(tmp_path / "r.sqlite", 1, "undone")


def test_a_failed_change_leaves_nothing(tmp_path: Path) -> None:
    place = tmp_path / "r.sqlite"
    number = add(place, ROW)
    with pytest.raises(NotWritable, match="nothing was changed"):
        register_store.set_state(place, number, "half done")
    assert register_store.list_rows(place)[0]["state"] == "active"


def test_damaged(tmp_path: Path) -> None:
    place = tmp_path / "r.sqlite"
    place.write_bytes(b"rubbish " * 1000)
    with pytest.raises(UnreadableFile, match="delete that file"):
        register_store.list_rows(place)


def test_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_store, "_BUSY_SECONDS", 0.05)
    place = tmp_path / "r.sqlite"
    add(place, ROW)
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("begin exclusive")
    try:
        with pytest.raises(DatabaseBusy, match="try again"):
            add(place, ROW)
    finally:
        other.close()


def test_a_place_that_takes_no_file(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(NotWritable, match="free some space"):
        add(blocked / "r.sqlite", ROW)
