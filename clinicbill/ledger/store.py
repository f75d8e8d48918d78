"""The ledger in the practice file: adds postings, reverses them, and shows the entries behind every balance."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.dates import moment_text
from clinicbill.basics.errors import CannotDo
from clinicbill.basics.identifiers import PatientId, PayerId, PostingId, RemittanceId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.db.connect import rows, scalar, write
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.entries_store import Posted, entries_of, find_restoration, get_posting
from clinicbill.ledger.insurance_money import TAKEN_OVER
from clinicbill.ledger.posting import NewPosting, OpenBalance, mirrored

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.ledger.posting import Entry

_ADD_ENTRY = """insert into entry (posting_id, account, amount_cents, patient_id, payer_id, claim_id, service_line_id,
    group_code, reason_code, method, kind, aged_from, note, user_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ADD_POSTING = """insert into posting (id, kind, posted_on, entered_at, description, patient_id, claim_id,
    remittance_id, reverses_id, restores_id, user_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A kept balance that is not the sum of its entries: never happens unless somebody wrote past the program."""

    account: Account
    payer_id: PayerId | None
    patient_id: PatientId | None
    service_line_id: ServiceLineId | None
    aged_from: date | None
    kept: Money
    made: Money


def add_posting(db: Database, stamp: Stamp, posting: NewPosting) -> PostingId:
    """Write one posting, entries first and the row that seals them last; the caller's transaction keeps it."""
    return add_postings(db, stamp, [posting])[0]


def add_postings(db: Database, stamp: Stamp, postings: Sequence[NewPosting]) -> list[PostingId]:
    """Write postings in their order, all or none; their numbers follow each other without a gap.

    Within the caller's transaction no savepoint is opened: SQLite would keep every page twice, and a few thousand
    postings would take minutes. If one of them fails there, the whole transaction has to fail; entries without
    their posting could not be committed anyway.
    """
    with nullcontext() if db.conn.in_transaction else write(db):
        first = int(scalar(db, "select coalesce(max(id), 0) + 1 from posting"))
        numbered = [(PostingId(first + place), posting) for place, posting in enumerate(postings)]
        db.conn.executemany(
            _ADD_ENTRY, (_entry_row(number, entry, stamp) for number, p in numbered for entry in p.entries)
        )
        db.conn.executemany(_ADD_POSTING, (_posting_row(number, p, stamp) for number, p in numbered))
    return [number for number, _ in numbered]


def _entry_row(number: PostingId, entry: Entry, stamp: Stamp) -> tuple[object, ...]:
    return (
        number,
        str(entry.account),
        entry.amount.cents,
        entry.patient_id,
        entry.payer_id,
        entry.claim_id,
        entry.service_line_id,
        entry.group,
        entry.reason,
        entry.method,
        entry.kind,
        _day_text(entry.aged_from),
        entry.note,
        stamp.user_id,
    )


def _posting_row(number: PostingId, posting: NewPosting, stamp: Stamp) -> tuple[object, ...]:
    return (
        number,
        str(posting.kind),
        posting.posted_on.isoformat(),
        moment_text(stamp.at),
        posting.description,
        posting.patient_id,
        posting.claim_id,
        posting.remittance_id,
        posting.reverses_id,
        posting.restores_id,
        stamp.user_id,
    )


def reversal_of(
    db: Database,
    posting_id: PostingId,
    *,
    on: date,
    why: str,
    remittance_id: RemittanceId | None = None,
) -> NewPosting:
    """What would undo a posting: its entries with opposite signs, pointing at it.

    Raises:
        NotFound: there is no such posting.
        CannotDo: it is reversed already, or is itself a reversal.
    """
    posted = get_posting(db, posting_id)
    if posted.reverses_id is not None:
        raise CannotDo(
            f"Posting {posting_id} is itself a reversal; nothing was changed: what it wrongly undid is posted anew."
        )
    if posted.reversed_by_id is not None:
        raise CannotDo(
            f"Posting {posting_id} was reversed already, by posting {posted.reversed_by_id}; nothing was changed."
        )
    return NewPosting(
        kind=PostingKind.REVERSAL,
        posted_on=on,
        entries=mirrored(row.entry for row in entries_of(db, posting_id=posting_id)),
        description=why,
        patient_id=posted.patient_id,
        claim_id=posted.claim_id,
        remittance_id=posted.remittance_id if remittance_id is None else remittance_id,
        reverses_id=posting_id,
    )


def reverse(db: Database, stamp: Stamp, posting_id: PostingId, *, on: date, why: str) -> PostingId:
    """Undo a posting by one that points at it; every balance is then as if it had never been.

    Raises:
        NotFound: there is no such posting.
        CannotDo: it is reversed already, or is itself a reversal.
    """
    with write(db):
        return add_posting(db, stamp, reversal_of(db, posting_id, on=on, why=why))


def standing_charges(db: Database, service_line_ids: Iterable[ServiceLineId]) -> list[PostingId]:
    """The unreversed charge postings of these lines: what to reverse before a visit is charged anew."""
    found = rows(
        db,
        """select distinct p.id from posting p join entry e on e.posting_id = p.id
            where e.service_line_id in (select value from json_each(?)) and p.kind = 'charge'
            and not exists (select 1 from posting r where r.reverses_id = p.id) order by p.id""",
        [_id_list(service_line_ids)],
    )
    return [PostingId(row["id"]) for row in found]


def line_balances(
    db: Database, service_line_ids: Iterable[ServiceLineId]
) -> dict[ServiceLineId, list[OpenBalance]]:
    """What is open on service lines, per party and ageing day; lines with nothing open are left out."""
    found: defaultdict[ServiceLineId, list[OpenBalance]] = defaultdict(list)
    query = """select * from balance where balance_cents <> 0
        and service_line_id in (select value from json_each(?)) order by service_line_id, account, aged_from"""
    for row in rows(db, query, [_id_list(service_line_ids)]):
        found[ServiceLineId(row["service_line_id"])].append(_balance(row))
    return dict(found)


# A charge stands with the patient until it is reversed, moved, or taken over by a payer that settles it.
_PATIENTS_CHARGES = f"""select e.patient_id, e.service_line_id, e.aged_from, sum(e.amount_cents) as cents
    from entry e join posting p on p.id = e.posting_id left join posting o on o.id = p.reverses_id
    where e.account = 'patient_receivable' and e.service_line_id in (select value from json_each(?))
        and (coalesce(o.kind, p.kind) in ('charge', 'transfer') or e.kind = '{TAKEN_OVER}')
    group by e.service_line_id, e.aged_from
    having sum(e.amount_cents) > 0 and sum(coalesce(o.kind, p.kind) = 'charge') > 0
    order by e.service_line_id, e.aged_from"""  # noqa: S608  # our own text


def patients_charges(db: Database, service_line_ids: Iterable[ServiceLineId]) -> list[OpenBalance]:
    """The charges of service lines that were made to the patient and stand there, whether they are paid or not."""
    return [
        OpenBalance(
            account=Account.PATIENT_RECEIVABLE,
            amount=Money(row["cents"]),
            patient_id=row["patient_id"],
            service_line_id=ServiceLineId(row["service_line_id"]),
            aged_from=date.fromisoformat(row["aged_from"]),
        )
        for row in rows(db, _PATIENTS_CHARGES, [_id_list(service_line_ids)])
    ]


def patient_balances(db: Database, patient_id: PatientId) -> list[OpenBalance]:
    """Everything open on a patient's account, the oldest first; unapplied money has no service line."""
    query = """select * from balance where balance_cents <> 0 and patient_id = ?
        order by aged_from, service_line_id, account"""
    return [_balance(row) for row in rows(db, query, [patient_id])]


def account_total(db: Database, account: Account) -> Money:
    """The sum of all entries of one account."""
    return Money(
        scalar(db, "select coalesce(sum(amount_cents), 0) from entry where account = ?", [str(account)])
    )


def drift(db: Database) -> list[Drift]:
    """Kept balances that are not the sum of their entries; always empty."""
    return [
        Drift(
            account=Account(row["account"]),
            payer_id=row["payer_id"] or None,
            patient_id=row["patient_id"] or None,
            service_line_id=row["service_line_id"] or None,
            aged_from=_day(row["aged_from"]),
            kept=Money(row["kept_cents"]),
            made=Money(row["made_cents"]),
        )
        for row in rows(db, "select * from balance_drift")
    ]


def restoration_of(db: Database, reversal: Posted, *, on: date) -> NewPosting:
    """What puts back the amounts a reversal undid; the ledger never reverses a reversal, it posts anew."""
    return NewPosting(
        kind=PostingKind.RESTORED,
        posted_on=on,
        entries=mirrored(row.entry for row in entries_of(db, posting_id=reversal.id)),
        description="Stands again: its reversal was itself undone",
        patient_id=reversal.patient_id,
        claim_id=reversal.claim_id,
        remittance_id=reversal.remittance_id,
        restores_id=reversal.id,
    )


def standing(db: Database, posting_id: PostingId) -> Posted:
    """The posting whose amounts count today for `posting_id`: itself, or what was posted again after a reversal fell.

    If the last link is a reversal that still holds, that link's original is given, with `reversed_by_id` set.
    """
    posted = get_posting(db, posting_id)
    while posted.reversed_by_id is not None:
        again = find_restoration(db, posted.reversed_by_id)
        if again is None:
            return posted
        posted = again
    return posted


def _balance(row: dict[str, Any]) -> OpenBalance:
    return OpenBalance(
        account=Account(row["account"]),
        amount=Money(row["balance_cents"]),
        patient_id=row["patient_id"] or None,
        payer_id=row["payer_id"] or None,
        service_line_id=row["service_line_id"] or None,
        aged_from=_day(row["aged_from"]),
    )


def _id_list(ids: Iterable[int]) -> str:
    return json.dumps(sorted(ids))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None
