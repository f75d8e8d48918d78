"""Verified copies: made while in use, checked, restored."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotAPractice, NotFound, NotWritable, PracticeFileError
from clinicbill.db import backup, connect, keys
from clinicbill.db.practice_file import open_with_recovery_key
from tests.unit.db.practice_files import AT, PASSWORD, Clock, a_practice, opened, small_disk

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return a_practice(tmp_path)[0]


def test_copy_of_a_practice_in_use_is_whole(path: Path) -> None:
    with opened(path) as practice, practice.connect() as db:
        with connect.write(db):
            db.execute("update practice set phone = '5415550134'")  # waits in the write-ahead log
        copy = practice.back_up(at=AT)
        assert copy.file_id == practice.file_id
        with connect.write(db):
            db.execute("update practice set phone = 'later'")
    assert copy.path.name == "demo 2026-11-23 150405.clinicbill"
    with opened(copy.path) as practice, practice.connect() as db:
        assert connect.scalar(db, "select phone from practice") == "5415550134"


def test_copy_has_keys_and_manifest_and_nothing_else_beside_it(path: Path) -> None:
    with opened(path) as practice:
        copy = practice.back_up(at=AT).path
    names = {copy.name, f"{copy.name}.keys", f"{copy.name}.manifest"}
    assert {file.name for file in copy.parent.iterdir()} == names
    manifest = backup.read_manifest(copy)
    assert manifest.sha256 == hashlib.sha256(copy.read_bytes()).hexdigest()
    assert (manifest.size_bytes, manifest.made_at) == (copy.stat().st_size, "2026-11-23T15:04:05Z")
    assert (manifest.facts.counts["user"], manifest.facts.counts["entry"]) == (1, 0)
    assert manifest.facts.schema
    assert b"Birch" not in b"".join(file.read_bytes() for file in copy.parent.iterdir())


def test_two_copies_in_one_second_keep_apart(path: Path) -> None:
    with opened(path) as practice:
        copies = [practice.back_up(at=AT) for _ in range(3)]
    assert len({copy.path for copy in copies}) == 3
    assert len(backup.list_backups(copies[0].path.parent, copies[0].file_id)) == 3


def test_a_copy_that_differs_is_thrown_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = connect.copy_into

    def lossy(db: Database, target: Path, key: bytes) -> None:
        real(db, target, key)
        with connect.connect(target, key) as copy:
            copy.execute("delete from meta where key = 'created_at'")

    monkeypatch.setattr(connect, "copy_into", lossy)
    with (
        opened(path) as practice,
        pytest.raises(PracticeFileError, match=r"did not come out right.*thrown away"),
    ):
        practice.back_up(at=AT)
    assert list(backup.backup_folder(path).iterdir()) == []


def test_a_copy_with_a_flipped_bit_is_thrown_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = connect.copy_into

    def worn_disk(db: Database, target: Path, key: bytes) -> None:
        real(db, target, key)
        content = bytearray(target.read_bytes())
        content[5 * 4096 + 99] ^= 4
        target.write_bytes(content)

    monkeypatch.setattr(connect, "copy_into", worn_disk)
    with opened(path) as practice, pytest.raises(PracticeFileError, match="practice itself is unchanged"):
        practice.back_up(at=AT)
    assert list(backup.backup_folder(path).iterdir()) == []


def test_no_room_for_a_copy(path: Path, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    with small_disk(usb, "200k"):
        with opened(path) as practice, pytest.raises(NotWritable, match="is full"):
            practice.back_up(usb, at=AT)
        assert list(usb.iterdir()) == []


def test_facts_of_the_ledger() -> None:
    with connect.in_memory() as db:
        empty = backup.gather_facts(db)
        assert (empty.counts, empty.ledger_cents, empty.turnover_cents) == ({}, 0, 0)
        db.execute("create table entry (amount_cents integer not null) strict")
        db.table("entry").insert_all({"amount_cents": cents} for cents in (6500, -6500, 1250, -1250))
        facts = backup.gather_facts(db)
        assert (facts.counts, facts.ledger_cents, facts.turnover_cents) == ({"entry": 4}, 0, 15500)


def test_list_leaves_out_what_was_not_verified(path: Path) -> None:
    folder = backup.backup_folder(path)
    with opened(path) as practice:
        first = practice.back_up(at=AT)
        second = practice.back_up(at=AT + timedelta(hours=4), reason=backup.BEFORE_UPDATE)
    (folder / "half made.clinicbill").write_bytes(b"x")
    (folder / "odd.clinicbill").write_bytes(b"x")
    (folder / "odd.clinicbill.manifest").write_bytes(b"{")
    assert backup.list_backups(folder) == [second, first]
    assert backup.list_backups(folder, "another practice") == []
    assert backup.list_backups(folder / "none") == []


def test_restore_and_open_with_the_password_of_the_day(path: Path, tmp_path: Path) -> None:
    with opened(path) as practice:
        copy = practice.back_up(at=AT).path
        practice.change_password(PASSWORD, "oak door", cost=keys.CHEAPEST)
    path.unlink()
    keys.keys_path(path).unlink()
    for target in (path, tmp_path / "again.clinicbill"):
        backup.restore(copy, target)
        with opened(target) as practice, practice.connect() as db:
            assert connect.scalar(db, "select name from practice") == "Birch Lane Chiropractic"


def test_restore_without_keys_needs_the_recovery_key(tmp_path: Path) -> None:
    path, text = a_practice(tmp_path)
    with opened(path) as practice:
        copy = practice.back_up(at=AT).path
    keys.keys_path(copy).unlink()
    target = tmp_path / "again.clinicbill"
    backup.restore(copy, target)
    with pytest.raises(NotAPractice, match="recovery key"):
        opened(target)
    open_with_recovery_key(target, text, clock=Clock()).close()


def test_restore_overwrites_nothing(path: Path, tmp_path: Path) -> None:
    with opened(path) as practice:
        copy = practice.back_up(at=AT).path
    before = path.read_bytes()
    with pytest.raises(NotWritable, match="exists already"):
        backup.restore(copy, path)
    assert path.read_bytes() == before
    stray = tmp_path / "again.clinicbill.keys"
    stray.write_bytes(b"")
    with pytest.raises(NotWritable, match="exists already"):
        backup.restore(copy, tmp_path / "again.clinicbill")


def test_restore_refuses_what_is_not_what_was_verified(path: Path, tmp_path: Path) -> None:
    with opened(path) as practice:
        copy = practice.back_up(at=AT).path
    content = bytearray(copy.read_bytes())
    content[-1] ^= 1
    copy.write_bytes(content)
    target = tmp_path / "again.clinicbill"
    with pytest.raises(NotAPractice, match="no longer what was verified"):
        backup.restore(copy, target)
    backup.manifest_path(copy).unlink()
    with pytest.raises(NotFound, match="not a finished backup"):
        backup.restore(copy, target)
    assert not list(tmp_path.glob("*again*"))


def test_no_practice_no_backup(tmp_path: Path) -> None:
    with pytest.raises(NotAPractice, match="There is no file"):
        backup.back_up(tmp_path / "x.clinicbill", bytes(32), tmp_path / "copies", at=AT)
    assert list(tmp_path.iterdir()) == []


# What changed, and stopping --------------------------------------------------------------------------


def test_changes_are_noticed(path: Path) -> None:
    folder = backup.backup_folder(path)
    with opened(path) as practice, practice.connect() as db:

        def changed() -> bool:
            return backup.is_changed(db, path, folder, practice.file_id)

        assert changed()
        practice.back_up(at=AT)
        assert not changed()
        with connect.write(db):
            db.execute("update practice set phone = '5415550134'")
        assert changed()
        practice.back_up(at=AT + timedelta(seconds=1))
        assert not changed()
        practice.change_password(PASSWORD, "oak door", cost=keys.CHEAPEST)
        assert changed()


def test_copies_are_made_where_something_changed(path: Path, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    with opened(path) as practice:
        assert [made.path.parent for made in practice.back_up_changes(None, at=AT)] == [
            backup.backup_folder(path)
        ]
        later = AT + timedelta(hours=4)
        assert [made.path.parent for made in practice.back_up_changes(usb, at=later)] == [usb]
        assert practice.back_up_changes(usb, at=later) == []
    assert [made.reason for made in backup.list_backups(usb)] == [backup.AUTOMATIC]


def test_one_place_that_fails_does_not_keep_the_other_from_its_copy(path: Path, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.write_text("no folder")
    with opened(path) as practice, pytest.raises(NotWritable):
        practice.back_up_changes(usb, at=AT)
    assert len(backup.list_backups(backup.backup_folder(path))) == 1


class Stopped(Exception):
    pass


@pytest.mark.parametrize("after", [0, 1])
def test_a_copy_that_is_stopped_is_thrown_away(path: Path, after: int) -> None:
    pulses: list[int] = []

    def pulse() -> None:
        pulses.append(1)
        if len(pulses) > after:
            raise Stopped

    with opened(path) as practice:
        with pytest.raises(Stopped):
            practice.back_up_changes(None, at=AT, pulse=pulse)
        assert list(backup.backup_folder(path).iterdir()) == []
        practice.back_up(at=AT)


def test_restore_makes_practices_only(path: Path, tmp_path: Path) -> None:
    with opened(path) as practice:
        copy = practice.back_up(at=AT).path
    with pytest.raises(NotWritable, match=r"does not end in \.clinicbill"):
        backup.restore(copy, tmp_path / "again.db")
    assert not (tmp_path / "again.db").exists()
