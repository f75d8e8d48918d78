"""Received files and remittances in the practice file: kept exactly as they came, posted at most once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from clinicbill.basics.dates import moment_text, parse_moment
from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import PayerId, RemittanceId
from clinicbill.basics.money import Money
from clinicbill.db.connect import one, rows
from clinicbill.remits.billed_store import candidates, payer_of
from clinicbill.remits.identity import bare_number, payer_key, payer_names, trace_key
from clinicbill.remits.match import Matcher
from clinicbill.remits.remittance import Remittance, from_json, to_json

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp


class RemittanceStatus(StrEnum):
    """Where a remittance stands: waiting for a posting, posted, reversed again, or not ours to post."""

    WAITING = "waiting"
    POSTED = "posted"
    REVERSED = "reversed"
    SET_ASIDE = "set_aside"


STATUS_WORDS = {
    RemittanceStatus.WAITING: "Waiting",
    RemittanceStatus.POSTED: "Posted",
    RemittanceStatus.REVERSED: "Reversed",
    RemittanceStatus.SET_ASIDE: "Set aside",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file as it came, without its bytes."""

    id: int
    name: str
    kind: str
    sha256: str
    received_at: datetime
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceRow:
    """One payment in the list.

    Attributes:
        status_reason: why it waits, was set aside or reversed: "Out of balance by $0.24".
        changed_at, user: when its state was set last, and by whom: when it was posted, if it is.
        file_name: of the file it came in; empty for one keyed from paper.
    """

    id: RemittanceId
    payer_id: PayerId | None
    payer_key: str
    payer_name: str
    trace_number: str
    method: str
    paid: Money
    paid_on: date | None
    status: RemittanceStatus
    status_reason: str
    changed_at: datetime
    user: str
    received_file_id: int | None
    file_name: str


def fingerprint(data: bytes) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def add_received_file(db: Database, stamp: Stamp, *, name: str, kind: str, data: bytes) -> int:
    """Keep the exact bytes of a file; its id is given."""
    row = {
        "name": name,
        "kind": kind,
        "sha256": fingerprint(data),
        "content": data,
        "received_at": moment_text(stamp.at),
        "user_id": stamp.user_id,
    }
    return cast("int", db.table("received_file").insert(row).last_pk)


def find_received_file(db: Database, data: bytes) -> ReceivedFile | None:
    """The file of exactly these bytes, if it was received before under whatever name."""
    row = one(
        db,
        "select f.id, f.name, f.kind, f.sha256, f.received_at, u.name as user_name "
        "from received_file f join user u on u.id = f.user_id where f.sha256 = ?",
        [fingerprint(data)],
    )
    if row is None:
        return None
    return ReceivedFile(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        sha256=row["sha256"],
        received_at=parse_moment(row["received_at"]),
        user=row["user_name"],
    )


def file_bytes(db: Database, received_file_id: int) -> bytes:
    """What a received file held, to the byte.

    Raises:
        NotFound: there is no such file.
    """
    row = one(db, "select content from received_file where id = ?", [received_file_id])
    if row is None:
        raise NotFound(f"There is no received file {received_file_id}; nothing was changed.")
    return bytes(row["content"])


def add_remittance(
    db: Database,
    stamp: Stamp,
    remittance: Remittance,
    *,
    received_file_id: int | None,
    position: int = 1,
    reason: str = "",
) -> RemittanceId:
    """Store a payment as it was read; it waits until it is posted."""
    row = {
        "received_file_id": received_file_id,
        "position": position,
        "payer_key": payer_key(remittance),
        "payer_name": remittance.payer_name,
        "trace_number": trace_key(remittance),
        "method": remittance.method,
        "paid_cents": remittance.paid.cents,
        "paid_on": remittance.paid_on.isoformat() if remittance.paid_on else None,
        "content": to_json(remittance),
        "status": str(RemittanceStatus.WAITING),
        "status_reason": reason,
        **stamp.columns(),
    }
    return RemittanceId(cast("int", db.table("remittance").insert(row).last_pk))


def set_status(
    db: Database, stamp: Stamp, remittance_id: RemittanceId, status: RemittanceStatus, *, reason: str = ""
) -> None:
    """Move a remittance; the database refuses a second unreversed posting of the same payment."""
    db.table("remittance").update(
        remittance_id, {"status": str(status), "status_reason": reason, **stamp.columns()}
    )


def set_payer(db: Database, stamp: Stamp, remittance_id: RemittanceId, payer_id: PayerId) -> None:
    """Remember which of our payers sent it, once a claim has shown it."""
    db.table("remittance").update(remittance_id, {"payer_id": payer_id, **stamp.columns()})


