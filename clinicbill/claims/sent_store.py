"""What was sent: the exact bytes of every file and form, and the frozen Claim behind each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from clinicbill.basics.dates import moment_text, parse_moment
from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import ClaimId, SubmissionId
from clinicbill.claims.claim import Claim
from clinicbill.claims.content import from_json, to_json
from clinicbill.db.connect import one, rows, write
from clinicbill.db.rows import insert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp

FILE_837P, PAPER = "837P", "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One sending as it was made.

    Attributes:
        kind: 837P or paper.
        content: the exact bytes; `sha256` is theirs.
        interchange_control: ISA13 with its leading zeros; empty for paper.
    """

    id: SubmissionId
    kind: str
    file_name: str
    receiver: str
    content: bytes
    sha256: str
    interchange_control: str
    created_at: datetime
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentClaim:
    """A claim as one sending said it; `transaction_control` is its ST02, empty for paper."""

    submission_id: SubmissionId
    claim_id: ClaimId
    transaction_control: str
    claim: Claim


def add_submission(
    db: Database,
    stamp: Stamp,
    *,
    kind: str,
    file_name: str,
    content: bytes,
    claims: Sequence[tuple[Claim, str]],
    receiver: str = "",
    interchange_control: str = "",
) -> SubmissionId:
    """Keep a file or form for good: its bytes, their SHA-256, and each claim (with its ST02) as JSON."""
    with write(db):
        row: dict[str, str | int | bytes] = {
            "kind": kind,
            "file_name": file_name,
            "receiver": receiver,
            "content": content,
            "sha256": hashlib.sha256(content).hexdigest(),
            "interchange_control": interchange_control,
            "created_at": moment_text(stamp.at),
            "user_id": stamp.user_id,
        }
        submission_id = SubmissionId(insert(db, "submission", row))
        for position, (claim, transaction) in enumerate(claims, 1):
            sent: dict[str, str | int] = {
                "submission_id": submission_id,
                "claim_id": claim.claim_id,
                "position": position,
                "transaction_control": transaction,
                "content": to_json(claim),
                "user_id": stamp.user_id,
            }
            insert(db, "submission_claim", sent)
        return submission_id


def get_submission(db: Database, submission_id: SubmissionId) -> Submission:
    """One sending with its bytes.

    Raises:
        NotFound: there is none with this number.
    """
    row = one(
        db,
        "select s.*, u.name as user_name from submission s join user u on u.id = s.user_id where s.id = ?",
        [submission_id],
    )
    if row is None:
        raise NotFound(f"There is no sending {submission_id}; nothing was done: look at the claim’s history.")
    return _submission(row)


def submissions_of(db: Database, claim_id: ClaimId) -> list[Submission]:
    """Every sending a claim was part of, the newest first."""
    found = rows(
        db,
        "select s.*, u.name as user_name from submission s join user u on u.id = s.user_id "
        "where s.id in (select submission_id from submission_claim where claim_id = ?) order by s.id desc",
        [claim_id],
    )
    return [_submission(row) for row in found]


def claims_of_submission(db: Database, submission_id: SubmissionId) -> list[SentClaim]:
    """The claims of a sending, as it said them, in its order."""
    found = rows(
        db, "select * from submission_claim where submission_id = ? order by position", [submission_id]
    )
    return [_sent_claim(row) for row in found]


def last_sent(db: Database, claim_id: ClaimId) -> SentClaim | None:
    """The claim as it was sent last; None where it never was."""
    row = one(db, "select * from submission_claim where claim_id = ? order by id desc limit 1", [claim_id])
    return _sent_claim(row) if row else None


def _submission(row: dict[str, Any]) -> Submission:
    return Submission(
        id=SubmissionId(row["id"]),
        kind=row["kind"],
        file_name=row["file_name"],
        receiver=row["receiver"],
        content=bytes(row["content"]),
        sha256=row["sha256"],
        interchange_control=row["interchange_control"],
        created_at=parse_moment(row["created_at"]),
        user=row["user_name"],
    )


def _sent_claim(row: dict[str, Any]) -> SentClaim:
    return SentClaim(
        submission_id=SubmissionId(row["submission_id"]),
        claim_id=ClaimId(row["claim_id"]),
        transaction_control=row["transaction_control"],
        claim=from_json(row["content"]),
    )
