"""What the practice file knows of a coder's pace: status changes, queries asked, choices made; all kept anyway."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from clinicbill.basics.dates import moment_text, parse_moment
from clinicbill.basics.identifiers import EncounterId, PatientId, QueryId, UserId
from clinicbill.basics.people import PersonName
from clinicbill.coding.audits.pace import StatusEvent
from clinicbill.coding.audits.pace_choices import ChoiceAct, SuggestionChoice
from clinicbill.coding.audits.pace_sharing_store import require_sight
from clinicbill.coding.queries.store import get_query
from clinicbill.db.connect import rows
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.practice.practice import Practice
from clinicbill.practice.store import find_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.queries.query import CodingQuery

# Where a visit stood when it was entered: what its first change of status found, or what it still is.
_EVENTS = """
    with touched as (
        select distinct row_id from change
        where table_name = 'encounter' and field in ('status', '') and at >= :from_at and at < :to_at)
    select c.id, c.row_id, c.at, c.user_id, e.service_on, e.patient_id, p.last_name, p.first_name, p.middle_name, p.suffix,
           case c.field when 'status' then c.after else coalesce(
               (select s.before from change s where s.table_name = 'encounter' and s.row_id = c.row_id
                and s.field = 'status' order by s.id limit 1), e.status) end as status
    from touched join change c on c.table_name = 'encounter' and c.row_id = touched.row_id and c.field in ('status', '')
    join encounter e on e.id = c.row_id join patient p on p.id = e.patient_id
    order by c.id"""
_CHOICES = """
    select c.*, e.patient_id, p.last_name, p.first_name, p.middle_name, p.suffix
    from suggestion_choice c join encounter e on e.id = c.encounter_id join patient p on p.id = e.patient_id
    where c.user_id = :coder and c.at >= :from_at and c.at < :to_at order by c.id"""
_QUERIES = """
    select row_id from change where table_name = 'coding_query' and field = '' and user_id = :coder
    and at >= :from_at and at < :to_at order by id"""


def zone_of(db: Database) -> ZoneInfo:
    """The practice's time zone."""
    found = find_practice(db)
    return ZoneInfo(found.time_zone if found else Practice(name="").time_zone)


def _span(db: Database, first: date, last: date) -> dict[str, str]:
    """Two local days, both included, as moments."""
    zone = zone_of(db)
    after = last + timedelta(days=1) if last < date.max else last
    begin, end = (datetime.combine(day, time(), tzinfo=zone) for day in (max(first, date(2, 1, 1)), after))
    return {"from_at": moment_text(begin), "to_at": moment_text(end)}


def status_events(
    db: Database, viewer: Stamp, coder_id: UserId, first: date, last: date
) -> list[StatusEvent]:
    """Every step of the visits that somebody moved on these days, those before and after as well.

    Steps of others are among them, because a hold ends when anybody takes the visit up again.

    Raises:
        NotAllowed: the coder's figures are not the viewer's to see.
    """
    require_sight(db, viewer, coder_id)
    return [_event(row) for row in rows(db, _EVENTS, _span(db, first, last))]


def _event(row: dict[str, Any]) -> StatusEvent:
    return StatusEvent(
        number=row["id"],
        encounter_id=EncounterId(row["row_id"]),
        at=parse_moment(row["at"]),
        coder_id=UserId(row["user_id"]),
        status=VisitStatus(row["status"]),
        service_on=date.fromisoformat(row["service_on"]),
        patient_id=PatientId(row["patient_id"]),
        who=_who(row),
    )


def _who(row: dict[str, Any]) -> str:
    name = PersonName(
        last=row["last_name"], first=row["first_name"], middle=row["middle_name"], suffix=row["suffix"]
    )
    return name.sorted()


def suggestion_choices(
    db: Database, viewer: Stamp, coder_id: UserId, first: date, last: date
) -> list[SuggestionChoice]:
    """What a coder did with suggestions on these days, oldest first.

    Raises:
        NotAllowed: the coder's figures are not the viewer's to see.
    """
    require_sight(db, viewer, coder_id)
    found = rows(db, _CHOICES, {"coder": coder_id, **_span(db, first, last)})
    return [
        SuggestionChoice(
            id=row["id"],
            at=parse_moment(row["at"]),
            encounter_id=EncounterId(row["encounter_id"]),
            patient_id=PatientId(row["patient_id"]),
            who=_who(row),
            phrase=row["phrase"],
            suggested=row["suggested"],
            chosen=row["chosen"],
            act=ChoiceAct(row["act"]),
        )
        for row in found
    ]


def queries_asked(
    db: Database, viewer: Stamp, coder_id: UserId, first: date, last: date
) -> list[CodingQuery]:
    """The queries a coder asked on these days, oldest first.

    Raises:
        NotAllowed: the coder's figures are not the viewer's to see.
    """
    require_sight(db, viewer, coder_id)
    found = rows(db, _QUERIES, {"coder": coder_id, **_span(db, first, last)})
    return [get_query(db, QueryId(row["row_id"])) for row in found]
