"""Claims in the practice file: made, read, moved on, with their lines, their history and their numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from clinicbill.basics.dates import parse_moment
from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import (
    AuthorizationId,
    CaseId,
    ClaimId,
    CoverageId,
    PatientId,
    PayerId,
    RemittanceId,
    ServiceLineId,
    SubmissionId,
)
from clinicbill.basics.money import Money
from clinicbill.claims.checks.context import BilledLine
from clinicbill.claims.event_store import add_event
from clinicbill.claims.number import claim_number
from clinicbill.claims.status import CLOSED, ClaimStatus
from clinicbill.db.connect import one, rows, scalar, write
from clinicbill.db.rows import insert
from clinicbill.practice.payer import Delivery
from clinicbill.practice.rows import record_of, row_of, save

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp

_NEW = ClaimId(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRecord:
    """A claim as its row: what it is about and where it stands. What it says is in `claims.claim.Claim`.

    Attributes:
        id: our row; 0 until it is added.
        patient_control_number: item 26 and CLM01; made when it is added.
        replaces_id: the claim that this one corrects.
        payer_control_number: the payer's number (ICN), once it is known.
    """

    id: ClaimId = _NEW
    patient_control_number: str = ""
    patient_id: PatientId
    case_id: CaseId
    coverage_id: CoverageId
    payer_id: PayerId
    responsibility: str
    frequency: str = "1"
    original_reference: str = ""
    delivery: Delivery = Delivery.ELECTRONIC
    status: ClaimStatus = ClaimStatus.DRAFT
    hold_reason: str = ""
    first_service_on: date
    total: Money
    amount_paid: Money = Money(0)
    authorization_id: AuthorizationId | None = None
    replaces_id: ClaimId | None = None
    payer_control_number: str = ""
    condition_codes: tuple[str, ...] = ()
    additional_information: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEvent:
    """One line of a claim's history: a move, or new evidence for where it stands (`before` equals `after`)."""

    at: datetime
    before: str
    after: ClaimStatus
    text: str
    user: str
    submission_id: SubmissionId | None
    remittance_id: RemittanceId | None


def next_control_number(db: Database, name: str) -> int:
    """The next running number of a kind (claim, interchange), kept with the transaction that uses it."""
    with write(db):
        return int(
            scalar(
                db,
                "insert into control_number (name, value) values (?, 1) "
                "on conflict (name) do update set value = value + 1 returning value",
                [name],
            )
        )


def add_claim(
    db: Database, stamp: Stamp, record: ClaimRecord, line_ids: Sequence[ServiceLineId], *, text: str
) -> ClaimRecord:
    """Write a new claim with its lines, its number and the first line of its history; gives it as written."""
    with write(db):
        number = claim_number(next_control_number(db, "claim"))
        new = replace(record, id=_NEW, patient_control_number=number)
        claim_id = ClaimId(save(db, "claim", new, stamp))
        for position, line_id in enumerate(line_ids, 1):
            place = {"claim_id": claim_id, "service_line_id": line_id, "position": position}
            insert(db, "claim_line", {**place, **stamp.columns()})
        add_event(db, stamp, claim_id, "", record.status, text=text)
        return replace(new, id=claim_id)


def save_claim(db: Database, stamp: Stamp, record: ClaimRecord) -> None:
    """Write what differs of a claim; its state moves through `status.change_status` only."""
    row = row_of(db, "claim", record.id)
    kept = replace(record, status=ClaimStatus(row["status"]), hold_reason=row["hold_reason"])
    save(db, "claim", kept, stamp)


def get_claim(db: Database, claim_id: ClaimId) -> ClaimRecord:
    """One claim; NotFound where there is none."""
    return record_of(ClaimRecord, row_of(db, "claim", claim_id))


def get_claim_by_number(db: Database, number: str) -> ClaimRecord:
    """The claim with this number, in whatever case it was typed.

    Raises:
        NotFound: no claim has it.
    """
    row = one(db, "select * from claim where patient_control_number = ?", [number.strip().upper()])
    if row is None:
        raise NotFound(f"There is no claim {number}; nothing was done: look at the number in item 26.")
    return record_of(ClaimRecord, row)


def claims_with_status(
    db: Database, status: ClaimStatus, *, delivery: Delivery | None = None
) -> list[ClaimRecord]:
    """The claims that stand there, the oldest service first."""
    found = rows(
        db,
        "select * from claim where status = :status and (:delivery is null or delivery = :delivery) "
        "order by first_service_on, id",
        {"status": str(status), "delivery": str(delivery) if delivery else None},
    )
    return [record_of(ClaimRecord, row) for row in found]


