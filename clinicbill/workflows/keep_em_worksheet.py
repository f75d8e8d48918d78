"""Keep what an E/M level rests on, so that it can be shown when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.notes.em_worksheet import worksheet_findings
from clinicbill.coding.notes.em_worksheet_store import save_worksheet
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.notes.em_worksheet import EmWorksheet
    from clinicbill.workflows.outcome import Outcome


def keep_em_worksheet(db: Database, stamp: Stamp, sheet: EmWorksheet) -> Outcome:
    """Save the worksheet of a visit; a later one takes its place, and the log keeps both."""
    require(stamp, Act.CODE_VISIT)
    level = sheet.level
    return keep_record(
        db,
        worksheet_findings(sheet),
        lambda: save_worksheet(db, sheet, stamp),
        changed="worksheets",
        message=f"Kept: {level.code} by {level.basis}",
    )
