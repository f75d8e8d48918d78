"""Verified copies: made while in use, checked, thinned out, restored."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.errors import NotAPractice, NotFound, NotWritable, PracticeFileError
from clinicbill.db import backup, connect, keys
from clinicbill.db.practice_file import open_with_recovery_key
from tests.unit.db.practice_files import AT, PASSWORD, Clock, a_practice, opened, small_disk

if TYPE_CHECKING:
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


def copies_of(*days_ago: float, reason: str = backup.BY_HAND) -> list[backup.Backup]:
    return [
        backup.Backup(
            path=Path(f"{days} {reason}"), file_id="f", made_at=NOW - timedelta(days=days), reason=reason
        )
        for days in days_ago
    ]


def kept(copies: list[backup.Backup]) -> list[float]:
    gone = backup.superfluous(copies, as_of=NOW)
    return [(NOW - copy.made_at) / timedelta(days=1) for copy in copies if copy not in gone]


NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("days_ago", "stay"),
    [
        ([], []),
        ([400], [400]),
        # everything of the last two days
        ([0, 0.1, 0.2, 1, 1.5, 1.9, 2], [0, 0.1, 0.2, 1, 1.5, 1.9, 2]),
        # then the newest of each day
        ([0, 3, 3.1, 3.2, 4, 4.5], [0, 3, 4]),
        # twelve of them
        ([0, *range(3, 15)], [0, *range(3, 15)]),
        # Nov 10 is a Tuesday: it and the Monday are one week; 22 is that Tuesday's week before, and so on
        ([0, *range(3, 15), 15, 16], [0, *range(3, 15), 15]),
        ([0, *range(3, 15), 15, 16, 17, 18, 24, 25], [0, *range(3, 15), 15, 17, 24]),
        # twelve days, ten weeks, nine months, and no more
        (list(range(800)), [0, 1, 2, *range(3, 15), 15, 17, 24, 31, 38, 45, 52, 59, 66, 73]),
    ],
)
def test_thinning(days_ago: list[float], stay: list[float]) -> None:
    found = kept(copies_of(*days_ago))
    assert found[: len(stay)] == stay
    months = found[len(stay) :]
    assert len(months) == (9 if len(days_ago) == 800 else 0)


def test_nine_months_are_the_newest_of_each() -> None:
    stay = kept(copies_of(*range(800)))[-9:]
    days = [NOW - timedelta(days=days) for days in stay]
    assert [(day.year, day.month) for day in days] == [
        (2026, 9), (2026, 8), (2026, 7), (2026, 6), (2026, 5), (2026, 4), (2026, 3), (2026, 2), (2026, 1),
    ]  # fmt: skip
    assert all((day + timedelta(days=1)).month != day.month for day in days[1:])


def test_a_copy_before_an_update_stays_ninety_days() -> None:
    special = copies_of(3.1, 89, 90, 91, reason=backup.BEFORE_UPDATE)
    ordinary = copies_of(0, 3, 3.2, 91.1, 91.2)
    assert backup.superfluous([*special, *ordinary], as_of=NOW) == [ordinary[2], ordinary[3], ordinary[4]]


@given(st.lists(st.integers(0, 30_000), unique=True, max_size=60))
def test_thinning_in_steps_never_loses_the_newest_or_the_recent(hours: list[int]) -> None:
    copies = copies_of(*(hour / 24 for hour in hours))
    gone = backup.superfluous(copies, as_of=NOW)
    stay = [copy for copy in copies if copy not in gone]
    assert not copies or max(copies, key=lambda copy: copy.made_at) in stay
    assert all(NOW - copy.made_at > backup.KEEP_ALL for copy in gone)
    assert backup.superfluous(stay, as_of=NOW) == []


def test_thin_out_deletes_all_three_files(path: Path) -> None:
    folder = backup.backup_folder(path)
    with opened(path) as practice:
        times = [AT - timedelta(days=5, hours=hour) for hour in (1, 2, 3)]
        copies = [practice.back_up(at=at) for at in times] + [practice.back_up(at=AT)]
        assert backup.thin_out(folder, "another practice", as_of=AT) == []
        gone = backup.thin_out(folder, practice.file_id, as_of=AT)
    assert gone == [copies[1], copies[2]]
    assert len(list(folder.iterdir())) == 6
    assert backup.list_backups(folder) == [copies[3], copies[0]]


def test_thin_out_sweeps_up_after_crashes(tmp_path: Path) -> None:
    old, fresh = (tmp_path / f".{name}.clinicbill.new" for name in ("old", "fresh"))
    for path, days in ((old, 3), (fresh, 1)):
        path.touch()
        moment = (AT - timedelta(days=days)).timestamp()
        os.utime(path, (moment, moment))
    backup.thin_out(tmp_path, "f", as_of=AT)
    assert list(tmp_path.iterdir()) == [fresh]


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


def test_old_copies_are_thinned_out(path: Path) -> None:
    folder = backup.backup_folder(path)
    with opened(path) as practice:
        for hour in range(3):
            practice.back_up(at=AT + timedelta(hours=hour))
        with practice.connect() as db, connect.write(db):
            db.execute("update practice set phone = '1'")
        practice.back_up_changes(None, at=AT + timedelta(days=5))
    assert [made.made_at for made in backup.list_backups(folder)] == [
        AT + timedelta(days=5),
        AT + timedelta(hours=2),
    ]


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
