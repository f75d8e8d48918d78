"""History: who changed which field from what to what, and when, written by triggers so that nothing escapes it.

Source: 45 CFR 164.312(b), audit controls. Each kept row carries `user_id` and `changed_at` of its last writer;
the triggers copy both into `change`, one row for each field that differs. A row with an empty field marks the
birth of the record; a row with a before and no after, under the field's name, its removal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from clinicbill.basics.dates import parse_moment
from clinicbill.db import coding_tables
from clinicbill.db.guards import MAY_BE_DELETED

if TYPE_CHECKING:
    from sqlite_utils import Database

KEPT = (
    "user",
    "practice",
    "provider",
    "facility",
    "payer",
    "procedure",
    "provider_number",
    "payer_profile",
    "fee",
    "guarantor",
    "patient",
    "patient_note",
    "patient_case",
    "coverage",
    "authorization",
    "encounter",
    "encounter_diagnosis",
    "service_line",
    "claim",
    "claim_line",
    "remittance",
    *coding_tables.KEPT_TABLES,
)

_WRITER = ("id", "user_id", "changed_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of one record, before and after; values as they lie in the table."""

    at: datetime
    user: str
    table: str
    row_id: int
    field: str
    before: str | int | None
    after: str | int | None


def _fields(db: Database, table: str) -> list[str]:
    names = [row[1] for row in db.execute("select * from pragma_table_info(?)", [table]).fetchall()]
    return [name for name in names if name not in _WRITER]


def _one_row_per_field(table: str, fields: list[str], row: str, before: str, after: str, when: str) -> str:
    selects = " union all ".join(
        f"select {row}.changed_at, {row}.user_id, '{table}', {row}.id, '{name}', "
        f"{before.format(name)}, {after.format(name)} where {when.format(name)}"
        for name in fields
    )
    return f"insert into change (at, user_id, table_name, row_id, field, before, after) {selects};"


def _statements(table: str, fields: list[str]) -> list[str]:
    changed = _one_row_per_field(table, fields, "new", 'old."{0}"', 'new."{0}"', 'old."{0}" is not new."{0}"')
    removed = _one_row_per_field(table, fields, "old", 'old."{0}"', "null", 'old."{0}" is not null')
    made = [
        f"""create trigger {table}_made after insert on "{table}" begin
            insert into change (at, user_id, table_name, row_id, field, before, after)
            values (new.changed_at, new.user_id, '{table}', new.id, '', null, null); end""",
        f'create trigger {table}_changed after update on "{table}" begin {changed} end',
    ]
    if table in MAY_BE_DELETED:
        return [*made, f'create trigger {table}_removed after delete on "{table}" begin {removed} end']
    return [
        *made,
        f"""create trigger {table}_never_deleted before delete on "{table}"
            begin select raise(abort, '{table}: never deleted'); end""",
    ]


def install(db: Database) -> None:
    """Make all history triggers anew. Runs inside the transaction of `migrations.apply` only."""
    for table in KEPT:
        for statement in _statements(table, _fields(db, table)):
            db.execute(f"drop trigger if exists {statement.split()[2]}")
            db.execute(statement)


def changes_of(db: Database, table: str, row_id: int) -> list[Change]:
    """What happened to one record, oldest first."""
    rows = db.query(
        "select change.*, user.name as user_name from change join user on user.id = change.user_id "
        "where table_name = ? and row_id = ? order by change.id",
        [table, row_id],
    )
    return [
        Change(
            at=parse_moment(row["at"]),
            user=row["user_name"],
            table=row["table_name"],
            row_id=row["row_id"],
            field=row["field"],
            before=row["before"],
            after=row["after"],
        )
        for row in rows
    ]
