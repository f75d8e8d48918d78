"""Opens the encrypted file, writes in one kind of transaction, and alone knows the driver's errors."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as driver
from sqlite_utils import Database

from clinicbill.basics.errors import (
    CannotDo,
    ClinicBillError,
    DatabaseBusy,
    NotAPractice,
    NotWritable,
    PracticeFileError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Row = dict[str, Any]
SqlValue = str | int | float | bytes | None

# For the rare caller or test that must tell a driver's error from ours without importing the driver.
DriverError = driver.Error
IntegrityError = driver.IntegrityError

KEY_BYTES = 32
BUSY_MS = 5000

_PRAGMAS = (
    "pragma synchronous=full",  # NORMAL loses acknowledged payments at a power cut
    "pragma foreign_keys=on",
    "pragma recursive_triggers=on",  # else INSERT OR REPLACE gets past a delete trigger
    "pragma temp_store=memory",  # a sorter's file in /var/tmp would hold patients in clear text
    "pragma trusted_schema=off",
    "pragma secure_delete=on",
    f"pragma busy_timeout={BUSY_MS}",
    "pragma cache_size=-65536",
    "pragma mmap_size=0",
)
# Only Apple's own call makes an Apple disk really write.
_MAC_PRAGMAS = ("pragma fullfsync=on", "pragma checkpoint_fullfsync=on")

_BUSY = (
    DatabaseBusy,
    "{name} is being written to by another program; nothing was changed; try again in a moment.",
)
_DAMAGED = (
    PracticeFileError,
    (
        "{name} is damaged on the disk; nothing was changed and your backups are untouched; "
        "restore the latest backup to a new file and open that."
    ),
)
# By SQLite's primary result code (sqlite.org/rescode.html).
_SENTENCES: dict[int, tuple[type[ClinicBillError], str]] = {
    5: _BUSY,
    6: _BUSY,
    8: (
        NotWritable,
        "{name} is read-only here; nothing was changed; give yourself the right to write to it and its folder.",
    ),
    10: (
        NotWritable,
        (
            "The disk with {name} refuses to be read or written; what was saved before is kept; "
            "check the disk and its space, then open the practice again."
        ),
    ),
    11: _DAMAGED,
    13: (
        NotWritable,
        (
            "The disk with {name} is full; this change was not saved, everything before it is safe; "
            "make room on the disk and do it again."
        ),
    ),
    14: (
        NotWritable,
        (
            "{name} cannot be opened for writing here; nothing was changed; "
            "check that the file and its folder exist and that you may write to them."
        ),
    ),
    26: (
        NotAPractice,
        (
            "{name} does not open with this key: it is not a practice file, is damaged, or belongs to other keys; "
            "nothing was changed; put its own keys file beside it, or restore a backup."
        ),
    ),
}
_CONSTRAINT = 19
# The driver has no extended codes, so a guard's own words are told from SQLite's by these beginnings.
_BROKEN_RULE = re.compile(r"[A-Z ]+ constraint failed|cannot store ")
_UNNAMED = "the practice file"


def ours(error: Exception, name: str = _UNNAMED) -> Exception:
    """The sentence for a driver's error; what is our own bug (a syntax error, a broken rule) comes back as it is.

    A trigger that guards a posted or sent fact becomes `CannotDo`.
    """
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return error
    if code & 0xFF == _CONSTRAINT and not _BROKEN_RULE.match(str(error)):
        return CannotDo(
            f"This cannot be changed any more ({error}); nothing was written; undo it with a reversal or a new record."
        )
    kind, sentence = _SENTENCES.get(code & 0xFF, (None, ""))
    if kind is None:
        return error
    sentence = sentence.format(name=name)
    return kind(sentence[0].upper() + sentence[1:] if name == _UNNAMED else sentence)


@contextmanager
def translated(name: str = _UNNAMED) -> Iterator[None]:
    """Turn the driver's errors inside the block into ours."""
    try:
        yield
    except DriverError as error:
        other = ours(error, name)
        if other is error:
            raise
        raise other from error


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Database:
    """A new connection for the calling thread to a file that exists.

    The key is the random 32-byte database key, used as it is: no derivation, so this takes 2 to 3 ms, nearly all
    of it SQLite's reading of the schema. A thread keeps its connection.

    Raises:
        NotAPractice: the file is missing, empty or does not open with this key.
        NotWritable: the place is read-only or full.
    """
    check_present(path)
    return _opened(path, key, "ro" if read_only else "rw")


def check_present(path: Path) -> None:
    """Refuse a file that is missing or empty.

    Raises:
        NotAPractice: with the sentence for it.
    """
    if not path.is_file():
        raise NotAPractice(
            f"There is no file {path}; nothing was changed; check the name, or restore a backup to that place."
        )
    if not path.stat().st_size:  # SQLite would take it for a new database, with any key
        raise NotAPractice(
            f"{path.name} is empty (0 bytes), so it holds no practice; nothing was changed; restore a backup."
        )


def create(path: Path, key: bytes) -> Database:
    """A connection to a new, encrypted, empty file.

    Raises:
        NotWritable: a file of this name exists, or the place cannot be written.
    """
    if path.exists():
        raise NotWritable(f"{path} exists already; it was left as it is; choose another name.")
    return _opened(path, key, "rwc")


def in_memory() -> Database:
    """A database in memory, unencrypted, that behaves like a practice file otherwise; for tests and trial runs."""
    return _ready(driver.connect(":memory:", isolation_level=None), writable=True)


