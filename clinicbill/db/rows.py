"""Rows written and read by id in plain SQL, for the paths that are walked thousands of times.

sqlite-utils asks the schema about the table on every call, which takes three times as long as the write itself.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

from clinicbill.db.connect import one, translated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

    from clinicbill.db.connect import Row, SqlValue

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def insert(db: Database, table: str, row: Mapping[str, SqlValue]) -> int:
    """Write a new row and give its id."""
    with translated():
        return cast("int", db.conn.execute(_insert(table, tuple(row)), tuple(row.values())).lastrowid)


def update(db: Database, table: str, row_id: int, row: Mapping[str, SqlValue]) -> None:
    """Change these columns of one row."""
    with translated():
        db.conn.execute(_update(table, tuple(row)), (*row.values(), row_id))


def find(db: Database, table: str, row_id: int) -> Row | None:
    """One row by its id, or None."""
    return one(db, _find(table), [row_id])


def _quoted(name: str) -> str:
    """Names come from our own records and schema; anything else is our bug and never reaches SQL."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"“{name}” is not a name of our schema")
    return f'"{name}"'


@cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(_quoted(column) for column in columns)
    places = ", ".join("?" * len(columns))
    return f"insert into {_quoted(table)} ({names}) values ({places})"


@cache
def _update(table: str, columns: tuple[str, ...]) -> str:
    changes = ", ".join(f"{_quoted(column)} = ?" for column in columns)
    return f"update {_quoted(table)} set {changes} where id = ?"


@cache
def _find(table: str) -> str:
    return f"select * from {_quoted(table)} where id = ?"
