"""The history of a claim: where it moved, when, by whom, and what proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import moment_text
from clinicbill.db.connect import one
from clinicbill.db.rows import insert, update

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId, RemittanceId, SubmissionId
    from clinicbill.basics.stamp import Stamp


def standing_of(db: Database, claim_id: ClaimId) -> tuple[str, str, str] | None:
    """(claim number, status, reason of the hold); None where there is no such claim."""
    row = one(db, "select patient_control_number, status, hold_reason from claim where id = ?", [claim_id])
    return (row["patient_control_number"], row["status"], row["hold_reason"]) if row else None


def set_standing(db: Database, stamp: Stamp, claim_id: ClaimId, status: str, hold_reason: str) -> None:
    """Write where a claim stands; `status.change_status` decides whether it may."""
    update(db, "claim", claim_id, {"status": status, "hold_reason": hold_reason, **stamp.columns()})


def add_event(
    db: Database,
    stamp: Stamp,
    claim_id: ClaimId,
    before: str,
    after: str,
    *,
    text: str,
    submission_id: SubmissionId | None = None,
    remittance_id: RemittanceId | None = None,
) -> None:
    """Write one line of a claim's history; it is never changed afterwards."""
    insert(
        db,
        "claim_event",
        {
            "claim_id": claim_id,
            "at": moment_text(stamp.at),
            "status_before": before,
            "status_after": after,
            "text": text,
            "submission_id": submission_id,
            "remittance_id": remittance_id,
            "user_id": stamp.user_id,
        },
    )