def _opened(path: Path, key: bytes, mode: str) -> Database:
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    with translated(path.name):
        # isolation_level=None: the driver never opens a transaction by itself.
        connection = driver.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, cached_statements=256
        )
        try:
            connection.execute("pragma cipher_log_level=none")  # SQLCipher writes to stderr otherwise
            connection.execute(f"pragma key=\"x'{key.hex()}'\"")
            return _ready(connection, writable=mode != "ro")
        except BaseException:
            connection.close()
            raise


def _ready(connection: Any, *, writable: bool) -> Database:  # noqa: ANN401  # the driver has no types
    for pragma in _PRAGMAS + (_MAC_PRAGMAS if sys.platform == "darwin" else ()):
        connection.execute(pragma)
    if writable:
        connection.execute("pragma journal_mode=wal")
    else:
        connection.execute("pragma query_only=on")
    connection.execute("select count(*) from sqlite_schema").fetchone()  # the first read shows a wrong key
    # No plug-ins: nobody else's code gets at patients' data through sqlite-utils' entry points.
    return Database(connection, execute_plugins=False)


@contextmanager
def write(db: Database) -> Iterator[None]:
    """One change, all or nothing: BEGIN IMMEDIATE … COMMIT, rolled back when the block raises.

    sqlite-utils' own `db.atomic()` begins deferred: a block that reads before it writes then fails at once with
    "database is locked" when another connection wrote in between, whatever busy_timeout says. So the outermost
    block takes the write lock first. All writing methods of sqlite-utils (`insert`, `update`, …) use
    `db.atomic()`, which sees this transaction and makes savepoints within it: they commit with the block and
    not by themselves. `write` within `write` is such a savepoint too: the inner one can fail and be caught.

    Raises:
        NotWritable: the disk is full; SQLite has rolled back by then, and nothing of the block is kept.
        DatabaseBusy: another connection held the write lock for longer than five seconds.
        CannotDo: a trigger guards the fact.
    """
    with translated():
        if db.conn.in_transaction:
            with db.atomic():
                yield
            return
        db.conn.execute("begin immediate")
        try:
            yield
            db.conn.execute("commit")
        except BaseException:
            db.rollback()  # does nothing where SQLite rolled back already, as on a full disk
            raise


def rows(db: Database, sql: str, params: Sequence[SqlValue] | Mapping[str, SqlValue] = ()) -> list[Row]:
    """All rows of a query as dictionaries, read at once, with the driver's errors turned into ours."""
    try:
        cursor = db.conn.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=False)) for row in cursor]
    except DriverError as error:
        raise ours(error) from error


def one(db: Database, sql: str, params: Sequence[SqlValue] | Mapping[str, SqlValue] = ()) -> Row | None:
    """The first row of a query, or None."""
    try:
        cursor = db.conn.execute(sql, params)
        row = cursor.fetchone()
        if row is None:
            return None
        return dict(zip((column[0] for column in cursor.description), row, strict=False))
    except DriverError as error:
        raise ours(error) from error


def scalar(db: Database, sql: str, params: Sequence[SqlValue] | Mapping[str, SqlValue] = ()) -> Any:  # noqa: ANN401  # the query decides
    """The first column of the first row, or None."""
    try:
        row = db.conn.execute(sql, params).fetchone()
    except DriverError as error:
        raise ours(error) from error
    return None if row is None else row[0]


def checkpoint(db: Database, *, wait: bool = True) -> bool:
    """Move what waits in the write-ahead log into the file and empty the log; whether that was possible.

    It is not while somebody reads an older state: `wait` gives them five seconds.
    """
    with translated():
        db.conn.execute(f"pragma busy_timeout={BUSY_MS if wait else 0}")
        try:
            busy = db.conn.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
        finally:
            db.conn.execute(f"pragma busy_timeout={BUSY_MS}")
    return not busy


def damage(db: Database) -> list[str]:
    """What is wrong with the file itself, in SQLite's and SQLCipher's words; nothing if it is sound.

    The cipher check reads the main file only, so it would cry wolf while the write-ahead log is not empty; then
    it is left out.
    """
    pages = _complaints(db, "pragma cipher_integrity_check") if checkpoint(db) else []
    return pages + _complaints(db, "pragma quick_check")


def _complaints(db: Database, check: str) -> list[str]:
    try:
        found = [str(row[0]) for row in db.conn.execute(check).fetchall()]
    except DriverError as error:  # damaged so badly that the check itself gives up
        return [str(error)]
    return [line for line in found if line != "ok"]


def rekey(db: Database, new_key: bytes) -> None:
    """Encrypt the whole file anew. It is one transaction: after a crash exactly one of the two keys opens it.

    No other connection may be open. Afterwards only `new_key` opens the file.
    """
    if len(new_key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    checkpoint(db)
    with translated():
        db.conn.execute(f"pragma rekey=\"x'{new_key.hex()}'\"").fetchall()
    checkpoint(db)


def copy_into(db: Database, target: Path, key: bytes) -> None:
    """Copy what this connection sees into a new encrypted file with SQLite's backup; others may go on writing.

    Inside a read transaction of `db` the copy is that transaction's snapshot. Copying the file itself would
    lose what still waits in the write-ahead log.
    """
    with create(target, key) as copy, translated(target.name):
        copy.conn.execute("pragma journal_mode=off")  # a half-made copy is thrown away, not rolled back
        copy.conn.execute("pragma synchronous=off")  # the caller syncs the finished file once
        db.conn.backup(copy.conn)


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """A read transaction: all queries inside see the same state, whatever others write meanwhile."""
    with translated():
        db.conn.execute("begin")
        try:
            db.conn.execute("select 1 from sqlite_schema limit 1").fetchone()
            yield
        finally:
            db.rollback()
