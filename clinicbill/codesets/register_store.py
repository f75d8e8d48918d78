"""The SQL of the register of loaded releases: one small SQLite file that two programs may write at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from clinicbill.basics.errors import DatabaseBusy, NotWritable, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Row = dict[str, Any]

_BUSY_SECONDS = 10.0
_SCHEMA = """create table if not exists release (
    id integer primary key autoincrement, system text not null, part text not null, name text not null,
    from_on text not null, to_on text, title text not null, notice text not null, origin text not null,
    sha256 text not null, loaded_at text not null, file text not null,
    state text not null check (state in ('active', 'undone'))) strict"""
_CHANGE_COUNTER = slice(24, 28)
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def signature(path: Path) -> tuple[int, int, bytes] | None:
    """What differs after every change of the file; None where there is none.

    SQLite counts every change in bytes 24 to 27 of the header (SQLite file format, section 1.3.7), so a reader need
    not trust the clock of the file system.
    """
    try:
        with path.open("rb") as file:
            found = path.stat()
            return found.st_ino, found.st_mtime_ns, file.read(_CHANGE_COUNTER.stop)[_CHANGE_COUNTER]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise NotWritable(
            f"The list of loaded code releases {path} cannot be read ({error.strerror}); nothing was changed; "
            "make the folder readable."
        ) from error


def list_rows(path: Path) -> list[Row]:
    """Every release ever loaded, in the order of loading.

    Raises:
        UnreadableFile: the register is damaged.
        DatabaseBusy: another program has been writing for too long.
    """
    with _translated(path), closing(_connect(path, "rw")) as connection:
        try:
            found = connection.execute("select * from release order by id")
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):  # another program is just making the register
                return []
            raise
        return [dict(row) for row in found]


def add_rows(path: Path, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """Put releases into the register and give their ids; all or nothing.

    A release that is there already, even undone, is made active again and keeps its id, so that two programs that
    load the same file at once make one row.

    Raises:
        NotWritable, DatabaseBusy, UnreadableFile: nothing was added.
    """
    with _written(path) as connection:
        return [_put(connection, dict(row)) for row in rows]


def set_state(path: Path, number: int, state: str) -> bool:
    """Make a release active or undone; whether there is such a release."""
    with _written(path) as connection:
        done = connection.execute("update release set state = ? where id = ?", (state, number))
        return done.rowcount == 1


def _put(connection: sqlite3.Connection, row: Row) -> int:
    same = connection.execute(
        """update release set state = 'active', name = :name
            where system = :system and part = :part and file = :file returning id""",
        row,
    ).fetchall()
    if same:
        return int(same[0][0])
    found = connection.execute(
        """insert into release
            (system, part, name, from_on, to_on, title, notice, origin, sha256, loaded_at, file, state)
            values (:system, :part, :name, :from_on, :to_on, :title, :notice, :origin, :sha256, :loaded_at,
                :file, 'active')
            returning id""",
        row,
    )
    return int(found.fetchone()[0])


@contextmanager
def _written(path: Path) -> Iterator[sqlite3.Connection]:
    with _translated(path), closing(_connect(path, "rwc")) as connection:
        connection.execute("begin immediate")
        try:
            connection.execute(_SCHEMA)
            yield connection
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    """Opened for writing also to read: only so can SQLite roll back what a killed program left half written."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=_BUSY_SECONDS
    )
    connection.row_factory = sqlite3.Row
    return connection


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _DAMAGED:
            raise UnreadableFile(
                f"The list of loaded code releases {path} is damaged; your practice file is not touched; "
                "delete that file and load the code files again."
            ) from error
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise DatabaseBusy(
                "Another program is changing the loaded code releases; nothing was changed; try again in a moment."
            ) from error
        raise _not_writable(path) from error
    except OSError as error:
        raise _not_writable(path) from error


def _not_writable(path: Path) -> NotWritable:
    return NotWritable(
        f"The list of loaded code releases cannot be kept in {path.parent}; nothing was changed; free some space "
        "there, or make the folder writable."
    )
