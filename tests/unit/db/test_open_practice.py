"""An open practice: connections, closing, passwords, removing a user with a change of key."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo, NotAPractice, NotFound, NotWritable, WrongPassword
from clinicbill.db import backup, connect, keys
from clinicbill.db.open_practice import OpenPractice, find_user, read_file_id
from clinicbill.db.practice_file import open_with_recovery_key
from tests.unit.db.practice_files import AT, PASSWORD, Clock, a_practice, add_user, opened

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return a_practice(tmp_path)[0]


def test_close_leaves_one_whole_file_and_forgets_the_key(path: Path) -> None:
    practice = opened(path)
    with practice.connect() as db, connect.write(db):
        db.execute("update practice set phone = '5415550134'")
    practice.close()
    practice.close()
    assert not path.with_name(f"{path.name}-wal").exists()
    with pytest.raises(CannotDo, match="is locked"):
        practice.connect()
    assert "key" not in repr(practice)
    with opened(path) as again, again.connect(read_only=True) as db:
        assert connect.scalar(db, "select phone from practice") == "5415550134"
        with pytest.raises(NotWritable):
            connect.rows(db, "delete from meta returning key")


def test_close_while_another_connection_reads(path: Path) -> None:
    practice = opened(path)
    with practice.connect() as reader, connect.snapshot(reader):
        with practice.connect() as db:
            db.execute("update practice set phone = '1'")
        practice.close()
    with opened(path) as again, again.connect() as db:
        assert connect.scalar(db, "select phone from practice") == "1"


def test_a_practice_left_by_a_crash_says_so(path: Path) -> None:
    practice = opened(path)
    practice._lock._handle, handle = (
        -1,
        practice._lock._handle,
    )  # let go as the system does when a process dies
    os.close(handle)
    with opened(path) as again:
        assert again.was_left


def test_change_password_changes_no_byte_of_the_practice(path: Path) -> None:
    before = path.read_bytes()
    with opened(path) as practice:
        with pytest.raises(WrongPassword):
            practice.change_password("wrong", "oak door", cost=keys.CHEAPEST)
        practice.change_password(PASSWORD, "oak door", cost=keys.CHEAPEST)
    assert path.read_bytes() == before
    with pytest.raises(WrongPassword):
        opened(path, PASSWORD)
    opened(path, "oak door").close()


def test_a_password_needs_a_user(path: Path) -> None:
    with opened(path) as practice:
        with pytest.raises(NotFound, match="no user “Ben”"):
            practice.add_slot("Ben", "oak door", cost=keys.CHEAPEST)
        add_user(practice, "Ben", "oak door")
        practice.add_slot("ben", "elm gate", cost=keys.CHEAPEST)
    assert [slot.label for slot in keys.read_keys(keys.keys_path(path)).slots] == ["Anna", "Ben"]
    opened(path, "elm gate", "Ben").close()


def with_three_users(path: Path) -> OpenPractice:
    practice = opened(path)
    add_user(practice, "Ben", "oak door")
    add_user(practice, "Carl", "elm gate")
    return practice


def test_remove_user_changes_the_key_and_keeps_the_others_passwords(path: Path) -> None:
    with with_three_users(path) as practice:
        old_recovery = practice.recovery_key()
        old_keys = keys.keys_path(path).read_bytes()
        new_recovery = practice.remove_slot("Ben", at=AT)
        with practice.connect() as db:
            assert connect.damage(db) == []
    with pytest.raises(NotFound):
        opened(path, "oak door", "Ben")
    for _ in range(2):  # the first unlock takes the new key over, the second uses it
        for name, password in (("Anna", PASSWORD), ("Carl", "elm gate")):
            opened(path, password, name).close()
    assert all(not slot.handed for slot in keys.read_keys(keys.keys_path(path)).slots)
    with pytest.raises(WrongPassword):
        open_with_recovery_key(path, old_recovery, clock=Clock())
    open_with_recovery_key(path, new_recovery, clock=Clock()).close()
    keys.keys_path(path).write_bytes(old_keys)  # what the one removed may have kept
    with pytest.raises(NotAPractice):
        opened(path, "oak door", "Ben")


def test_remove_user_makes_a_backup_first(path: Path) -> None:
    with with_three_users(path) as practice:
        practice.remove_slot("Ben", at=AT)
    copies = backup.list_backups(backup.backup_folder(path))
    assert [copy.reason for copy in copies] == [backup.BEFORE_NEW_KEY]
    opened(copies[0].path, "oak door", "Ben").close()


def test_a_crash_before_the_new_key_is_made_good(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    practice = with_three_users(path)
    old_recovery = practice.recovery_key()

    def power_cut(db: Database, new_key: bytes) -> None:
        raise InterruptedError

    with monkeypatch.context() as patch:
        patch.setattr(connect, "rekey", power_cut)
        with pytest.raises(InterruptedError):
            practice.remove_slot("Ben", at=AT)
    practice.close()
    opened(path, "elm gate", "Carl").close()
    with pytest.raises(WrongPassword):
        open_with_recovery_key(path, old_recovery, clock=Clock())
    with opened(path, PASSWORD, "Anna") as practice, practice.connect() as db:
        assert connect.damage(db) == []


def test_nobody_removes_himself(path: Path) -> None:
    with opened(path) as practice, pytest.raises(CannotDo, match="cannot remove yourself"):
        practice.remove_slot("anna", at=AT)


def test_backup_lies_beside_the_practice_or_where_one_says(path: Path, tmp_path: Path) -> None:
    with opened(path) as practice:
        assert practice.back_up(at=AT).path.parent == tmp_path / "demo backups"
        assert practice.back_up(tmp_path / "usb" / "new", at=AT).path.parent == tmp_path / "usb" / "new"


def test_rows_of_the_open_practice(path: Path) -> None:
    with opened(path) as practice, practice.connect() as db:
        assert read_file_id(db, path) == practice.file_id
        assert find_user(db, " anna ")["id"] == 1
        assert find_user(db, None)["name"] == "Anna"


# Another name for a user -----------------------------------------------------------------------------


def rename_row(practice: OpenPractice, old: str, new: str) -> None:
    with practice.connect() as db:
        db.execute("update user set name = ? where name = ?", [new, old])


def test_renaming_keeps_the_password(path: Path) -> None:
    with with_three_users(path) as practice:
        for old, new in (("Ben", "Benno Reed"), ("Benno Reed", "benno reed"), ("Anna", "Anna Berg")):
            with practice.renaming(old, new):
                rename_row(practice, old, new)
        assert practice.user_name == "Anna Berg"
        assert practice.has_slot("Benno Reed")
        assert not practice.has_slot("Ben")
        practice.change_password(PASSWORD, "pine tree", cost=keys.CHEAPEST)
    for name, password in (("benno reed", "oak door"), ("Anna Berg", "pine tree"), ("Carl", "elm gate")):
        with opened(path, password, name) as practice:
            assert practice.user_name == name
    with opened(path, "pine tree", "Anna Berg") as practice:
        practice.remove_slot("benno reed", at=AT)
        practice.remove_slot("Carl", at=AT)
    assert keys.user_names(path) == ["Anna Berg"]
    assert all(not slot.was for slot in keys.read_keys(keys.keys_path(path)).slots)


def test_a_renamed_user_takes_a_new_key_over(path: Path) -> None:
    with with_three_users(path) as practice:
        with practice.renaming("Ben", "Benno"):
            rename_row(practice, "Ben", "Benno")
        practice.remove_slot("Carl", at=AT)
    for _ in range(2):
        opened(path, "oak door", "Benno").close()


def test_a_renaming_that_is_refused_changes_nothing(path: Path) -> None:
    with with_three_users(path) as practice:
        before = keys.user_names(path)
        with pytest.raises(CannotDo, match="has a password as carl"), practice.renaming("Ben", "carl"):
            raise AssertionError("it did not run")
        with pytest.raises(ZeroDivisionError), practice.renaming("Ben", "Benno"):
            raise ZeroDivisionError
        assert keys.user_names(path) == before
    opened(path, "oak door", "Ben").close()


@pytest.mark.parametrize("written", [False, True], ids=["before the row", "after the row"])
def test_a_crash_in_a_renaming_locks_nobody_out(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, written: bool
) -> None:
    practice = with_three_users(path)
    monkeypatch.setattr(practice, "_settle_names", lambda *_: None)  # the power is cut before it
    with practice.renaming("Ben", "Benno"):
        if written:
            rename_row(practice, "Ben", "Benno")
    practice.close()
    assert keys.user_names(path) == ["Anna", "Benno", "Carl"]
    name = "Benno" if written else "Ben"
    with opened(path, "oak door", "Benno") as again:
        assert again.user_name == name
    assert keys.user_names(path) == ["Anna", name, "Carl"]
    opened(path, "oak door", name).close()


def test_a_password_that_is_too_short_is_no_password(path: Path) -> None:
    with opened(path) as practice:
        for password in (" ", "short", " " * 12):
            with pytest.raises(CannotDo, match="at least 8 characters"):
                practice.add_slot("Anna", password, cost=keys.CHEAPEST)
            with pytest.raises(CannotDo, match="at least 8 characters"):
                practice.change_password(PASSWORD, password, cost=keys.CHEAPEST)
    opened(path, PASSWORD).close()


def test_has_slot(path: Path) -> None:
    with opened(path) as practice:
        assert practice.has_slot(" anna ")
        keys.keys_path(path).unlink()
        assert not practice.has_slot("Anna")
