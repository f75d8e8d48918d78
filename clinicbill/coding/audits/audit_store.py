"""What the practice file knows of audits: what may be drawn, what was drawn, what was said of each code."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from clinicbill.basics.dates import parse_moment
from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import AuditId, AuditItemId, EncounterId, UserId
from clinicbill.coding.audits.audit import Audit, AuditItem, Subject
from clinicbill.coding.audits.audit_sample import AuditVisit
from clinicbill.coding.audits.pace import finishes
from clinicbill.coding.audits.pace_sharing_store import require_sight, visible_coders
from clinicbill.coding.audits.pace_store import status_events, zone_of
from clinicbill.db.connect import one, rows
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.store import get_encounters
from clinicbill.practice.rows import record_of, save

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.encounters.encounter import Encounter

_YEAR = timedelta(days=365)
_DENIED = """
    select s.procedure_code as code, min(v.at) as at
    from claim_event v join claim_line l on l.claim_id = v.claim_id join service_line s on s.id = l.service_line_id
    where v.status_after = 'denied' group by s.procedure_code, substr(v.at, 1, 10)"""
_FIRST_USED = """
    select s.procedure_code as code, min(e.service_on) as first_on
    from service_line s join encounter e on e.id = s.encounter_id group by s.procedure_code"""
_OVERRIDES = "select encounter_id, count(*) as found from edit_override where active group by encounter_id"
_BEFORE = """
    select id from encounter where case_id = ? and (service_on < ? or (service_on = ? and id < ?)) and status = 'coded'
    order by service_on desc, id desc limit 1"""


def coded_between(
    db: Database, viewer: Stamp, coder_id: UserId, first: date, last: date
) -> dict[EncounterId, date]:
    """The visits whose codes stand as this coder finished them on these local days, with that day.

    A visit that somebody finished anew since is that person's.

    Raises:
        NotAllowed: the coder's figures are not the viewer's to see.
    """
    latest = {}
    events = status_events(db, viewer, coder_id, first, last)
    standing = {event.encounter_id: event.status for event in events}
    for done in finishes(events, zone_of(db)):
        latest[done.event.encounter_id] = done
    return {
        visit: done.on
        for visit, done in latest.items()
        if done.event.coder_id == coder_id
        and first <= done.on <= last
        and standing[visit] is VisitStatus.CODED
    }


def audit_visits(db: Database, coded: dict[EncounterId, date]) -> list[AuditVisit]:
    """What the weights look at, for each of the visits."""
    first_used = {row["code"]: date.fromisoformat(row["first_on"]) for row in rows(db, _FIRST_USED)}
    overrides = {row["encounter_id"]: row["found"] for row in rows(db, _OVERRIDES)}
    denied = _denials(db)
    return [
        AuditVisit(
            encounter_id=visit.id,
            coded_on=coded[visit.id],
            units=tuple((line.procedure_code, line.units) for line in visit.lines),
            modifiers=frozenset(modifier for line in visit.lines for modifier in line.modifiers),
            first_used_on=first_used,
            denied=_denied_before(denied, visit, coded[visit.id]),
            overrides=overrides.get(visit.id, 0),
            copied=_is_copy(db, visit),
        )
        for visit in get_encounters(db, coded)
    ]


def _denials(db: Database) -> dict[str, list[date]]:
    days: defaultdict[str, list[date]] = defaultdict(list)
    for row in rows(db, _DENIED):
        days[row["code"]].append(parse_moment(row["at"]).date())
    return days


def _denied_before(denied: dict[str, list[date]], visit: Encounter, coded_on: date) -> frozenset[str]:
    codes = {line.procedure_code for line in visit.lines}
    return frozenset(
        code for code in codes if any(coded_on - _YEAR <= day < coded_on for day in denied.get(code, ()))
    )


def _is_copy(db: Database, visit: Encounter) -> bool:
    """Whether diagnoses, procedures, modifiers and units are those of the visit before in the same case."""
    day = visit.service_on.isoformat()
    before = one(db, _BEFORE, [visit.case_id, day, day, visit.id])
    if before is None or not visit.lines:
        return False
    earlier = get_encounters(db, [EncounterId(before["id"])])[0]
    return _codes(earlier) == _codes(visit)


def _codes(visit: Encounter) -> object:
    return visit.diagnoses, [(line.procedure_code, line.modifiers, line.units) for line in visit.lines]


def add_audit(db: Database, audit: Audit, items: Iterable[AuditItem], stamp: Stamp) -> AuditId:
    """Write a new audit with all its items."""
    audit_id = AuditId(save(db, "coding_audit", audit, stamp))
    for item in items:
        save(db, "coding_audit_item", replace(item, audit_id=audit_id), stamp)
    return audit_id


def save_audit(db: Database, audit: Audit, stamp: Stamp) -> None:
    """Write the note and the day it was finished; the database refuses everything else."""
    save(db, "coding_audit", audit, stamp)


def save_item(db: Database, item: AuditItem, stamp: Stamp) -> AuditItemId:
    """Write what is said of one code."""
    return AuditItemId(save(db, "coding_audit_item", item, stamp))


def get_audit(db: Database, viewer: Stamp, audit_id: AuditId) -> Audit:
    """One audit.

    Raises:
        NotFound: there is none of this id.
        NotAllowed: it is another coder's, who does not share figures with this user.
    """
    row = one(db, "select * from coding_audit where id = ?", [audit_id])
    if row is None:
        raise NotFound("This audit does not exist; nothing was changed: look at the list again.")
    found = _audit(row)
    require_sight(db, viewer, found.coder_id)
    return found


def list_audits(db: Database, viewer: Stamp, first: date, last: date) -> list[Audit]:
    """The audits drawn on these days that the user may see, the newest first."""
    seen = {user.id for user in visible_coders(db, viewer)}
    sql = "select * from coding_audit where made_on between ? and ? order by made_on desc, id desc"
    found = [_audit(row) for row in rows(db, sql, [first.isoformat(), last.isoformat()])]
    return [audit for audit in found if audit.coder_id in seen]


def items_of(db: Database, viewer: Stamp, audit_id: AuditId) -> list[AuditItem]:
    """The items of an audit, visit by visit, by subject, as they stood on the visit; missing ones last.

    Raises:
        NotFound, NotAllowed: as `get_audit`.
    """
    get_audit(db, viewer, audit_id)
    sql = "select * from coding_audit_item where audit_id = ? order by encounter_id, subject, position"
    found = [record_of(AuditItem, row) for row in rows(db, sql, [audit_id])]
    order = list(Subject)
    return sorted(found, key=lambda item: (item.encounter_id, order.index(item.subject), item.position))


def get_item(db: Database, viewer: Stamp, item_id: AuditItemId) -> AuditItem:
    """One item.

    Raises:
        NotFound: there is none of this id.
        NotAllowed: as `get_audit`.
    """
    row = one(db, "select * from coding_audit_item where id = ?", [item_id])
    if row is None:
        raise NotFound("This code is not part of the audit; nothing was changed: look at the list again.")
    found = record_of(AuditItem, row)
    get_audit(db, viewer, found.audit_id)
    return found


def next_position(items: Collection[AuditItem], encounter_id: EncounterId, subject: Subject) -> int:
    """Where a missing code goes."""
    taken = [item.position for item in items if item.encounter_id == encounter_id and item.subject is subject]
    return max(taken, default=0) + 1


def _audit(row: dict[str, Any]) -> Audit:
    return record_of(Audit, row)
