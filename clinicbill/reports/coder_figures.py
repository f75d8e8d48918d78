"""What one coder did on some days, read once for every report about pace, and how its figures are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clinicbill.basics.dates import slashed
from clinicbill.basics.errors import NotAllowed
from clinicbill.basics.words import counted
from clinicbill.coding.audits.pace import Finish, Hold, Pace, finishes, holds, longest_gap, pace
from clinicbill.coding.audits.pace_store import queries_asked, status_events, suggestion_choices, zone_of
from clinicbill.coding.queries.figures import query_figures
from clinicbill.coding.queries.query import CodingQuery
from clinicbill.reports.report_table import BehindRow, CellKind, ReportColumn

if TYPE_CHECKING:
    from datetime import date, timedelta
    from fractions import Fraction

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import UserId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.audits.pace_choices import SuggestionChoice
    from clinicbill.reports.report_table import Cell, Days

VISITS, AGAIN, HELD, ASKED = "Visits", "Again", "Put on hold", "Queries"
PACE_COLUMNS = (
    ReportColumn(VISITS, CellKind.COUNT, opens=True, series=0),
    ReportColumn(AGAIN, CellKind.COUNT, opens=True),
    ReportColumn("At work", CellKind.SHARE),
    ReportColumn("An hour", CellKind.SHARE),
    ReportColumn(HELD, CellKind.COUNT, opens=True),
    ReportColumn("Hold, median", CellKind.SHARE),
    ReportColumn(ASKED, CellKind.COUNT, opens=True),
    ReportColumn("Charge lag", CellKind.SHARE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderWork:
    """What a coder finished, held and asked on some days."""

    zone: ZoneInfo
    now: datetime
    done: tuple[Finish, ...]
    held: tuple[Hold, ...]
    asked: tuple[CodingQuery, ...]

    def on(self, day: date) -> CoderWork:
        """That of one day."""
        return self._kept(
            [one for one in self.done if one.on == day],
            [one for one in self.held if one.event.at.astimezone(self.zone).date() == day],
            [one for one in self.asked if one.asked_on == day],
        )

    def _kept(self, done: list[Finish], held: list[Hold], asked: list[CodingQuery]) -> CoderWork:
        return CoderWork(zone=self.zone, now=self.now, done=tuple(done), held=tuple(held), asked=tuple(asked))

    @property
    def days(self) -> list[date]:
        """The days on which anything was done, in order."""
        held = {one.event.at.astimezone(self.zone).date() for one in self.held}
        return sorted({one.on for one in self.done} | held | {one.asked_on for one in self.asked})

    @property
    def pace(self) -> Pace:
        """Visits, time at work, charge lag."""
        return pace(self.done, longest_gap())


def viewer_of(days: Days) -> Stamp:
    """Who looks.

    Raises:
        NotAllowed: nobody is named, and these figures are shown to nobody.
    """
    if days.viewer is None:
        raise NotAllowed("These figures are a coder’s own; nothing was changed: sign in to see yours.")
    return days.viewer


def coder_work(db: Database, days: Days, coder_id: UserId) -> CoderWork:
    """What a coder did on these days.

    Raises:
        NotAllowed: the coder's figures are not the viewer's to see.
    """
    viewer = viewer_of(days)
    zone = zone_of(db)
    events = status_events(db, viewer, coder_id, days.from_on, days.to_on)

    def is_in(day: date) -> bool:
        return days.from_on <= day <= days.to_on

    return CoderWork(
        zone=zone,
        now=viewer.at,
        done=tuple(one for one in finishes(events, zone) if one.event.coder_id == coder_id and is_in(one.on)),
        held=tuple(
            one
            for one in holds(events)
            if one.event.coder_id == coder_id and is_in(one.event.at.astimezone(zone).date())
        ),
        asked=tuple(queries_asked(db, viewer, coder_id, days.from_on, days.to_on)),
    )


def coder_choices(db: Database, days: Days, coder_id: UserId) -> list[SuggestionChoice]:
    """What a coder did with suggestions on these days; raises as `coder_work`."""
    return suggestion_choices(db, viewer_of(days), coder_id, days.from_on, days.to_on)


def pace_cells(work: CoderWork) -> tuple[Cell, ...]:
    """The cells under PACE_COLUMNS."""
    found = work.pace
    return (
        found.visits,
        found.again,
        hours_words(found.at_work) if found.at_work else None,
        tenths(found.per_hour),
        len(work.held),
        _median_hold(work),
        len(work.asked),
        None if found.lag_days is None else f"{found.lag_days:g} d",
    )


def _median_hold(work: CoderWork) -> str | None:
    """How long the holds of these days lasted, or have lasted so far."""
    lasted = sorted(one.lasted(work.now) for one in work.held)
    return hours_words(lasted[(len(lasted) - 1) // 2]) if lasted else None


def query_words(work: CoderWork, as_of: date) -> str:
    """Turnaround and agreement of the queries, where there are any."""
    found = query_figures(work.asked, as_of)
    parts = []
    if found.turnaround_days is not None:
        parts.append(f"queries answered in {found.turnaround_days:g} d")
    if found.agreement is not None:
        parts.append(f"{percent(found.agreement)} agreed")
    return ", ".join(parts)


def pace_rows(work: CoderWork, title: str) -> list[BehindRow]:
    """The rows behind one of PACE_COLUMNS."""
    if title == HELD:
        return [_hold_row(one, work) for one in work.held]
    if title == ASKED:
        return [_query_row(one) for one in work.asked]
    return [_finish_row(one, work.zone) for one in work.done if one.again is (title == AGAIN)]


def _finish_row(one: Finish, zone: ZoneInfo) -> BehindRow:
    event = one.event
    lag = "on its day" if one.lag_days == 0 else counted(one.lag_days, "day") + " after it"
    return BehindRow(
        key=f"event {event.number}",
        on=one.on,
        who=event.who,
        what=f"{'Finished again' if one.again else 'Finished'} {event.at.astimezone(zone):%H:%M}",
        detail=f"visit of {slashed(event.service_on)}, {lag}",
        amount=None,
        patient_id=event.patient_id,
        encounter_id=event.encounter_id,
    )


def _hold_row(one: Hold, work: CoderWork) -> BehindRow:
    event, words = one.event, hours_words(one.lasted(work.now))
    return BehindRow(
        key=f"hold {event.number}",
        on=event.at.astimezone(work.zone).date(),
        who=event.who,
        what="Put on hold",
        detail=f"{words}, {'still waits' if one.until is None else 'taken up again'}",
        amount=None,
        patient_id=event.patient_id,
        encounter_id=event.encounter_id,
    )


def _query_row(query: CodingQuery) -> BehindRow:
    days = query.days_open
    return BehindRow(
        key=f"query {query.id}",
        on=query.asked_on,
        who=" ".join(query.quote.split())[:40],
        what="Asked",
        detail=query.status.value if days is None else f"answered in {counted(days, 'day')}",
        amount=None,
        encounter_id=query.encounter_id,
    )


def hours_words(span: timedelta) -> str:
    """As 3:25 h, or as days from two on."""
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d} h" if minutes < 2 * 24 * 60 else f"{minutes // (24 * 60)} d"


def tenths(number: Fraction | None) -> str | None:
    """One decimal, half up."""
    if number is None:
        return None
    found = (number.numerator * 20 + number.denominator) // (number.denominator * 2)
    return f"{found // 10:,}.{found % 10}"


def percent(share: Fraction) -> str:
    """As 83 %, half up; only all is 100 %."""
    found = (share.numerator * 200 + share.denominator) // (share.denominator * 2)
    return f"{min(found, 99) if share < 1 else found} %"
