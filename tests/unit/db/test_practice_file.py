"""Making and opening a practice file, and a sentence for everything that can be in the way."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import (
    CannotDo,
    DatabaseBusy,
    NotAllowed,
    NotAPractice,
    NotFound,
    NotWritable,
    WrongPassword,
)
from clinicbill.db import connect, keys, place, slot_lock
from clinicbill.db.practice_file import OpenPractice, create_practice, open_practice, open_with_recovery_key
from tests.unit.db.practice_files import (
    AT,
    PASSWORD,
    Clock,
    a_practice,
    add_user,
    as_nobody,
    opened,
    public_folder,
    small_disk,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return a_practice(tmp_path)[0]


def create(path: Path) -> OpenPractice:
    return create_practice(
        path,
        practice_name="Birch Lane",
        owner_name="Anna",
        owner_password=PASSWORD,
        at=AT,
        practice_kind="ortho",
        file_kind="demo",
        cost=keys.CHEAPEST,
    )[0]


def recover(
    path: Path, text: str, *, new_password: str | None = None, user_name: str | None = None
) -> OpenPractice:
    return open_with_recovery_key(
        path, text, user_name=user_name, new_password=new_password, clock=Clock(), cost=keys.CHEAPEST
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.endswith(".lock")}


def test_a_new_practice_has_an_owner_and_says_what_it_is(tmp_path: Path) -> None:
    with create(tmp_path / "x.clinicbill") as practice:
        assert (practice.user_name, practice.user_id, practice.role) == ("Anna", 1, "owner")
        with practice.connect() as db:
            meta = {row["key"]: row["value"] for row in connect.rows(db, "select * from meta")}
            user = connect.one(db, "select * from user")
            office = connect.one(db, "select name, kind, user_id, changed_at from practice")
    assert meta["file_id"] == practice.file_id
    assert (meta["file_kind"], meta["created_at"]) == ("demo", "2026-11-23T15:04:05Z")
    assert user is not None
    assert (user["name"], user["role"], user["active"]) == ("Anna", "owner", 1)
    assert office == {
        "name": "Birch Lane",
        "kind": "ortho",
        "user_id": 1,
        "changed_at": "2026-11-23T15:04:05Z",
    }
    assert sorted(contents(tmp_path)) == ["x.clinicbill", "x.clinicbill.keys"]


def test_a_new_practice_is_encrypted_and_its_keys_tell_nothing(tmp_path: Path) -> None:
    create(tmp_path / "x.clinicbill").close()
    for content in contents(tmp_path).values():
        for word in (b"Birch", PASSWORD.encode(), b"SQLite", b"create table"):
            assert word not in content


def test_create_overwrites_nothing(path: Path) -> None:
    before = contents(path.parent)
    with pytest.raises(NotWritable, match="exists already"):
        create(path)
    path.unlink()
    with pytest.raises(NotWritable, match="keys exists already"):
        create(path)
    assert contents(path.parent).items() <= before.items()


def test_create_wants_the_right_ending_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match=r"does not end in \.clinicbill"):
        create(tmp_path / "x.db")
    with pytest.raises(NotWritable, match="There is no folder"):
        create(tmp_path / "none" / "x.clinicbill")
    assert not list(tmp_path.iterdir())


def test_an_owner_has_a_name(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="no name"):
        create_practice(
            tmp_path / "x.clinicbill", practice_name="B", owner_name=" ", owner_password=PASSWORD, at=AT
        )
    assert not list(tmp_path.iterdir())


def test_create_on_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    with small_disk(tmp_path, "300k"):
        with pytest.raises(NotWritable, match="is full"):
            create(tmp_path / "x.clinicbill")
        assert not list(tmp_path.iterdir())


def test_create_that_fails_halfway_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path, "300k"):
        monkeypatch.setattr(place, "check_folder", lambda folder, room_bytes: None)
        with pytest.raises(NotWritable, match="is full"):
            create(tmp_path / "x.clinicbill")
        assert contents(tmp_path) == {}


def test_the_only_user_need_not_be_named(path: Path) -> None:
    with opened(path) as practice:
        assert practice.user_name == "Anna"
        assert not practice.was_left


def test_several_users_open_the_same_file(path: Path) -> None:
    with opened(path) as practice:
        add_user(practice, "Ben", "oak door")
    with pytest.raises(CannotDo, match="Anna, Ben"):
        opened(path)
    with pytest.raises(NotFound, match="Anna, Ben"):
        opened(path, "oak door", "Carl")
    with pytest.raises(WrongPassword):
        opened(path, "oak door", "Anna")
    with opened(path, "oak door", "ben") as practice:
        assert (practice.user_name, practice.role) == ("Ben", "biller")


def test_a_user_who_left_does_not_get_in(path: Path) -> None:
    with opened(path) as practice:
        add_user(practice, "Ben", "oak door")
        with practice.connect() as db:
            db.execute("update user set active = 0 where name = 'Ben'")
    with pytest.raises(NotAllowed, match="Ben is no longer a user here"):
        opened(path, "oak door", "Ben")
    opened(path, user_name="Anna").close()


def test_wrong_password_changes_nothing_but_the_wait(path: Path) -> None:
    before = path.read_bytes()
    clock = Clock()
    for _ in range(3):
        with pytest.raises(WrongPassword, match="not the password of Anna; nothing was changed"):
            open_practice(path, "wrong", clock=clock, sleep=clock.sleep)
    assert clock.slept == [1, 2]
    assert path.read_bytes() == before
    with open_practice(path, PASSWORD, clock=clock, sleep=clock.sleep):
        assert clock.slept == [1, 2, 4]
    with open_practice(path, PASSWORD, clock=clock, sleep=clock.sleep):
        assert clock.slept == [1, 2, 4]


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotAPractice, match="There is no file"):
        opened(tmp_path / "x.clinicbill")
    assert not list(tmp_path.iterdir())


def test_empty_file(path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(NotAPractice, match=r"empty \(0 bytes\)"):
        opened(path)
    assert path.read_bytes() == b""


def test_plain_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("create table t (x)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(NotAPractice, match="unencrypted database"):
        opened(path)
    assert path.read_bytes() == before


def test_random_bytes(path: Path) -> None:
    noise = bytes(range(256)) * 64
    path.write_bytes(noise)
    with pytest.raises(NotAPractice, match="does not open with this key"):
        opened(path)
    assert path.read_bytes() == noise


def test_encrypted_file_of_something_else(path: Path) -> None:
    book = keys.read_keys(keys.keys_path(path))
    key = slot_lock.open_slot(book.file_id, book.slots[0], PASSWORD).wrapped_key
    path.unlink()
    connect.create(path, key).close()
    with pytest.raises(NotAPractice, match="encrypted but no practice file"):
        opened(path)


def test_keys_of_another_practice(path: Path) -> None:
    other, _ = a_practice(path.parent, "other")
    keys.keys_path(path).write_bytes(keys.keys_path(other).read_bytes())
    with pytest.raises(NotAPractice, match=r"belongs to other keys.*its own keys file"):
        opened(path)


def test_keys_with_the_same_key_but_of_another_file(path: Path) -> None:
    book = keys.read_keys(keys.keys_path(path))
    key = slot_lock.open_slot(book.file_id, book.slots[0], PASSWORD).wrapped_key
    slot = slot_lock.new_slot("another", "Anna", PASSWORD, key, keys.CHEAPEST)
    keys.write_keys(keys.keys_path(path), keys.KeysFile(file_id="another", slots=(slot,)))
    with pytest.raises(NotAPractice, match="belongs to another practice"):
        opened(path)


def test_keys_missing_names_the_recovery_key(path: Path) -> None:
    keys.keys_path(path).unlink()
    with pytest.raises(
        NotAPractice, match=r"keys file demo.clinicbill.keys is missing.*printed recovery key"
    ):
        opened(path)


def test_every_refusal_lets_the_lock_go(path: Path) -> None:
    with pytest.raises(WrongPassword):
        opened(path, "wrong")
    opened(path).close()


def test_second_program_is_told_who(path: Path) -> None:
    with opened(path) as practice:
        with pytest.raises(DatabaseBusy, match=r"already open: Anna .*close it there first"):
            opened(path)
        with pytest.raises(DatabaseBusy):
            recover(path, practice.recovery_key())
    opened(path).close()


def test_read_only_folder_or_file() -> None:
    with public_folder() as folder:
        path, _ = a_practice(folder)
        for file in folder.iterdir():
            file.chmod(0o444)
        before = contents(folder)
        folder.chmod(0o555)
        with as_nobody(), pytest.raises(NotWritable, match="read-only; nothing was changed"):
            opened(path)
        folder.chmod(0o777)
        (folder / "demo.clinicbill.lock").unlink()
        with (
            as_nobody(),
            pytest.raises(NotWritable, match=r"demo\.clinicbill is read-only; nothing was changed"),
        ):
            opened(path)
        assert contents(folder) == before


def test_file_of_another_account() -> None:
    with public_folder() as folder:
        path, _ = a_practice(folder)
        path.chmod(0o000)
        with as_nobody(), pytest.raises(NotWritable, match="cannot be read"):
            opened(path)


def test_network_share(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "network_share", lambda path: "nfs4")
    for refused in (path, path.with_name("new.clinicbill")):
        with pytest.raises(NotWritable, match=r"network share \(nfs4\)"):
            opened(refused) if refused.exists() else create(refused)


def test_open_on_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path, "4m"):
        path, _ = a_practice(tmp_path)
        ballast = tmp_path / "ballast"
        with pytest.raises(OSError, match="No space"):
            ballast.write_bytes(bytes(4_000_000))
        with pytest.raises(NotWritable, match=r"make room|check the disk"):
            opened(path)
        ballast.unlink()
        opened(path).close()


def test_recovery_key_opens_without_keys_file_and_sets_a_password(tmp_path: Path) -> None:
    path, text = a_practice(tmp_path)
    keys.keys_path(path).unlink()
    with recover(path, text) as practice:
        assert (practice.user_name, practice.role) == ("Anna", "owner")
        assert practice.recovery_key() == text
    assert not keys.keys_path(path).exists()
    recover(path, text.lower().replace("-", " "), new_password="new birch").close()
    with opened(path, "new birch") as practice, practice.connect() as db:
        used = connect.scalar(db, "select value from meta where key = 'recovery_key_used_at'")
        assert used == "2026-11-23T15:04:05Z"


def test_recovery_key_keeps_the_other_users(path: Path) -> None:
    with opened(path) as practice:
        add_user(practice, "Ben", "oak door")
        text = practice.recovery_key()
    recover(path, text, user_name="Anna", new_password="new birch").close()
    for name, password in (("Anna", "new birch"), ("Ben", "oak door")):
        opened(path, password, name).close()
    with pytest.raises(WrongPassword):
        opened(path, PASSWORD, "Anna")


def test_recovery_sets_a_foreign_keys_file_aside(tmp_path: Path) -> None:
    path, text = a_practice(tmp_path)
    other, _ = a_practice(tmp_path, "other")
    foreign = keys.keys_path(other).read_bytes()
    keys.keys_path(path).write_bytes(foreign)
    recover(path, text, new_password="new birch").close()
    opened(path, "new birch").close()
    assert [file.read_bytes() for file in tmp_path.glob("demo.clinicbill.keys set aside *")] == [foreign]


def test_wrong_recovery_key(tmp_path: Path) -> None:
    path, text = a_practice(tmp_path)
    _, other = a_practice(tmp_path, "other")
    before = path.read_bytes()
    with pytest.raises(WrongPassword, match=r"does not open demo\.clinicbill; nothing was changed"):
        recover(path, other)
    with pytest.raises(WrongPassword, match="Group 1 of the recovery key"):
        recover(path, ("1" if text[0] == "0" else "0") + text[1:])
    with pytest.raises(NotFound, match="no user “Carl”"):
        recover(path, text, user_name="Carl")
    assert path.read_bytes() == before


def test_opened_on_one_thread_used_on_another(path: Path) -> None:
    found: list[OpenPractice] = []
    thread = threading.Thread(target=lambda: found.append(opened(path)))
    thread.start()
    thread.join()
    with found[0] as practice, practice.connect() as db:
        assert connect.scalar(db, "select name from user") == "Anna"
