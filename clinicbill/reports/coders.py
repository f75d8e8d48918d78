"""Coders: the pace of everybody whose figures the user may see, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.identifiers import UserId
from clinicbill.basics.words import counted
from clinicbill.coding.audits.pace_sharing_store import private_coders, visible_coders
from clinicbill.reports.coder_figures import (
    PACE_COLUMNS,
    coder_work,
    pace_cells,
    pace_rows,
    viewer_of,
)
from clinicbill.reports.report_table import (
    TOTAL,
    BehindRow,
    CellKind,
    Days,
    ReportColumn,
    ReportRow,
    ReportTable,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.reports.coder_figures import CoderWork


def coders(db: Database, days: Days) -> ReportTable:
    """The user and, for an owner, those who share their figures; the others are only counted."""
    viewer = viewer_of(days)
    found = [(user, coder_work(db, days, user.id)) for user in visible_coders(db, viewer)]
    rows = tuple(ReportRow(str(user.id), (user.name, *pace_cells(work))) for user, work in found if work.days)
    private = private_coders(db, viewer)
    told = f"; {counted(private, 'coder')} not shared with you" if private else ""
    return ReportTable(
        id="coders",
        title="Coding by coder",
        about=f"{slashed(days.from_on)}–{slashed(days.to_on)}{told}",
        columns=(ReportColumn("Coder", CellKind.TEXT), *PACE_COLUMNS),
        rows=rows,
        total=ReportRow(TOTAL, ("Total", *pace_cells(_all([work for _, work in found])))),
        empty="Nobody whose figures you may see finished a visit on these days.",
    )


def coders_rows(db: Database, days: Days, key: str, title: str) -> list[BehindRow]:
    """The visits, holds or queries behind one number."""
    viewer = viewer_of(days)
    chosen = [user.id for user in visible_coders(db, viewer)] if key == TOTAL else [UserId(int(key))]
    return pace_rows(_all([coder_work(db, days, coder_id) for coder_id in chosen]), title)


def _all(works: list[CoderWork]) -> CoderWork:
    """Everybody's together; the user is always one of them."""
    return type(works[0])(
        zone=works[0].zone,
        now=works[0].now,
        done=tuple(one for work in works for one in work.done),
        held=tuple(one for work in works for one in work.held),
        asked=tuple(one for work in works for one in work.asked),
    )
