"""What waits around visits: codes to give, charges to post, authorizations to extend."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import AuthorizationId, PatientId
from clinicbill.basics.money import Money
from clinicbill.basics.words import counted
from clinicbill.db.connect import rows
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.store import VisitRow, visits_with_status
from clinicbill.reports.aging import person
from clinicbill.reports.next_step import NextStep, Step
from clinicbill.reports.words import named
from clinicbill.reports.work_item import WorkItem, WorkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

# A visit within so many days before says that care goes on, and the authorization is needed.
_CARE_DAYS = 60
_ENDS_DAYS = 14
_FEW_VISITS = 1
_ALL = 100_000


def visit_items(db: Database, as_of: date) -> list[WorkItem]:
    """Visits without codes, one item for each day, and each visit on hold."""
    by_day: defaultdict[date, list[VisitRow]] = defaultdict(list)
    for visit in visits_with_status(db, VisitStatus.TO_CODE, limit=_ALL):
        if visit.service_on <= as_of:
            by_day[visit.service_on].append(visit)
    held = visits_with_status(db, VisitStatus.ON_HOLD, limit=_ALL)
    return [_visits_of(day, visits, as_of) for day, visits in by_day.items()] + [
        _held_visit(visit) for visit in held
    ]


def _visits_of(day: date, visits: Sequence[VisitRow], as_of: date) -> WorkItem:
    total = Money.total(visit.total for visit in visits)
    when = "today" if day == as_of else f"{day:%m/%d}"
    return WorkItem(
        kind=WorkKind.VISITS,
        record=visits[0].id,
        who=f"{counted(len(visits), 'visit')} of {when}",
        why=named([visit.patient.last for visit in visits]),
        step=NextStep(Step.CODE, "Code visits", "pencil"),
        money=total or None,
        unknown=not total,
        due_on=day,
        overdue=day < as_of,
        records=tuple(visit.id for visit in visits),
    )


def _held_visit(visit: VisitRow) -> WorkItem:
    reason = f": {visit.hold_reason}" if visit.hold_reason else ""
    return WorkItem(
        kind=WorkKind.HELD_VISIT,
        record=visit.id,
        who=str(visit.patient),
        why=f"visit of {visit.service_on:%m/%d} on hold{reason}",
        payer=visit.payer,
        step=NextStep(Step.RELEASE_VISIT, "Open visit", "pause-circle", "amber"),
        money=visit.total or None,
        unknown=not visit.total,
        patient_id=visit.patient_id,
    )


_UNBILLED = """select e.id, e.service_on, e.patient_id, p.last_name, p.first_name, p.middle_name, p.suffix,
        sum(s.charge_cents) as cents
    from encounter e join service_line s on s.encounter_id = e.id join patient p on p.id = e.patient_id
    where e.status = 'coded' and s.charge_cents > 0 and e.service_on <= :as_of
        and not exists (select 1 from entry where entry.service_line_id = s.id and entry.account = 'charges')
    group by e.id"""


def unbilled_items(db: Database, as_of: date) -> list[WorkItem]:
    """Visits that have their codes, but whose charges nobody posted."""
    return [
        WorkItem(
            kind=WorkKind.UNBILLED,
            record=row["id"],
            who=str(person(row)),
            why=f"visit of {date.fromisoformat(row['service_on']):%m/%d} is coded, not charged",
            step=NextStep(Step.CODE, "Finish visit", "pencil"),
            money=Money(row["cents"]),
            patient_id=PatientId(row["patient_id"]),
        )
        for row in rows(db, _UNBILLED, {"as_of": as_of.isoformat()})
    ]


_AUTHORIZATIONS = """select a.id, a.number, a.patient_id, a.visits_allowed, a.to_on, use.visits_used, c.payer_id,
        payer.name as payer_name, p.last_name, p.first_name, p.middle_name, p.suffix
    from "authorization" a join authorization_use use on use.authorization_id = a.id
    join coverage c on c.id = a.coverage_id join payer on payer.id = c.payer_id join patient p on p.id = a.patient_id
    where a.active and a.from_on <= :as_of and (a.to_on is null or a.to_on >= :as_of)
        and (a.to_on <= :soon or a.visits_allowed - use.visits_used <= :few)
        and exists (select 1 from encounter e where e.authorization_id = a.id and e.service_on >= :since
            and e.service_on <= :as_of)"""


def authorization_items(db: Database, as_of: date) -> list[WorkItem]:
    """Authorizations in use that end within two weeks, or have at most one visit left."""
    found = rows(
        db,
        _AUTHORIZATIONS,
        {
            "as_of": as_of.isoformat(),
            "soon": (as_of + timedelta(days=_ENDS_DAYS)).isoformat(),
            "since": (as_of - timedelta(days=_CARE_DAYS)).isoformat(),
            "few": _FEW_VISITS,
        },
    )
    return [
        WorkItem(
            kind=WorkKind.AUTHORIZATION,
            record=AuthorizationId(row["id"]),
            who=str(person(row)),
            payer=row["payer_name"],
            why=f"authorization {row['number']} {_use(row['visits_used'], row['visits_allowed'], row['to_on'], as_of)}",
            step=NextStep(Step.EXTEND, "Extend authorization", "shield-alert", "amber"),
            due_on=date.fromisoformat(row["to_on"]) if row["to_on"] else None,
            patient_id=PatientId(row["patient_id"]),
            payer_id=row["payer_id"],
        )
        for row in found
    ]


def _use(used: int, allowed: int | None, to_on: str | None, as_of: date) -> str:
    if allowed is not None and used > allowed:
        return f"is over: {used} of {allowed} visits"
    if allowed is not None and used == allowed:
        return f"is used up: {used} of {allowed} visits"
    if allowed is not None and allowed - used <= _FEW_VISITS:
        return f"has {allowed - used} visit left of {allowed}"
    ends = date.fromisoformat(to_on) if to_on else as_of
    return f"ends {ends:%A, %m/%d}"