def claims_of_patient(db: Database, patient_id: PatientId) -> list[ClaimRecord]:
    """All claims of a patient, the newest service first."""
    found = rows(
        db, "select * from claim where patient_id = ? order by first_service_on desc, id desc", [patient_id]
    )
    return [record_of(ClaimRecord, row) for row in found]


def claims_of_lines(db: Database, line_ids: Iterable[ServiceLineId]) -> list[ClaimRecord]:
    """The claims that live (neither replaced nor void) and carry any of these lines."""
    found = rows(
        db,
        "select * from claim where status not in (select value from json_each(:closed)) and id in "
        "(select claim_id from claim_line where service_line_id in (select value from json_each(:lines))) "
        "order by id",
        {"closed": _closed(), "lines": json.dumps(list(line_ids))},
    )
    return [record_of(ClaimRecord, row) for row in found]


def line_ids_of(db: Database, claim_id: ClaimId) -> list[ServiceLineId]:
    """The service lines of a claim in their order."""
    found = rows(
        db, "select service_line_id from claim_line where claim_id = ? order by position", [claim_id]
    )
    return [ServiceLineId(row["service_line_id"]) for row in found]


def encounter_ids_of(db: Database, claim_id: ClaimId) -> list[int]:
    """The visits whose lines stand on a claim, in the order of the lines."""
    found = rows(
        db,
        "select s.encounter_id from claim_line k join service_line s on s.id = k.service_line_id "
        "where k.claim_id = ? order by k.position",
        [claim_id],
    )
    return list(dict.fromkeys(row["encounter_id"] for row in found))


def made_at(db: Database, claim_id: ClaimId) -> datetime:
    """The moment a claim was made, which is the first line of its history."""
    return parse_moment(
        scalar(db, "select at from claim_event where claim_id = ? order by id limit 1", [claim_id])
    )


def events_of(db: Database, claim_id: ClaimId) -> list[ClaimEvent]:
    """The history of a claim, oldest first."""
    found = rows(
        db,
        "select e.*, u.name as user_name from claim_event e join user u on u.id = e.user_id "
        "where e.claim_id = ? order by e.id",
        [claim_id],
    )
    return [
        ClaimEvent(
            at=parse_moment(row["at"]),
            before=row["status_before"],
            after=ClaimStatus(row["status_after"]),
            text=row["text"],
            user=row["user_name"],
            submission_id=row["submission_id"],
            remittance_id=row["remittance_id"],
        )
        for row in found
    ]


def billed_lines(
    db: Database, patient_id: PatientId, days: Iterable[date], *, other_than: ClaimId
) -> tuple[BilledLine, ...]:
    """A patient's lines of these days on other claims that live, but not on the one this claim corrects."""
    found = rows(
        db,
        "select c.patient_control_number, c.coverage_id, s.id, s.from_on, s.procedure_code, s.modifiers "
        "from claim c join claim_line k on k.claim_id = c.id join service_line s on s.id = k.service_line_id "
        "where c.patient_id = :patient and c.id <> :claim "
        "and s.from_on in (select value from json_each(:days)) "
        "and c.status not in (select value from json_each(:closed)) order by c.id, k.position",
        {
            "patient": patient_id,
            "claim": other_than,
            "days": json.dumps([day.isoformat() for day in days]),
            "closed": _closed(),
        },
    )
    return tuple(_billed_line(row) for row in found)


def patient_paid(db: Database, line_ids: Iterable[ServiceLineId]) -> Money:
    """What the patient paid toward these lines and nobody reversed (item 29, AMT*F5)."""
    cents = scalar(
        db,
        "select coalesce(-sum(e.amount_cents), 0) from entry e join posting p on p.id = e.posting_id "
        "left join posting o on o.id = p.reverses_id "
        "where e.service_line_id in (select value from json_each(?)) "
        "and e.account in ('payer_receivable', 'patient_receivable') "
        "and coalesce(o.kind, p.kind) in ('patient_payment', 'applied')",
        [json.dumps(list(line_ids))],
    )
    return Money(cents)


def _billed_line(row: dict[str, Any]) -> BilledLine:
    return BilledLine(
        claim_number=row["patient_control_number"],
        coverage_id=row["coverage_id"],
        service_line_id=row["id"],
        from_on=date.fromisoformat(row["from_on"]),
        procedure_code=row["procedure_code"],
        modifiers=tuple(row["modifiers"].split()),
    )


def _closed() -> str:
    return json.dumps(sorted(str(status) for status in CLOSED))
