"""The SQL of the code library: its tables, what is written when it is built, and every reader."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import sqlite_utils

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Row = dict[str, Any]

# Each release owns a range of entry ids; within it the ids stand in the order in which codes are offered.
RELEASE_RANGE = 1_000_000
_IN_FORCE = "release text not null, from_on text not null, to_on text"

SCHEMA = (
    "create table meta (key text primary key, value text not null) strict, without rowid",
    """create table release (
        number integer primary key, system text not null, name text not null, from_on text not null, to_on text,
        origin text not null, sha256 text not null, notes_of text not null default '',
        index_number integer not null default 0,
        unique (system, name)) strict""",
    f"""create table icd10 (
        id integer primary key, {_IN_FORCE}, flat text not null, code text not null, title text not null,
        billable integer not null check (billable in (0, 1)), parent text not null, section text not null,
        chapter text not null, seventh text not null, unique (release, flat)) strict""",
    "create index icd10_parent on icd10 (release, parent)",
    f"""create table icd10_block (
        id integer primary key, {_IN_FORCE}, kind text not null check (kind in ('chapter', 'section')),
        chapter text not null, label text not null, title text not null,
        unique (release, kind, chapter, label)) strict""",
    f"""create table icd10_note (
        id integer primary key, {_IN_FORCE}, owner_kind text not null, owner text not null, kind text not null,
        text text not null) strict""",
    "create index icd10_note_owner on icd10_note (release, owner_kind, owner)",
    f"""create table icd10_entry (
        id integer primary key, {_IN_FORCE}, code text not null, title text not null, chapter text not null,
        side text not null, sevenths text not null, names text not null, context text not null) strict""",
    "create index icd10_entry_code on icd10_entry (release, code)",
    """create virtual table icd10_words using fts5(
        words, content='', detail='none', columnsize=0, prefix='2 3', tokenize='ascii')""",
    """create table icd10_index_part (
        number integer not null, part text not null, name text not null, from_on text not null, to_on text,
        origin text not null, sha256 text not null, primary key (number, part)) strict, without rowid""",
    """create table icd10_index (
        id integer primary key, place integer not null, target integer not null, shown text not null,
        side text not null, words text not null, code text not null, complete integer not null check (complete in (0, 1))) strict""",
    "create index icd10_index_place on icd10_index (place)",
    """create virtual table icd10_index_words using fts5(
        words, content='', detail='none', columnsize=0, prefix='3', tokenize='ascii')""",
    "create table icd10_vocabulary (word text primary key, entries integer not null) strict, without rowid",
)


def connect(path: Path) -> sqlite_utils.Database:
    """A connection for reading only, which any thread may close but only one may use.

    Raises:
        sqlite3.Error: the file is absent or no database.
    """
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    return sqlite_utils.Database(connection, execute_plugins=False)


def create(path: Path) -> sqlite_utils.Database:
    """A new, empty library for one writer who moves it into place when it is finished."""
    connection = sqlite3.connect(path)
    connection.execute("pragma journal_mode = off")
    connection.execute("pragma synchronous = off")
    for statement in SCHEMA:
        connection.execute(statement)
    return sqlite_utils.Database(connection, execute_plugins=False)


def set_meta(db: sqlite_utils.Database, key: str, value: str) -> None:
    """Keep a word about the library itself."""
    db.conn.execute("insert into meta (key, value) values (?, ?)", (key, value))


def get_meta(db: sqlite_utils.Database, key: str) -> str:
    """What `set_meta` kept; empty where it kept nothing."""
    row = db.conn.execute("select value from meta where key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def add_rows(
    db: sqlite_utils.Database, table: str, rows: Iterable[Sequence[object]], columns: Sequence[str]
) -> None:
    """Append rows to one of the tables above; `columns` are names of ours, never a person's text."""
    marks = ", ".join("?" for _ in columns)
    db.conn.executemany(f"insert into {table} ({', '.join(columns)}) values ({marks})", rows)  # noqa: S608


def finish(db: sqlite_utils.Database) -> None:
    """Merge the search index into one piece and close."""
    db.conn.execute("insert into icd10_words (icd10_words) values ('optimize')")
    db.conn.execute("insert into icd10_index_words (icd10_index_words) values ('optimize')")
    db.conn.commit()
    db.conn.execute("analyze")
    db.conn.commit()
    db.close()


def list_releases(db: sqlite_utils.Database, system: str) -> list[Row]:
    """The loaded releases of one code system, oldest first."""
    return _rows(db, "select * from release where system = :system order by from_on", {"system": system})


def get_code(db: sqlite_utils.Database, release: str, flat: str) -> Row | None:
    """One code by its characters without the dot."""
    sql = "select * from icd10 where release = :release and flat = :flat"
    return next(iter(_rows(db, sql, {"release": release, "flat": flat})), None)


def list_children(db: sqlite_utils.Database, release: str, parent: str) -> list[Row]:
    """The codes directly below one, in the list's order."""
    sql = "select * from icd10 where release = :release and parent = :parent order by id"
    return _rows(db, sql, {"release": release, "parent": parent})


