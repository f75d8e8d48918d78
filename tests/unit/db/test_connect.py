"""The encrypted file: settings, transactions, errors, leaks, crashes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo, DatabaseBusy, NotAPractice, NotWritable, PracticeFileError
from clinicbill.db import connect
from tests.unit.db.practice_files import small_disk

if TYPE_CHECKING:
    from sqlite_utils import Database

KEY = bytes(range(32))
CANARY = "Zebulon Quarterflash"


def made(folder: Path) -> Path:
    path = folder / "some place #1.clinicbill"
    with connect.create(path, KEY) as db, connect.write(db):
        db.execute("create table t (id integer primary key, name text unique) strict")
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path)


def count(db: Database) -> int:
    return int(connect.scalar(db, "select count(*) from t"))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("secure_delete", 1),
        ("busy_timeout", 5000),
        ("cache_size", -65536),
        ("cipher_log_level", "NONE"),
    ],
)
def test_settings_of_every_connection(path: Path, pragma: str, value: object) -> None:
    with connect.connect(path, KEY) as db:
        assert db.execute(f"pragma {pragma}").fetchone()[0] == value


def test_memory_database_has_the_same_guards() -> None:
    with connect.in_memory() as db:
        assert db.execute("pragma recursive_triggers").fetchone()[0] == 1
        assert db.execute("pragma foreign_keys").fetchone()[0] == 1


def test_wrong_key(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(NotAPractice, match="nothing was changed"):
        connect.connect(path, bytes(32))
    assert path.read_bytes() == before


def test_key_of_the_wrong_length_is_our_bug(path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        connect.connect(path, b"short")


def test_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotAPractice, match="There is no file"):
        connect.connect(tmp_path / "x.clinicbill", KEY)
    assert not list(tmp_path.iterdir())


def test_empty_file_is_no_new_practice(tmp_path: Path) -> None:
    empty = tmp_path / "x.clinicbill"
    empty.touch()
    with pytest.raises(NotAPractice, match="0 bytes"):
        connect.connect(empty, KEY)
    assert empty.stat().st_size == 0


def test_create_overwrites_nothing(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(NotWritable, match="exists already"):
        connect.create(path, KEY)
    assert path.read_bytes() == before


def test_write_is_one_transaction_for_sqlite_utils_too(path: Path) -> None:
    with connect.connect(path, KEY) as db, connect.connect(path, KEY) as other:
        with connect.write(db):
            db.table("t").insert({"name": "a"})
            db.table("t").insert_all([{"name": "b"}, {"name": "c"}])
            db.table("t").update(1, {"name": "A"})
            assert (count(db), count(other)) == (3, 0)
        assert count(other) == 3


def insert_and_fail(db: Database, name: str) -> None:
    with connect.write(db):
        db.table("t").insert({"name": name})
        raise RuntimeError


def test_write_is_undone_by_an_error(path: Path) -> None:
    with connect.connect(path, KEY) as db:
        with pytest.raises(RuntimeError):
            insert_and_fail(db, "a")
        assert count(db) == 0
        assert not db.conn.in_transaction


def test_write_within_write_can_fail_alone(path: Path) -> None:
    with connect.connect(path, KEY) as db:
        with connect.write(db):
            db.table("t").insert({"name": "kept"})
            with pytest.raises(RuntimeError):
                insert_and_fail(db, "gone")
            with connect.write(db):
                db.table("t").insert({"name": "kept too"})
        assert [row["name"] for row in connect.rows(db, "select name from t order by id")] == [
            "kept",
            "kept too",
        ]


def test_write_takes_the_lock_before_it_reads(path: Path) -> None:
    with connect.connect(path, KEY) as db, connect.connect(path, KEY) as other:
        other.execute("pragma busy_timeout=0")
        with connect.write(db):
            assert count(db) == 0
            with pytest.raises(DatabaseBusy, match="try again"), connect.write(other):
                pytest.fail("two writers at once")
            db.table("t").insert({"name": "a"})
        # The control: what sqlite-utils begins by itself reads first and then may not write.
        with pytest.raises(DatabaseBusy):
            read_then_write(db, other)


def read_then_write(db: Database, other: Database) -> None:
    with connect.translated(), db.atomic():
        count(db)
        other.table("t").insert({"name": "b"})
        db.table("t").insert({"name": "c"})


def test_readers_see_the_old_state_during_a_write(path: Path) -> None:
    with connect.connect(path, KEY) as db, connect.connect(path, KEY) as reader, connect.snapshot(reader):
        with connect.write(db):
            db.table("t").insert({"name": "a"})
        assert (count(db), count(reader)) == (1, 0)


def test_rows_one_scalar(path: Path) -> None:
    with connect.connect(path, KEY) as db:
        with connect.write(db):
            db.table("t").insert_all({"name": name} for name in "abc")
        assert connect.rows(db, "select id, name from t where id > ? order by id", [1]) == [
            {"id": 2, "name": "b"},
            {"id": 3, "name": "c"},
        ]
        assert connect.one(db, "select name from t where id = :id", {"id": 2}) == {"name": "b"}
        assert connect.one(db, "select name from t where id = 9") is None
        assert connect.scalar(db, "select max(id) from t") == 3
        assert connect.scalar(db, "select id from t where id = 9") is None


def test_a_slip_in_sql_stays_a_bug(path: Path) -> None:
    with connect.connect(path, KEY) as db:
        for query in (connect.rows, connect.one, connect.scalar):
            with pytest.raises(connect.DriverError, match="no such column"):
                query(db, "select missing from t")


def test_read_only_connection(path: Path) -> None:
    with connect.connect(path, KEY, read_only=True) as db:
        assert count(db) == 0
        with pytest.raises(NotWritable, match="read-only"), connect.write(db):
            db.table("t").insert({"name": "a"})


def test_a_connection_belongs_to_its_thread(path: Path) -> None:
    caught: list[Exception] = []

    def use(db: Database) -> None:
        try:
            count(db)
        except connect.DriverError as error:
            caught.append(error)

    with connect.connect(path, KEY) as db:
        thread = threading.Thread(target=use, args=[db])
        thread.start()
        thread.join()
    assert "thread" in str(caught[0])


def test_guard_trigger_holds_and_speaks(path: Path) -> None:
    with connect.connect(path, KEY) as db:
        with connect.write(db):
            db.table("t").insert({"id": 1, "name": "a"})
            db.execute(
                "create trigger no_delete before delete on t begin select raise(abort, 't: kept'); end"
            )
        # INSERT OR REPLACE deletes without a word unless recursive_triggers is on.
        with pytest.raises(CannotDo, match="reversal"), connect.write(db):
            db.table("t").insert({"id": 1, "name": "b"}, replace=True)
        assert connect.scalar(db, "select name from t") == "a"
        db.execute("pragma recursive_triggers=off")
        db.table("t").insert(
            {"id": 1, "name": "b"}, replace=True
        )  # the control: this is what the setting stops
        assert connect.scalar(db, "select name from t") == "b"


def test_a_broken_rule_is_told_apart_from_the_world(path: Path) -> None:
    with connect.connect(path, KEY) as db:
        with pytest.raises(connect.IntegrityError), connect.write(db):
            db.table("t").insert_all([{"name": "a"}, {"name": "a"}])
        assert count(db) == 0


def fill_up(db: Database) -> tuple[int, str]:
    """Write until the disk is full; how many rows were acknowledged, and what was said."""
    number = 0
    while True:
        try:
            with connect.write(db):
                db.table("t").insert_all({"name": f"{number} {row} {'x' * 2000}"} for row in range(10))
        except NotWritable as error:
            return number, str(error)
        number += 10


def test_full_file_keeps_what_was_saved(path: Path) -> None:
    with connect.connect(path, KEY) as db:
        db.execute("pragma max_page_count=100")
        acknowledged, sentence = fill_up(db)
        assert "is full; this change was not saved, everything before it is safe" in sentence
        assert not db.conn.in_transaction
        assert count(db) == acknowledged > 0
        db.execute("pragma max_page_count=1000")
        with connect.write(db):
            db.table("t").insert({"name": "there is room again"})
        assert count(db) == acknowledged + 1
        assert connect.damage(db) == []


def test_full_disk_keeps_what_was_saved(tmp_path: Path) -> None:
    with small_disk(tmp_path, "1m"):
        path = made(tmp_path)
        ballast = tmp_path / "ballast"
        ballast.write_bytes(bytes(600_000))
        with connect.connect(path, KEY) as db:
            acknowledged, sentence = fill_up(db)
            assert "is full; this change was not saved" in sentence
            assert not db.conn.in_transaction
        with connect.connect(path, KEY) as db:
            assert count(db) == acknowledged > 0
            ballast.unlink()
            db.table("t").insert({"name": "there is room again"})
            assert connect.damage(db) == []


def test_no_clear_text_in_any_file(path: Path) -> None:
    with connect.connect(path, KEY) as db:
        with connect.write(db):
            db.table("t").insert_all({"name": f"{CANARY} {number}"} for number in range(500))
        names = sorted(file.name for file in path.parent.iterdir())
        assert names == [path.name, f"{path.name}-shm", f"{path.name}-wal"]
        assert_no_canary(path.parent)
        connect.checkpoint(db)
        assert_no_canary(path.parent)


def assert_no_canary(folder: Path) -> None:
    word = CANARY.split()[0]
    for file in folder.iterdir():
        content = file.read_bytes()
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.encode(encoding) not in content, file.name


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_sorting_leaves_no_clear_text_in_temporary_files(path: Path) -> None:
    with connect.connect(path, KEY) as db:
        with connect.write(db):
            db.table("t").insert_all(
                {"name": f"{number * 7919 % 10007} {CANARY * 20}"} for number in range(6000)
            )
        db.execute("pragma cache_size=-100")
        assert open_temporary_files(db) == []
        db.execute("pragma temp_store=file")
        assert open_temporary_files(db)  # the control: without our setting there is one


def open_temporary_files(db: Database) -> list[str]:
    cursor = db.conn.execute("select name, id from t order by substr(name, 2), id desc")
    cursor.fetchone()
    links = []
    for handle in Path("/proc/self/fd").iterdir():
        try:
            links.append(os.readlink(handle))
        except OSError:  # the handle of this very listing
            continue
    cursor.close()
    return [link for link in links if "etilqs" in link]


def test_cipher_is_silent_on_stderr(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    flip_a_bit(path)
    with connect.connect(path, KEY) as db:
        assert connect.damage(db)
    with pytest.raises(NotAPractice):
        connect.connect(path, bytes(32))
    assert capfd.readouterr() == ("", "")


def flip_a_bit(path: Path, page: int = 2) -> None:
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 + 2000] ^= 1
    path.write_bytes(content)


def test_one_flipped_bit_is_a_sentence(path: Path) -> None:
    flip_a_bit(path)
    with connect.connect(path, KEY) as db:
        with pytest.raises(PracticeFileError, match="restore the latest backup"):
            connect.rows(db, "select * from t")
        assert any("page 2" in line for line in connect.damage(db))


def test_truncated_file_is_a_sentence(path: Path) -> None:
    with connect.connect(path, KEY) as db, connect.write(db):
        db.table("t").insert_all({"name": f"{number} {'x' * 500}"} for number in range(200))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 8192 * 4096])
    with (
        pytest.raises(PracticeFileError, match="restore the latest backup"),
        connect.connect(path, KEY) as db,
    ):
        connect.rows(db, "select * from t")


def test_sound_file_shows_no_damage(path: Path) -> None:
    with connect.connect(path, KEY) as db:
        with connect.write(db):
            db.table("t").insert({"name": "waits in the log"})
        assert connect.damage(db) == []


def test_a_reader_of_an_older_state_is_no_damage(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "BUSY_MS", 10)
    with connect.connect(path, KEY) as db, connect.connect(path, KEY) as reader:
        with connect.write(db):
            db.table("t").insert_all({"name": f"{number}"} for number in range(300))
        with connect.snapshot(reader):
            with connect.write(db):
                db.table("t").insert({"name": "later"})
            assert not connect.checkpoint(db)
            assert connect.damage(db) == []
        assert connect.checkpoint(db)


def test_new_key_is_all_or_nothing_at_a_crash(path: Path, tmp_path: Path) -> None:
    new_key = bytes(32)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with connect.connect(path, KEY) as db:
        with connect.write(db):
            db.table("t").insert_all({"name": f"{number} {CANARY}"} for number in range(300))
        connect.checkpoint(db)
        db.execute(f"pragma rekey=\"x'{new_key.hex()}'\"").fetchall()
        for ending in ("", "-wal"):  # the log is not yet in the file: the state of a process killed here
            (crashed / f"x{ending}").write_bytes(Path(f"{path}{ending}").read_bytes())
    with pytest.raises(NotAPractice):
        connect.connect(crashed / "x", KEY)
    with connect.connect(crashed / "x", new_key) as db:
        assert count(db) == 300
        assert connect.damage(db) == []


def test_rekey(path: Path) -> None:
    new_key = bytes(32)
    with connect.connect(path, KEY) as db:
        db.table("t").insert({"name": "a"})
        connect.rekey(db, new_key)
        assert count(db) == 1
    with pytest.raises(NotAPractice):
        connect.connect(path, KEY)
    with connect.connect(path, new_key) as db:
        assert count(db) == 1
        with pytest.raises(ValueError, match="32 bytes"):
            connect.rekey(db, b"")


def test_copy_holds_the_snapshot_and_what_waits_in_the_log(path: Path, tmp_path: Path) -> None:
    with connect.connect(path, KEY) as db, connect.connect(path, KEY) as other:
        db.table("t").insert({"name": "in the log"})
        plain = tmp_path / "plain copy"
        plain.write_bytes(path.read_bytes())
        with connect.snapshot(db):
            other.table("t").insert({"name": "came later"})
            connect.copy_into(db, tmp_path / "copy", KEY)
    with connect.connect(tmp_path / "copy", KEY) as copy:
        assert connect.rows(copy, "select name from t") == [{"name": "in the log"}]
        assert connect.damage(copy) == []
    with connect.connect(plain, KEY) as copy:  # the control: copying the file loses the row without a word
        assert count(copy) == 0


WRITER = """
import sys
from pathlib import Path
from clinicbill.db import connect

