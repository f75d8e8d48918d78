"""The rows behind a number of the aging: the open balances that add up to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import ClaimId, PatientId, PayerId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.db.connect import rows
from clinicbill.ledger.accounts import Account
from clinicbill.reports.aging import BUCKETS, AgingKind, person

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class AgingItem:
    """One open balance.

    Attributes:
        visit_on: day of service; None for unapplied money, which belongs to no visit.
        claim_number: the latest claim the line stands on (to this payer, for what insurance owes).
        age: days from `aged_from` to the day of the report; never below zero.
    """

    account: Account
    patient_id: PatientId
    patient: PersonName
    payer_id: PayerId | None
    payer: str
    service_line_id: ServiceLineId | None
    visit_on: date | None
    procedure: str
    claim_id: ClaimId | None
    claim_number: str
    claim_status: str
    aged_from: date | None
    age: int
    open_amount: Money


# Kept balances, and later entries turned, of one party; the empty conditions hold for everybody.
_OPEN = """with open_then as (
    select account, payer_id, patient_id, service_line_id, aged_from, sum(cents) as cents from (
        select account, payer_id, patient_id, service_line_id, aged_from, balance_cents as cents
            from balance where balance_cents <> 0 and account in (select value from json_each(:accounts))
            and (:payer_id is null or payer_id = :payer_id) and (:patient_id is null or patient_id = :patient_id)
        union all
        select e.account, coalesce(e.payer_id, 0), coalesce(e.patient_id, 0), coalesce(e.service_line_id, 0),
            coalesce(e.aged_from, ''), -e.amount_cents
            from posting p join entry e on e.posting_id = p.id
            where p.posted_on > :as_of and e.account in (select value from json_each(:accounts))
            and (:payer_id is null or e.payer_id = :payer_id)
            and (:patient_id is null or e.patient_id = :patient_id))
    where aged_from >= :from_on and aged_from <= :to_on
    group by 1, 2, 3, 4, 5 having sum(cents) <> 0
    order by aged_from, patient_id, service_line_id limit :limit)
select o.account, o.payer_id, o.patient_id, o.service_line_id, o.aged_from, o.cents,
    p.last_name, p.first_name, p.middle_name, p.suffix, coalesce(payer.name, '') as payer_name,
    s.from_on, coalesce(s.procedure_code, '') as procedure_code, c.id as claim_id,
    coalesce(c.patient_control_number, '') as claim_number, coalesce(c.status, '') as claim_status,
    max(0, cast(julianday(:as_of) - julianday(o.aged_from) as integer)) as age
    from open_then o join patient p on p.id = o.patient_id
    left join payer on payer.id = o.payer_id left join service_line s on s.id = o.service_line_id
    left join claim c on c.id = (
        select max(l.claim_id) from claim_line l join claim on claim.id = l.claim_id
        where l.service_line_id = o.service_line_id and (o.payer_id = 0 or claim.payer_id = o.payer_id))
    order by o.aged_from, p.last_name collate nocase, p.first_name collate nocase, o.service_line_id"""
_NO_LIMIT = -1

_ACCOUNTS = {
    AgingKind.PAYER: '["payer_receivable"]',
    AgingKind.PATIENTS: '["patient_receivable"]',
    AgingKind.PATIENT: '["payer_receivable", "patient_receivable"]',
    AgingKind.UNAPPLIED: '["unapplied"]',
}


def aging_rows(
    db: Database,
    *,
    as_of: date,
    kind: AgingKind,
    name_id: int | None = None,
    bucket: int | None = None,
    limit: int | None = None,
) -> list[AgingItem]:
    """The open balances behind one row of the report, or behind one of its buckets (0–4), the oldest first.

    `name_id` is the payer or patient of the row; with a `limit` only so many of the oldest are given.

    Raises:
        ValueError: the row of one payer or patient is asked for without saying whose.
    """
    if kind in (AgingKind.PAYER, AgingKind.PATIENT) and name_id is None:
        raise ValueError("say whose rows")
    from_on, to_on = _days_of(as_of, bucket)
    found = rows(
        db,
        _OPEN,
        {
            "as_of": as_of.isoformat(),
            "accounts": _ACCOUNTS[kind],
            "payer_id": name_id if kind is AgingKind.PAYER else None,
            "patient_id": name_id if kind is AgingKind.PATIENT else None,
            "from_on": from_on,
            "to_on": to_on,
            "limit": _NO_LIMIT if limit is None else limit,
        },
    )
    return [_item(row) for row in found]


def _days_of(as_of: date, bucket: int | None) -> tuple[str, str]:
    """The first and last day from which balances of a bucket age, as texts; "" is before every day, "~" after."""
    if bucket is None:
        return "", "~"
    edges = ["~", *(_back(as_of, last + 1) for last in BUCKETS), ""]
    first = _back(as_of, BUCKETS[bucket]) if bucket < len(BUCKETS) else ""
    return first, edges[bucket]


def _back(as_of: date, days: int) -> str:
    return date.fromordinal(max(1, as_of.toordinal() - days)).isoformat()


def _item(row: dict[str, Any]) -> AgingItem:
    return AgingItem(
        account=Account(row["account"]),
        patient_id=PatientId(row["patient_id"]),
        patient=person(row),
        payer_id=row["payer_id"] or None,
        payer=row["payer_name"],
        service_line_id=row["service_line_id"] or None,
        visit_on=date.fromisoformat(row["from_on"]) if row["from_on"] else None,
        procedure=row["procedure_code"],
        claim_id=row["claim_id"],
        claim_number=row["claim_number"],
        claim_status=row["claim_status"],
        aged_from=date.fromisoformat(row["aged_from"]) if row["aged_from"] else None,
        age=row["age"] or 0,
        open_amount=Money(row["cents"]),
    )