def list_codes_from(db: sqlite_utils.Database, release: str, flat: str, limit: int) -> list[Row]:
    """The codes that begin with these characters, shortest first, then in the list's order."""
    sql = """select * from icd10 where release = :release and flat >= :first and flat < :beyond
        order by length(flat), id limit :limit"""
    return _rows(db, sql, {"release": release, "first": flat, "beyond": flat + "\x7f", "limit": limit})


def list_under(db: sqlite_utils.Database, release: str, flat: str) -> list[Row]:
    """A code and everything below it, in the list's order."""
    sql = """select flat, code, title, billable, parent, seventh from icd10
        where release = :release and flat >= :first and flat < :beyond order by id"""
    return _rows(db, sql, {"release": release, "first": flat, "beyond": flat + "\x7f"})


def list_stems_from(db: sqlite_utils.Database, release: str, flat: str) -> list[Row]:
    """A category and what stands below it, without the codes that only add a 7th character, in the list's order."""
    sql = """select flat, code, title, billable, parent, seventh from icd10
        where release = :release and flat >= :first and flat < :beyond and seventh = '' order by id"""
    return _rows(db, sql, {"release": release, "first": flat, "beyond": flat + "\x7f"})


def list_billable_from(db: sqlite_utils.Database, release: str, flat: str, limit: int = -1) -> list[Row]:
    """The billable codes that begin with these characters, in the list's order; at most `limit`, -1 for all."""
    sql = """select * from icd10 where release = :release and flat >= :first and flat < :beyond and billable = 1
        order by id limit :limit"""
    return _rows(db, sql, {"release": release, "first": flat, "beyond": flat + "\x7f", "limit": limit})


def list_notes(db: sqlite_utils.Database, release: str, owner_kind: str, owner: str) -> list[Row]:
    """The notes that stand at one chapter, section or code, in the list's order."""
    sql = """select owner_kind, owner, kind, text from icd10_note
        where release = :release and owner_kind = :owner_kind and owner = :owner order by id"""
    return _rows(db, sql, {"release": release, "owner_kind": owner_kind, "owner": owner})


def get_block(db: sqlite_utils.Database, release: str, kind: str, chapter: str, label: str) -> Row | None:
    """A chapter or a section with its title."""
    sql = """select * from icd10_block
        where release = :release and kind = :kind and chapter = :chapter and label = :label"""
    found = _rows(db, sql, {"release": release, "kind": kind, "chapter": chapter, "label": label})
    return next(iter(found), None)


def match_entries(db: sqlite_utils.Database, expression: str, number: int, limit: int) -> list[int]:
    """Ids of the entries of release `number` that match an FTS5 expression, in the order of their ids.

    Ordering by id lets SQLite stop at the limit; ordering by rank would make it read every match first.
    """
    sql = """select rowid from icd10_words where icd10_words match ? and rowid between ? and ?
        order by rowid limit ?"""
    first = number * RELEASE_RANGE
    return [row[0] for row in db.conn.execute(sql, (expression, first, first + RELEASE_RANGE - 1, limit))]


def list_entries(db: sqlite_utils.Database, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """(id, code, title, chapter, side, sevenths, names, context) of the entries asked for, in no order."""
    sql = """select id, code, title, chapter, side, sevenths, names, context from icd10_entry
        where id in (select value from json_each(?))"""
    return db.conn.execute(sql, (json.dumps(list(ids)),)).fetchall()


def list_entry_ids(db: sqlite_utils.Database, release: str, code: str, limit: int) -> list[int]:
    """Ids of the entries whose code begins with this one, in the order in which codes are offered."""
    sql = "select id from icd10_entry where release = ? and code >= ? and code < ? order by id limit ?"
    return [row[0] for row in db.conn.execute(sql, (release, code, code + "\x7f", limit))]


def list_index_parts(db: sqlite_utils.Database, number: int) -> list[Row]:
    """Which editions of the Alphabetic Index answer together under a number."""
    sql = "select * from icd10_index_part where number = :number order by part desc"
    return _rows(db, sql, {"number": number})


def match_index(db: sqlite_utils.Database, expression: str, number: int, limit: int) -> list[int]:
    """Ids of the index lines that match an FTS5 expression, those of few words first."""
    sql = """select rowid from icd10_index_words where icd10_index_words match ? and rowid between ? and ?
        order by rowid limit ?"""
    first = number * RELEASE_RANGE
    return [row[0] for row in db.conn.execute(sql, (expression, first, first + RELEASE_RANGE - 1, limit))]


def list_index_lines(db: sqlite_utils.Database, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """(id, place, target, shown, side, words, code, complete) of the index lines asked for, in no order."""
    sql = """select id, place, target, shown, side, words, code, complete from icd10_index
        where id in (select value from json_each(?))"""
    return db.conn.execute(sql, (json.dumps(list(ids)),)).fetchall()


def list_vocabulary(db: sqlite_utils.Database) -> list[tuple[str, int]]:
    """Every word of the search index with the number of entries that have it, in the order of the alphabet."""
    return db.conn.execute("select word, entries from icd10_vocabulary order by word").fetchall()


def _rows(db: sqlite_utils.Database, sql: str, values: Mapping[str, object]) -> list[Row]:
    cursor = db.conn.execute(sql, values)
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