_ROW = """select r.id, r.payer_id, r.payer_key, r.payer_name, r.trace_number, r.method, r.paid_cents, r.paid_on,
    r.status, r.status_reason, r.changed_at, u.name as user_name, r.received_file_id, coalesce(f.name, '') as file_name
    from remittance r join user u on u.id = r.user_id left join received_file f on f.id = r.received_file_id"""


def get_remittance(db: Database, remittance_id: RemittanceId) -> RemittanceRow:
    """One payment of the list.

    Raises:
        NotFound: there is no such remittance.
    """
    row = one(db, f"{_ROW} where r.id = ?", [remittance_id])
    if row is None:
        raise NotFound(
            f"There is no remittance {remittance_id}; nothing was changed: look at the list again."
        )
    return _row(row)


def list_remittances(
    db: Database, *, status: RemittanceStatus | None = None, limit: int = 500
) -> list[RemittanceRow]:
    """The latest payments, those that wait first, then by date."""
    found = rows(
        db,
        f"{_ROW} where :status is null or r.status = :status "
        "order by r.status <> 'waiting', coalesce(r.paid_on, '9999') desc, r.id desc limit :limit",
        {"status": str(status) if status else None, "limit": limit},
    )
    return [_row(row) for row in found]


def remittances_of_file(db: Database, received_file_id: int) -> list[RemittanceRow]:
    """The payments of one file, in its order."""
    found = rows(db, f"{_ROW} where r.received_file_id = ? order by r.position", [received_file_id])
    return [_row(row) for row in found]


def same_payment(db: Database, remittance: Remittance) -> list[RemittanceRow]:
    """Every stored copy of a payment, in whatever file: same payer, check/EFT number, date and amount.

    The payer is ours, as its claims or its number show it today; who sends the file (TRN03) may differ. Only where
    one of the two shows no payer of ours do the names in the files tell.
    """
    alike = _alike(db, remittance)
    key = payer_key(remittance)
    if all(row.payer_key == key for row in alike):
        return alike
    payer = find_payer(db, remittance)
    return [row for row in alike if row.payer_key == key or _same_payer(db, row, remittance, payer)]


# The expression of the index `remittance_number`: word for word, or every remittance is read.
_OF_NUMBER = "upper(ltrim(replace(r.trace_number, ' ', ''), '0')) = ?"


def _alike(db: Database, remittance: Remittance) -> list[RemittanceRow]:
    """The payments of one number, date and amount, of any payer; blanks and leading zeros make no other number."""
    found = rows(
        db,
        f"{_ROW} where {_OF_NUMBER} and r.paid_cents = ? and coalesce(r.paid_on, '') = ? order by r.id",
        [
            bare_number(remittance),
            remittance.paid.cents,
            remittance.paid_on.isoformat() if remittance.paid_on else "",
        ],
    )
    return [_row(row) for row in found]


def _same_payer(db: Database, row: RemittanceRow, remittance: Remittance, payer: PayerId | None) -> bool:
    if payer is not None and row.payer_id == payer:
        return True
    other = get_content(db, row.id)
    others = find_payer(db, other) or row.payer_id
    if payer is None or others is None:
        return not set(payer_names(other)).isdisjoint(payer_names(remittance))
    return others == payer


def find_payer(db: Database, remittance: Remittance) -> PayerId | None:
    """Which of our payers a payment comes from, as far as its claims or its number show it today."""
    matcher = Matcher(candidates(db, remittance))
    return payer_of(db, remittance, [matcher.match(payment) for payment in remittance.claims])


def get_content(db: Database, remittance_id: RemittanceId) -> Remittance:
    """The payment with all its claims, as it was read.

    Raises:
        NotFound: there is no such remittance.
        UnreadableFile: what was stored cannot be read by this program.
    """
    row = one(db, "select content from remittance where id = ?", [remittance_id])
    if row is None:
        raise NotFound(
            f"There is no remittance {remittance_id}; nothing was changed: look at the list again."
        )
    return from_json(row["content"])


def _row(row: dict[str, Any]) -> RemittanceRow:
    return RemittanceRow(
        id=RemittanceId(row["id"]),
        payer_id=row["payer_id"],
        payer_key=row["payer_key"],
        payer_name=row["payer_name"],
        trace_number=row["trace_number"],
        method=row["method"],
        paid=Money(row["paid_cents"]),
        paid_on=date.fromisoformat(row["paid_on"]) if row["paid_on"] else None,
        status=RemittanceStatus(row["status"]),
        status_reason=row["status_reason"],
        changed_at=parse_moment(row["changed_at"]),
        user=row["user_name"],
        received_file_id=row["received_file_id"],
        file_name=row["file_name"],
    )
