"""A copy opened as a practice gives out no number twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.db import backup, connect, restored
from clinicbill.db.history import changes_of
from tests.unit.db.practice_files import AT, a_practice, opened

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database


def numbers(db: Database) -> dict[str, int]:
    return {row["name"]: row["value"] for row in connect.rows(db, "select * from control_number")}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of a practice that has given out 417 claim numbers."""
    path, _ = a_practice(tmp_path)
    with opened(path) as practice:
        with practice.connect() as db:
            db.table("control_number").insert({"name": "claim", "value": 417})
        return practice.back_up(at=AT).path


def test_jump() -> None:
    assert restored.jump_since(AT, AT) == 1000
    assert restored.jump_since(AT, AT + timedelta(hours=2, seconds=59)) == 1120
    assert restored.jump_since(AT, AT - timedelta(days=1)) == 1000  # a clock that went back
    assert restored.jump_since(AT, AT + timedelta(days=30)) == 44_200


def test_the_numbers_of_a_restored_copy_jump_once(copied: Path, tmp_path: Path) -> None:
    target = tmp_path / "again.clinicbill"
    backup.restore(copied, target)
    with opened(target) as practice, practice.connect() as db:
        first = numbers(db)
        assert first["claim"] >= 417 + 1000
        assert first["interchange"] == first["claim"] - 417
        assert connect.scalar(db, "select count(*) from meta where key = 'copied_at'") == 0
        assert f"went forward by {first['interchange']:,}" in restored.restored_words(db)
        changes = changes_of(db, "control_number", 0)
        assert [(one.field, one.before, one.after) for one in changes] == [
            ("claim", 417, first["claim"]),
            ("interchange", 0, first["interchange"]),
        ]
        assert {one.user for one in changes} == {"Anna"}
    with opened(target) as practice, practice.connect() as db:
        assert numbers(db) == first
        assert len(changes_of(db, "control_number", 0)) == 2


def test_the_practice_itself_never_jumps(tmp_path: Path) -> None:
    path, _ = a_practice(tmp_path)
    for _ in range(2):
        with opened(path) as practice, practice.connect() as db:
            practice.back_up(at=AT)
            assert numbers(db) == {}
            assert restored.restored_words(db) == ""


def test_a_copy_that_is_opened_where_it_lies_is_a_practice(copied: Path) -> None:
    with opened(copied) as practice, practice.connect() as db:
        assert numbers(db)["claim"] > 1000
    assert backup.list_backups(copied.parent) == []


def test_a_second_restore_of_the_same_copy_jumps_further(copied: Path) -> None:
    with opened(copied) as practice, practice.connect() as db:
        restored.mark_copy(db, AT)
        before = numbers(db)["claim"]
        assert restored.settle_copy(db, user_id=1, at=AT + timedelta(hours=1))
        assert numbers(db)["claim"] == before + 1060
        assert not restored.settle_copy(db, user_id=1, at=AT + timedelta(hours=2))


def test_a_crash_in_the_jump_leaves_the_mark(copied: Path) -> None:
    with opened(copied) as practice, practice.connect() as db:
        restored.mark_copy(db, AT)
        before = numbers(db)
        with pytest.raises(connect.IntegrityError):
            restored.settle_copy(db, user_id=99, at=AT)  # nobody: the history refuses
        assert numbers(db) == before
        assert connect.scalar(db, "select value from meta where key = 'copied_at'") == "2026-11-23T15:04:05Z"
