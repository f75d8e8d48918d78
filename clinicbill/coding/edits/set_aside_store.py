"""Findings that were set aside, in the practice file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from clinicbill.coding.edits.set_aside import SetAside
from clinicbill.db.connect import rows
from clinicbill.practice.rows import record_of, save

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.basics.stamp import Stamp


def list_set_aside(db: Database, encounter_ids: Iterable[EncounterId]) -> tuple[SetAside, ...]:
    """What stands set aside on the visits, with who did it."""
    found = rows(
        db,
        'select o.*, u.name as "by" from edit_override o join user u on u.id = o.user_id '
        "where o.active and o.encounter_id in (select value from json_each(?)) order by o.id",
        [json.dumps(list(encounter_ids))],
    )
    return tuple(record_of(SetAside, row, by=row["by"]) for row in found)


def save_set_aside(db: Database, row: SetAside, stamp: Stamp) -> int:
    """Write a row, or what differs of it."""
    return save(db, "edit_override", row, stamp)
