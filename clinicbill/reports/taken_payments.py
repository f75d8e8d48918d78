"""The payments of patients as a list, the latest first, and where each of them went."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import PatientId, PostingId
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.db.connect import rows

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenRow:
    """One payment of a patient.

    Attributes:
        unapplied: what of it found no balance when it was taken.
        reversed_on: when it was reversed, None while it stands; `reversed_why` as the reversal says it.
    """

    id: PostingId
    patient_id: PatientId
    patient: PersonName
    posted_on: date
    description: str
    user: str
    method: str
    paid: Money
    unapplied: Money
    reversed_on: date | None
    reversed_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedRow:
    """What of a payment went to one service line."""

    line_id: int
    visit_on: date
    procedure: str
    modifiers: str
    amount: Money


_TAKEN = """
    select p.id, p.patient_id, p.posted_on, p.description, u.name as user_name,
           t.last_name, t.first_name, t.middle_name, t.suffix,
           (select coalesce(max(method), '') from entry where posting_id = p.id and account = 'cash') as method,
           (select coalesce(sum(amount_cents), 0) from entry where posting_id = p.id and account = 'cash') as cents,
           (select coalesce(-sum(amount_cents), 0) from entry where posting_id = p.id and account = 'unapplied')
               as unapplied_cents,
           r.posted_on as reversed_on, coalesce(r.description, '') as reversed_why
    from posting p join patient t on t.id = p.patient_id join user u on u.id = p.user_id
    left join posting r on r.reverses_id = p.id
    where p.kind = 'patient_payment' and not exists (
        select 1 from json_each(:wanted) wanted where instr(lower(
            t.last_name || ', ' || t.first_name || ' ' || t.last_name || ' ' || t.chart_number || ' ' || p.description
            || ' ' || strftime('%m/%d/%Y', p.posted_on)), wanted.value) = 0)
    order by p.posted_on desc, p.id desc limit :limit"""

_APPLIED = """
    select e.service_line_id, s.from_on, s.procedure_code, s.modifiers, -sum(e.amount_cents) as cents
    from entry e join service_line s on s.id = e.service_line_id
    where e.posting_id = ? and e.account = 'patient_receivable'
    group by e.service_line_id order by s.from_on, s.position"""


def list_taken(db: Database, text: str = "", *, limit: int = 300) -> list[TakenRow]:
    """The latest payments of patients; every word of `text` stands in name, chart number, description or date."""
    found = rows(db, _TAKEN, {"wanted": json.dumps(text.lower().split()), "limit": limit})
    return [_row(row) for row in found]


def applied_of(db: Database, posting_id: PostingId) -> list[AppliedRow]:
    """What a payment paid, the oldest visit first."""
    return [
        AppliedRow(
            line_id=row["service_line_id"],
            visit_on=date.fromisoformat(row["from_on"]),
            procedure=row["procedure_code"],
            modifiers=row["modifiers"],
            amount=Money(row["cents"]),
        )
        for row in rows(db, _APPLIED, [posting_id])
    ]


def _row(row: dict[str, Any]) -> TakenRow:
    return TakenRow(
        id=PostingId(row["id"]),
        patient_id=PatientId(row["patient_id"]),
        patient=PersonName(
            last=row["last_name"], first=row["first_name"], middle=row["middle_name"], suffix=row["suffix"]
        ),
        posted_on=date.fromisoformat(row["posted_on"]),
        description=row["description"],
        user=row["user_name"],
        method=row["method"],
        paid=Money(row["cents"]),
        unapplied=Money(row["unapplied_cents"]),
        reversed_on=date.fromisoformat(row["reversed_on"]) if row["reversed_on"] else None,
        reversed_why=row["reversed_why"],
    )
