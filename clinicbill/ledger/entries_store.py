"""Reads what was posted: single postings, and the entries behind every figure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import ClaimId, PatientId, PostingId, RemittanceId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.db.connect import one, rows
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.posting import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A posting as it stands in the ledger, without its entries."""

    id: PostingId
    kind: PostingKind
    posted_on: date
    description: str
    user: str
    patient_id: PatientId | None
    claim_id: ClaimId | None
    remittance_id: RemittanceId | None
    reverses_id: PostingId | None
    reversed_by_id: PostingId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One entry with the posting it belongs to: a row behind a figure."""

    id: int
    posting: Posted
    entry: Entry


_POSTING = """select p.id, p.kind, p.posted_on, p.description, u.name as user_name, p.patient_id, p.claim_id,
    p.remittance_id, p.reverses_id, r.id as reversed_by_id
    from posting p join user u on u.id = p.user_id left join posting r on r.reverses_id = p.id"""


def get_posting(db: Database, posting_id: PostingId) -> Posted:
    """One posting.

    Raises:
        NotFound: there is no such posting.
    """
    row = one(db, f"{_POSTING} where p.id = ?", [posting_id])  # our own text
    if row is None:
        raise NotFound(f"There is no posting {posting_id}; nothing was changed: look at the account again.")
    return _posted(row)


def postings_of_remittance(db: Database, remittance_id: RemittanceId) -> list[Posted]:
    """Every posting a remittance has made, its reversals among them, in the order of their making."""
    found = rows(db, f"{_POSTING} where p.remittance_id = ? order by p.id", [remittance_id])
    return [_posted(row) for row in found]


def find_restoration(db: Database, reversal_id: PostingId) -> Posted | None:
    """The posting that puts back what a reversal undid; None while the reversal holds."""
    row = one(db, f"{_POSTING} where p.restores_id = ?", [reversal_id])
    return None if row is None else _posted(row)


def entries_of(
    db: Database,
    *,
    posting_id: PostingId | None = None,
    patient_id: PatientId | None = None,
    claim_id: ClaimId | None = None,
    service_line_id: ServiceLineId | None = None,
    remittance_id: RemittanceId | None = None,
    accounts: Sequence[Account] = (),
) -> list[LedgerRow]:
    """The entries behind a figure, oldest posting first; every condition given must hold.

    Raises:
        ValueError: no condition is given, which would be the whole ledger.
    """
    conditions: dict[str, int | None] = {
        "e.posting_id = :posting_id": posting_id,
        "e.patient_id = :patient_id": patient_id,
        "e.claim_id = :claim_id": claim_id,
        "e.service_line_id = :service_line_id": service_line_id,
        "p.remittance_id = :remittance_id": remittance_id,
    }
    given = [condition for condition, value in conditions.items() if value is not None]
    if not given:
        raise ValueError("name what the entries belong to")
    if accounts:
        given.append("e.account in (select value from json_each(:accounts))")
    found = rows(
        db,
        f"""select e.id as entry_id, e.account, e.amount_cents, e.patient_id as entry_patient_id, e.payer_id,
            e.claim_id as entry_claim_id, e.service_line_id, e.group_code, e.reason_code, e.method,
            e.kind as entry_kind, e.aged_from, e.note, posted.*
            from entry e join posting p on p.id = e.posting_id join ({_POSTING}) posted on posted.id = p.id
            where {" and ".join(given)} order by p.posted_on, p.id, e.id""",  # noqa: S608  # conditions of ours
        {
            "posting_id": posting_id,
            "patient_id": patient_id,
            "claim_id": claim_id,
            "service_line_id": service_line_id,
            "remittance_id": remittance_id,
            "accounts": json.dumps([str(account) for account in accounts]),
        },
    )
    return [LedgerRow(id=row["entry_id"], posting=_posted(row), entry=_entry(row)) for row in found]


def entries_of_postings(db: Database, posting_ids: Iterable[PostingId]) -> dict[PostingId, list[Entry]]:
    """The entries of many postings in one query, each in the order of their making."""
    found: dict[PostingId, list[Entry]] = {number: [] for number in posting_ids}
    query = """select posting_id, account, amount_cents, patient_id as entry_patient_id, payer_id,
        claim_id as entry_claim_id, service_line_id, group_code, reason_code, method, kind as entry_kind, aged_from, note
        from entry where posting_id in (select value from json_each(?)) order by id"""
    for row in rows(db, query, [json.dumps(sorted(found))]):
        found[PostingId(row["posting_id"])].append(_entry(row))
    return found


def _posted(row: dict[str, Any]) -> Posted:
    return Posted(
        id=PostingId(row["id"]),
        kind=PostingKind(row["kind"]),
        posted_on=date.fromisoformat(row["posted_on"]),
        description=row["description"],
        user=row["user_name"],
        patient_id=row["patient_id"],
        claim_id=row["claim_id"],
        remittance_id=row["remittance_id"],
        reverses_id=row["reverses_id"],
        reversed_by_id=row["reversed_by_id"],
    )


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        account=Account(row["account"]),
        amount=Money(row["amount_cents"]),
        patient_id=row["entry_patient_id"],
        payer_id=row["payer_id"],
        claim_id=row["entry_claim_id"],
        service_line_id=row["service_line_id"],
        group=row["group_code"],
        reason=row["reason_code"],
        method=row["method"],
        kind=row["entry_kind"],
        aged_from=date.fromisoformat(row["aged_from"]) if row["aged_from"] else None,
        note=row["note"],
    )
