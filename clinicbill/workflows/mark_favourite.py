"""Mark a diagnosis as a favourite of the office, or take the mark away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.favourites_store import list_favourites, set_favourite
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.workflows.outcome import Outcome


def mark_favourite(db: Database, stamp: Stamp, code: str) -> Outcome:
    """Turn the mark of a billable ICD-10-CM code, given with its dot: searches offer favourites first."""
    require(stamp, Act.CODE_VISIT)
    favourite = code not in list_favourites(db)
    return keep_record(
        db,
        (),
        lambda: set_favourite(db, code, stamp, favourite=favourite),
        changed="favourites",
        message=f"{code} is a favourite now" if favourite else f"{code} is no favourite any more",
    )
