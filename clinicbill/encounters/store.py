"""Visits: read, listed by day and by state, saved with as few row changes as possible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import EncounterId, PatientId
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.db.connect import one, rows
from clinicbill.encounters.encounter import Encounter, EncounterLine, VisitStatus
from clinicbill.encounters.parts_store import save_parts
from clinicbill.practice.rows import record_of, row_of, save

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import CaseId
    from clinicbill.basics.stamp import Stamp

# A visit not saved yet comes after all others of its time.
_LAST = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One visit in a list.

    Attributes:
        payer: who is billed first on that day; empty for a visit nobody insures.
        total: the sum of the line charges.
        charged: whether a charge of any line is posted and not reversed.
        claimed: how many of its lines stand on a claim that is neither replaced nor void.
    """

    id: EncounterId
    patient_id: PatientId
    patient: PersonName
    chart_number: str
    service_on: date
    starts_at: str
    case: str
    payer: str
    total: Money
    line_count: int
    status: VisitStatus
    hold_reason: str
    charged: bool
    claimed: int


# Who is billed first is chosen as in `patients.coverage.coverages_on`; a test compares the two.
_VISITS = """
    select e.id, e.patient_id, p.last_name, p.first_name, p.middle_name, p.suffix, p.chart_number, e.service_on,
           e.starts_at, k.name as case_name, e.status, e.hold_reason,
           coalesce((select sum(charge_cents) from service_line where encounter_id = e.id), 0) as total_cents,
           (select count(*) from service_line where encounter_id = e.id) as line_count,
           exists (select 1 from service_line s join entry on entry.service_line_id = s.id
                   where s.encounter_id = e.id and entry.account = 'charges'
                   group by s.id having sum(entry.amount_cents) <> 0) as charged,
           (select count(distinct s.id) from service_line s join claim_line on claim_line.service_line_id = s.id
            join claim on claim.id = claim_line.claim_id and claim.status not in ('replaced', 'void')
            where s.encounter_id = e.id) as claimed,
           coalesce((select payer.name from coverage c join payer on payer.id = c.payer_id
                     where c.patient_id = e.patient_id and c.from_on <= e.service_on
                     and (c.to_on is null or e.service_on <= c.to_on)
                     and case k.kind when 'cash' then 0 when 'health' then c.case_id is null
                              else c.case_id = e.case_id end
                     order by c.priority, c.from_on desc, c.id desc limit 1), '') as payer
    from encounter e join patient p on p.id = e.patient_id join patient_case k on k.id = e.case_id
    where (:day is null or e.service_on = :day) and (:patient_id is null or e.patient_id = :patient_id)
    and (:status is null or e.status = :status) """
_BY_DAY = "order by e.service_on, e.starts_at, e.id limit :limit"
_NEWEST_FIRST = "order by e.service_on desc, e.starts_at desc, e.id desc limit :limit"


def visits_on(db: Database, day: date, *, limit: int = 500) -> list[VisitRow]:
    """The visits of one day in the order of their time."""
    return _list(db, _BY_DAY, limit, day=day)


def visits_with_status(db: Database, status: VisitStatus, *, limit: int = 500) -> list[VisitRow]:
    """The visits that stand there, the oldest first."""
    return _list(db, _BY_DAY, limit, status=status)


def visits_of_patient(db: Database, patient_id: PatientId, *, limit: int = 500) -> list[VisitRow]:
    """A patient's visits, the newest first."""
    return _list(db, _NEWEST_FIRST, limit, patient_id=patient_id)


def _list(
    db: Database,
    order: str,
    limit: int,
    *,
    day: date | None = None,
    status: VisitStatus | None = None,
    patient_id: PatientId | None = None,
) -> list[VisitRow]:
    found = rows(
        db,
        _VISITS + order,
        {
            "day": day.isoformat() if day else None,
            "status": status.value if status else None,
            "patient_id": patient_id,
            "limit": limit,
        },
    )
    return [_visit_row(row) for row in found]


