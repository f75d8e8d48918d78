"""A copy that is opened as a practice: numbers given out since it was made are not given out again.

Each verified copy is marked when it is made, because whoever restores it, by the program or by hand, has no key.
The first opening under a key finds the mark. See docs/decisions/017-numbers-after-a-restore.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import moment_text, parse_moment
from clinicbill.db import connect

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

# In a copy: when it was made. In a practice that came from a copy: when it was first opened, and by how much its
# numbers jumped.
COPIED_AT, RESTORED_AT, JUMP = "copied_at", "restored_at", "restored_jump"
# Rows of `control_number` that leave the office: item 26 and CLM01; ISA13 and GS06.
_GIVEN_OUT = ("claim", "interchange")
LEAST_JUMP = 1000


def mark_copy(copy: Database, at: datetime) -> None:
    """Note inside a copy that it is one; `at` is the UTC moment it was made."""
    with connect.write(copy):
        copy.table("meta").upsert({"key": COPIED_AT, "value": moment_text(at)}, pk="key")


def jump_since(copied_at: datetime, at: datetime) -> int:
    """By how much the numbers go forward: 1,000, and one more for each minute since the copy was made.

    Older copies miss more numbers, and a second restore of the same copy must not meet the numbers of the first.
    """
    return LEAST_JUMP + max(0, int((at - copied_at).total_seconds()) // 60)


def settle_copy(db: Database, *, user_id: int, at: datetime) -> bool:
    """Let the numbers of a copy jump, once, and take its mark off, in one transaction; whether it was a copy.

    Each jump stands in the history as a change of `control_number`, made by the user who opened it.
    """
    copied_at = connect.scalar(db, "select value from meta where key = ?", [COPIED_AT])
    if copied_at is None:
        return False
    with connect.write(db):
        jump = jump_since(parse_moment(copied_at), at)
        for name in _names(db):
            _move(db, name, jump, user_id, at)
        db.table("meta").delete(COPIED_AT)
        for key, value in ((RESTORED_AT, moment_text(at)), (JUMP, str(jump))):
            db.table("meta").upsert({"key": key, "value": value}, pk="key")
    return True


def _names(db: Database) -> list[str]:
    kept = [row["name"] for row in connect.rows(db, "select name from control_number order by name")]
    return [*kept, *(name for name in _GIVEN_OUT if name not in kept)]


def _move(db: Database, name: str, jump: int, user_id: int, at: datetime) -> None:
    before = connect.scalar(db, "select value from control_number where name = ?", [name]) or 0
    db.table("control_number").upsert({"name": name, "value": before + jump}, pk="name")
    change = {
        "table_name": "control_number",
        "row_id": 0,
        "field": name,
        "before": before,
        "after": before + jump,
    }
    db.table("change").insert({"at": moment_text(at), "user_id": user_id, **change})


def restored_words(db: Database) -> str:
    """When this practice was made out of a copy, and how far its numbers jumped; empty where it was not."""
    at = connect.scalar(db, "select value from meta where key = ?", [RESTORED_AT])
    if at is None:
        return ""
    jump = int(connect.scalar(db, "select value from meta where key = ?", [JUMP]))
    return f"restored from a backup, first opened {at}; claim and file numbers went forward by {jump:,}"
