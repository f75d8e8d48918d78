"""Where claims stand after their payers' answers, and where they stood before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.db.connect import rows, scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import RemittanceId, ServiceLineId


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What a remittance did to a claim's state, and where the claim stands now."""

    claim_id: ClaimId
    before: ClaimStatus
    after: ClaimStatus
    now: ClaimStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidClaim:
    """A claim its payer is done with, and what is still open on its lines with anybody."""

    claim_id: ClaimId
    status: ClaimStatus
    open_amount: Money


def claim_status(db: Database, claim_id: ClaimId) -> ClaimStatus:
    """Where a claim stands."""
    return ClaimStatus(scalar(db, "select status from claim where id = ?", [claim_id]))


def given_answers(db: Database, remittance_id: RemittanceId) -> list[GivenAnswer]:
    """The last answer of a remittance to each of its claims."""
    found = rows(
        db,
        """select e.claim_id, e.status_before, e.status_after, c.status from claim_event e
            join claim c on c.id = e.claim_id
            where e.id in (select max(id) from claim_event where remittance_id = ? group by claim_id)
            order by e.claim_id""",
        [remittance_id],
    )
    return [
        GivenAnswer(
            claim_id=ClaimId(row["claim_id"]),
            before=ClaimStatus(row["status_before"]),
            after=ClaimStatus(row["status_after"]),
            now=ClaimStatus(row["status"]),
        )
        for row in found
    ]


def paid_claims(db: Database, service_line_ids: Iterable[ServiceLineId]) -> list[PaidClaim]:
    """The claims on these lines that are paid or paid in full, with what is open on all of their lines."""
    # The plus keeps SQLite from walking every open balance of an account instead of the line's few.
    found = rows(
        db,
        """select c.id, c.status, coalesce((
                select sum(b.balance_cents) from claim_line l join balance b on b.service_line_id = l.service_line_id
                where l.claim_id = c.id and b.balance_cents <> 0
                and +b.account in ('payer_receivable', 'patient_receivable')), 0) as open_cents
            from claim c where c.status in ('paid', 'paid_in_full') and c.id in (
                select claim_id from claim_line where service_line_id in (select value from json_each(?)))
            order by c.id""",
        [json.dumps(sorted(service_line_ids))],
    )
    return [
        PaidClaim(
            claim_id=ClaimId(row["id"]),
            status=ClaimStatus(row["status"]),
            open_amount=Money(row["open_cents"]),
        )
        for row in found
    ]