with connect.connect(Path(sys.argv[1]), bytes(range(32))) as db:
    number = connect.scalar(db, "select coalesce(max(posting), 0) from entry")
    while True:
        number += 1
        with connect.write(db):
            for cents in (100, 200, -300):
                db.table("entry").insert({"posting": number, "cents": cents})
        print(number, flush=True)
"""


@pytest.mark.slow
def test_killed_writer_loses_nothing_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "x.clinicbill"
    with connect.create(path, KEY) as db, connect.write(db):
        db.execute("create table entry (id integer primary key, posting integer, cents integer) strict")
    chance = random.Random(5)
    for _ in range(10):
        acknowledged = killed_after(path, chance.randrange(1, 120))
        with connect.connect(path, KEY) as db:
            assert connect.scalar(db, "select max(posting) from entry") >= acknowledged > 0
            assert (
                connect.rows(db, "select posting from entry group by 1 having count(*) <> 3 or sum(cents)")
                == []
            )
            assert connect.scalar(db, "select count(distinct posting) = max(posting) from entry") == 1
            assert connect.damage(db) == []


def killed_after(path: Path, lines: int) -> int:
    """The last posting that a writer acknowledged before it was killed."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        for _ in range(lines):
            last = writer.stdout.readline()
        writer.kill()
        rest = [line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    return int(rest[-1] if rest else last)
