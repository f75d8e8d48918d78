"""The SQL of a loaded release: one plain SQLite file that never changes once it lies in its place."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from clinicbill.basics.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from clinicbill.codesets.files.table import Row, Table

_BATCH = 20_000
_ADDED, _DELETED, _REVISED = "added", "deleted", "revised"


def write(path: Path, table: Table, rows: Iterable[Row], told: Callable[[], None] = lambda: None) -> int:
    """Write a new release file and give the number of its rows; `told` is called between batches.

    Raises:
        sqlite3.Error: the disk is full or takes no file.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        # A half-written file is thrown away, so nothing needs to be rolled back.
        db.execute("pragma journal_mode=off")
        db.execute("pragma synchronous=off")
        db.execute("pragma cache_size=-32000")
        columns = ", ".join(table.columns)
        key = ", ".join(table.key)
        db.execute(f"create table {table.name} ({columns}, primary key ({key})) without rowid")
        marks = ", ".join("?" for _ in table.columns)
        insert = f"insert or replace into {table.name} values ({marks})"  # noqa: S608  # names of ours
        source = iter(rows)
        db.execute("begin")
        while batch := list(islice(source, _BATCH)):
            db.executemany(insert, batch)
            told()
        db.execute("commit")
        return int(db.execute(f"select count(*) from {table.name}").fetchone()[0])  # noqa: S608


def list_rows(path: Path, table: Table) -> list[dict[str, Any]]:
    """Every row, in the order of the key.

    Raises:
        UnreadableFile: the release's file is damaged or gone.
    """
    with _reading(path) as db:
        return [dict(row) for row in db.execute(f"select * from {table.name}")]  # noqa: S608


def list_where(path: Path, table: Table, column: str, values: Collection[str]) -> list[dict[str, Any]]:
    """The rows whose `column`, one of the table's, has one of the values.

    Raises:
        UnreadableFile: the release's file is damaged or gone.
    """
    sql = f"select * from {table.name} where {column} in (select value from json_each(?))"  # noqa: S608
    with _reading(path) as db:
        return [dict(row) for row in db.execute(sql, (json.dumps(sorted(values)),))]


def list_pairs(path: Path, codes: Collection[str], on: int) -> list[dict[str, Any]]:
    """The bundled pairs among the codes that are live on a day, given as an integer like 20261001.

    Raises:
        UnreadableFile: the release's file is damaged or gone.
    """
    sql = """with asked as (select value as code from json_each(?1))
        select pair.* from asked as first cross join asked as second
        join pair on pair.column1 = first.code and pair.column2 = second.code
        where pair.from_on <= ?2 and pair.to_on >= ?2"""
    with _reading(path) as db:
        return [dict(row) for row in db.execute(sql, (json.dumps(sorted(codes)), on))]


def list_changes(
    new: Path, old: Path, table: Table, new_day: date, old_day: date
) -> Iterator[tuple[str, tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]]:
    """("added", "deleted" or "revised", entry, codes, text) of every entry that differs between two releases.

    An entry counts where it is in force: on `new_day` in the new release, on `old_day` in the old one. The text is
    the new one, of a deleted entry the old one.

    Raises:
        UnreadableFile: one of the files is damaged or gone.
    """
    entry = table.entry or table.key
    days = {"new_day": _day_value(table, new_day), "old_day": _day_value(table, old_day)}
    same = " and ".join(f"new.{column} = old.{column}" for column in entry)
    differ = " or ".join(f"new.{column} is not old.{column}" for column in table.text)
    live = {
        "new": f"(select * from main.{table.name} where {_live(table, 'new_day')}) as new",  # noqa: S608
        "old": f"(select * from before.{table.name} where {_live(table, 'old_day')}) as old",  # noqa: S608
    }
    with _reading(new) as db:
        db.execute("attach ? as before", (_address(old),))
        for kind, one, other, condition in (
            (_ADDED, "new", "old", f"old.{entry[0]} is null"),
            (_DELETED, "old", "new", f"new.{entry[0]} is null"),
            (_REVISED, "new", "old", f"old.{entry[0]} is not null and ({differ})"),
        ):
            wanted = [f"{one}.{column}" for column in (*entry, *table.codes, *table.text)]
            sql = f"select {', '.join(wanted)} from {live[one]} left join {live[other]} on {same} where {condition}"  # noqa: S608
            for row in db.execute(sql, days):
                cut = len(entry) + len(table.codes)
                yield kind, tuple(row)[: len(entry)], tuple(row)[len(entry) : cut], tuple(row)[cut:]


def _live(table: Table, day: str) -> str:
    conditions = [table.only] if table.only else []
    if table.days:
        first, last = table.days
        conditions.append(f"({first} is null or {first} <= :{day}) and ({last} is null or {last} >= :{day})")
    return " and ".join(conditions) or "1"


def _day_value(table: Table, day: date) -> str | int:
    typed = {column.split()[0]: column.split()[1] for column in table.columns}
    if table.days and typed[table.days[0]] == "integer":
        return int(day.strftime("%Y%m%d"))
    return day.isoformat()


def _address(path: Path) -> str:
    """Immutable: no lock is taken, nothing is written beside it."""
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(_address(path), uri=True)) as db:
            db.row_factory = sqlite3.Row
            yield db
    except sqlite3.DatabaseError as error:
        raise UnreadableFile(
            f"The loaded release {path.name} is damaged or gone; your practice file is not touched; undo it with "
            "`clinicbill codes undo` and load its file again."
        ) from error
