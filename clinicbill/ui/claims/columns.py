"""The lists of the Claims page as data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clinicbill.basics.dates import slashed
from clinicbill.basics.words import counted
from clinicbill.claims.status import GROUP_TITLES, STATUSES, ClaimGroup
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, Step
from clinicbill.ui.widgets.columns import Column, Group
from clinicbill.ui.widgets.record_list import Lines
from clinicbill.ui.widgets.runs import Run, Runs, code, quiet, small, state
from clinicbill.x12.claim_837p_loops import LoopSegment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clinicbill.claims.store import ClaimEvent
    from clinicbill.claims.worklist_store import ClaimRow
    from clinicbill.ui.claims.reads import ClaimFile, ClaimList, Sending

NEAR_LIMIT = 10

_WHY = {
    ClaimGroup.NEEDS_YOU: "rejected, on hold, silent, to fix",
    ClaimGroup.READY: "nothing to fix",
    ClaimGroup.ON_ITS_WAY: "sent or printed, no answer stands",
    ClaimGroup.ANSWERED: "paid or denied this week",
    ClaimGroup.CLOSED: "nothing more will come",
}


def grouped(found: ClaimList) -> list[Group[ClaimRow]]:
    """The rows under their heads, each with how many it holds and what they charge together."""
    groups = []
    for group in ClaimGroup:
        total = found.totals.get(group)
        if total is None:
            continue
        rows = [row for row in found.rows if row.group is group]
        more = f", the first {len(rows)} shown" if len(rows) < total.count else ""
        groups.append(Group(GROUP_TITLES[group], f"{counted(total.count, 'claim')}{more}", rows, total.total))
    return groups


def group_tip(group: ClaimGroup) -> str:
    """Why these rows stand together."""
    return _WHY[group]


def about(file: ClaimFile) -> Runs:
    """What stands under the patient's name: number, day, payer; the payer gives way first."""
    number = Run(file.record.patient_control_number, Role.TEXT2, MEDIUM, mono=True, step=Step.SECONDARY)
    day, payer = slashed(file.record.first_service_on), file.claim.coverage.payer.name
    return (number, small(f"·  {day}"), small(f"·  {payer}"))


@dataclass(frozen=True, slots=True)
class FileLine:
    """A segment in its list; the loop is written where it begins."""

    segment: LoopSegment
    begins: bool


def file_lines(segments: Sequence[LoopSegment]) -> list[FileLine]:
    """The segments of a claim, line by line."""
    before = [None, *((one.loop, one.line) for one in segments)]
    return [FileLine(one, (one.loop, one.line) != last) for one, last in zip(segments, before, strict=False)]


def elements(line: FileLine) -> list[Runs]:
    """A segment in pieces that may stand on lines of their own: it breaks behind separators only."""
    parts = line.segment.text.replace("*", "*\n").replace(":", ":\n").split("\n")
    return [(replace(code(part), gap=0),) for part in parts if part]


def _loop(line: FileLine) -> Runs:
    if not line.begins:
        return ()
    number = line.segment.line
    return (small(line.segment.loop), small(f"line {number}")) if number else (small(line.segment.loop),)


SEGMENTS: tuple[Column[FileLine], ...] = (
    Column("Loop", _loop, width=96),
    Column("Segment", lambda line: line.segment.text, mono=True, stretch=1),
)


def moment(at: datetime, zone: str) -> str:
    """A moment as the practice's clock shows it: 11/20/2026 08:02."""
    return f"{at.astimezone(ZoneInfo(zone)):%m/%d/%Y %H:%M}"


def event_state(event: ClaimEvent) -> Run:
    """Where the claim came to stand; a second copy or more evidence leaves it where it was."""
    look = STATUSES[event.after]
    same = event.before == event.after
    run = state(look.icon, look.words, Role(look.role))
    return replace(run, role=Role.TEXT2, icon_role=Role.TEXT3) if same else run


def history_columns(zone: str) -> tuple[Column[ClaimEvent], ...]:
    """When, where it came to stand, what proves it and by whom."""
    return (
        Column("When", lambda event: moment(event.at, zone), right=True),
        Column("State", event_state),
        Column("Evidence", lambda event: f"{event.text}, {event.user}", stretch=1, width=100),
    )


def evidence(event: ClaimEvent) -> list[Runs]:
    """The words of an event and who wrote them, to be wrapped between words."""
    text = [(Run(word, gap=0),) for word in event.text.split()]
    return [*text, (small(event.user, Role.TEXT3),)]


def sending_lines(one: Sending, zone: str) -> Lines:
    """A file or form that went out, and the SHA-256 that proves it is the same still."""
    return Lines(
        title=one.file_name,
        right=(quiet(moment(one.created_at, zone)), quiet(f"{one.size:,} bytes")),
        below=(Run(one.sha256, Role.TEXT2, mono=True, step=Step.SOURCE),),
    )