def _visit_row(row: dict[str, Any]) -> VisitRow:
    return VisitRow(
        id=EncounterId(row["id"]),
        patient_id=PatientId(row["patient_id"]),
        patient=PersonName(
            last=row["last_name"], first=row["first_name"], middle=row["middle_name"], suffix=row["suffix"]
        ),
        chart_number=row["chart_number"],
        service_on=date.fromisoformat(row["service_on"]),
        starts_at=row["starts_at"],
        case=row["case_name"],
        payer=row["payer"],
        total=Money(row["total_cents"]),
        line_count=row["line_count"],
        status=VisitStatus(row["status"]),
        hold_reason=row["hold_reason"],
        charged=bool(row["charged"]),
        claimed=row["claimed"],
    )


def count_visits(db: Database) -> dict[VisitStatus, int]:
    """How many visits stand in each state, for the badges of the side bar."""
    found = {
        row["status"]: row["visits"]
        for row in rows(db, "select status, count(*) as visits from encounter group by status")
    }
    return {status: found.get(status.value, 0) for status in VisitStatus}


def get_encounter(db: Database, encounter_id: EncounterId) -> Encounter:
    """One visit with its diagnoses and lines; NotFound where there is none."""
    return get_encounters(db, [encounter_id])[0]


def get_encounters(db: Database, encounter_ids: Iterable[EncounterId]) -> list[Encounter]:
    """Several visits with their diagnoses and lines, in the order asked for.

    Raises:
        NotFound: there is no such visit.
    """
    return [_with_parts(db, row_of(db, "encounter", encounter_id)) for encounter_id in encounter_ids]


def _with_parts(db: Database, row: dict[str, Any]) -> Encounter:
    diagnoses = rows(
        db, "select code from encounter_diagnosis where encounter_id = ? order by position", [row["id"]]
    )
    lines = rows(db, "select * from service_line where encounter_id = ? order by position", [row["id"]])
    return record_of(
        Encounter,
        row,
        diagnoses=tuple(found["code"] for found in diagnoses),
        lines=tuple(record_of(EncounterLine, line) for line in lines),
    )


def encounters_of_patient(db: Database, patient_id: PatientId) -> list[Encounter]:
    """All visits of a patient with their diagnoses and lines, the oldest first."""
    found = rows(
        db, "select * from encounter where patient_id = ? order by service_on, starts_at, id", [patient_id]
    )
    return [_with_parts(db, row) for row in found]


def last_visit(db: Database, patient_id: PatientId, case_id: CaseId, before: date) -> Encounter | None:
    """The newest visit of the same case before a day that has lines to copy."""
    row = one(
        db,
        "select * from encounter e where patient_id = ? and case_id = ? and service_on < ? "
        "and exists (select 1 from service_line where encounter_id = e.id) "
        "order by service_on desc, starts_at desc, id desc limit 1",
        [patient_id, case_id, before.isoformat()],
    )
    return _with_parts(db, row) if row else None


def visits_between(db: Database, visit: Encounter, since: date) -> int:
    """How many visits of the same kind of case the patient had from a day up to this visit, which counts too."""
    found = rows(
        db,
        "select count(*) as visits from encounter e join patient_case k on k.id = e.case_id "
        "where e.patient_id = :patient_id and e.id <> :id and k.kind = "
        "(select kind from patient_case where id = :case_id) "
        "and (e.service_on, e.starts_at, e.id) < (:service_on, :starts_at, :last) and e.service_on >= :since",
        {
            "patient_id": visit.patient_id,
            "case_id": visit.case_id,
            "id": visit.id,
            "service_on": visit.service_on.isoformat(),
            "starts_at": visit.starts_at,
            "last": visit.id or _LAST,
            "since": since.isoformat(),
        },
    )
    return int(found[0]["visits"]) + 1


def save_encounter(
    db: Database, encounter: Encounter, stamp: Stamp, *, correcting: bool = False
) -> EncounterId:
    """Write a visit with its diagnoses and lines, or only what differs of them.

    A line keeps its row as long as its id stands in `lines`; ids that are gone are removed. `correcting` lets a
    posted line change in what does not touch money (modifiers, pointers, POS …), for a corrected claim.

    Raises:
        CannotDo: a line whose charge is posted would change or go.
        NotFound: the visit or a line has an id, but there is no such row.
    """
    encounter_id = EncounterId(save(db, "encounter", encounter, stamp))
    save_parts(db, encounter_id, encounter, stamp, correcting=correcting)
    return encounter_id
