"""The office's favourite diagnoses in the practice file: each once, the oldest mark first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import moment_text
from clinicbill.db.connect import rows
from clinicbill.db.rows import insert, update

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp


def list_favourites(db: Database) -> tuple[str, ...]:
    """The codes, with their dots, in the order in which they were marked."""
    return tuple(row["code"] for row in rows(db, "select code from favourite_code where active order by id"))


def set_favourite(db: Database, code: str, stamp: Stamp, *, favourite: bool) -> None:
    """Mark a code, or take its mark away; the row stays, so that the log tells both."""
    row: dict[str, str | int | float | bytes | None] = {
        "active": int(favourite),
        "user_id": stamp.user_id,
        "changed_at": moment_text(stamp.at),
    }
    found = next(iter(rows(db, "select id from favourite_code where code = ?", [code])), None)
    if found is not None:
        update(db, "favourite_code", found["id"], row)
    elif favourite:
        insert(db, "favourite_code", {"code": code, **row})
