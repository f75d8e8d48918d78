"""Submit claims: one 837P file, kept with its exact bytes and the frozen Claims behind it, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.identifiers import ClaimId, SubmissionId
from clinicbill.basics.words import counted
from clinicbill.claims.current_store import load_office
from clinicbill.claims.sent_store import (
    FILE_837P,
    add_submission,
    claims_of_submission,
    get_submission,
)
from clinicbill.claims.status import UNSENT, ClaimStatus, change_status, words
from clinicbill.claims.store import get_claim, next_control_number
from clinicbill.db.connect import write
from clinicbill.practice.payer import Delivery
from clinicbill.workflows.check_claims import CheckedClaim, ClaimsOutcome, keep_check
from clinicbill.workflows.permissions import Act, require
from clinicbill.x12.claim_837p import Submitter, claims_file
from clinicbill.x12.envelope import CLAIM_837P, Interchange

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.claim import Claim
    from clinicbill.claims.store import ClaimRecord
    from clinicbill.codesets.look_up import DiagnosisCodes
    from clinicbill.practice.practice import Practice

_NEEDED = (
    ("submitter_id", "submitter ID"),
    ("receiver_id", "receiver ID"),
    ("receiver_name", "receiver name"),
    ("contact_name", "contact person"),
    ("phone", "phone"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFile:
    """A file to hand over: its stored bytes under its name."""

    submission_id: SubmissionId
    file_name: str
    content: bytes
    claim_ids: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitOutcome(ClaimsOutcome):
    """What became of each claim.

    Attributes:
        file: the new file; None where no claim could go.
    """

    file: SubmissionFile | None = None


def submit_claims(
    db: Database,
    stamp: Stamp,
    claim_ids: Iterable[ClaimId],
    *,
    codes: DiagnosisCodes | None = None,
    usage: str = "P",
) -> SubmitOutcome:
    """Make the 837P file of electronic claims; each is checked once more, and what has something to fix stays out.

    The file, its SHA-256, the frozen Claims and the control numbers are kept together, and the claims stand as
    “File created”: made is not sent. Claims with something to fix go back to draft and are left out; what was left
    out stands among the outcome's claims with its findings. `usage` is ISA15: P for production, T for test.

    Raises:
        CannotDo: a claim is on hold, was sent already or goes on paper, or Setup lacks what a file needs.
    """
    require(stamp, Act.SEND_CLAIMS)
    office = load_office(db)
    _require_addresses(office.practice)
    with write(db):
        checked, going = [], []
        for claim_id in claim_ids:
            record = get_claim(db, claim_id)
            _require_sendable(record)
            told, claim = keep_check(db, stamp, record, office, codes=codes)
            checked.append(told)
            if not told.stopped:
                going.append(claim)
        file = _keep_file(db, stamp, going, office.practice, usage=usage) if going else None
    return _outcome(checked, file)


def export_again(db: Database, stamp: Stamp, submission_id: SubmissionId) -> SubmissionFile:
    """The stored bytes of a sending, byte for byte; each of its claims remembers that it was written again.

    Raises:
        NotFound: there is no such sending.
    """
    require(stamp, Act.SEND_CLAIMS)
    with write(db):
        submission = get_submission(db, submission_id)
        sent = claims_of_submission(db, submission_id)
        for one in sent:
            status = get_claim(db, one.claim_id).status
            text = f"Written again: {submission.file_name}"
            change_status(db, stamp, one.claim_id, status, text=text, submission_id=submission_id)
    return SubmissionFile(
        submission_id=submission_id,
        file_name=submission.file_name,
        content=submission.content,
        claim_ids=tuple(one.claim_id for one in sent),
    )


def _require_sendable(record: ClaimRecord) -> None:
    number = record.patient_control_number
    if record.delivery is Delivery.PAPER:
        raise CannotDo(f"Claim {number} goes on paper; nothing was sent: print it instead.")
    if record.status is ClaimStatus.ON_HOLD:
        raise CannotDo(
            f"Claim {number} is on hold ({record.hold_reason}); nothing was sent: release it first."
        )
    if record.status not in UNSENT:
        raise CannotDo(
            f"Claim {number} is “{words(record.status)}” already; nothing was sent: "
            "export its file again, or take it back first."
        )


def _require_addresses(practice: Practice) -> None:
    missing = [words for field, words in _NEEDED if not getattr(practice, field).strip()]
    if missing:
        raise CannotDo(
            f"No file was made, because Setup has no {', no '.join(missing)}; nothing was changed: "
            "enter it under Setup, Practice."
        )


def _keep_file(
    db: Database, stamp: Stamp, claims: Sequence[Claim], practice: Practice, *, usage: str
) -> SubmissionFile:
    number = next_control_number(db, "interchange")
    made = claims_file(
        claims,
        interchange=Interchange(
            kind=CLAIM_837P,
            sender_id=practice.submitter_id,
            receiver_id=practice.receiver_id,
            control_number=number,
            made_at=stamp.at.astimezone(ZoneInfo(practice.time_zone)),
            usage=usage,
        ),
        submitter=Submitter(
            name=practice.name,
            submitter_id=practice.submitter_id,
            contact_name=practice.contact_name,
            phone=practice.phone,
            receiver_name=practice.receiver_name,
            receiver_id=practice.receiver_id,
        ),
    )
    file_name = f"837P-{number:09d}.837"
    submission_id = add_submission(
        db,
        stamp,
        kind=FILE_837P,
        file_name=file_name,
        content=made.content,
        claims=[(claim, made.transaction_of(claim.claim_id).number) for claim in claims],
        receiver=practice.receiver_id,
        interchange_control=f"{number:09d}",
    )
    for claim in claims:
        change_status(
            db,
            stamp,
            ClaimId(claim.claim_id),
            ClaimStatus.FILE_CREATED,
            text=f"In file {file_name}",
            submission_id=submission_id,
        )
    return SubmissionFile(
        submission_id=submission_id,
        file_name=file_name,
        content=made.content,
        claim_ids=tuple(ClaimId(claim.claim_id) for claim in claims),
    )


def _outcome(checked: Sequence[CheckedClaim], file: SubmissionFile | None) -> SubmitOutcome:
    stopped = sum(claim.stopped for claim in checked)
    if file is None:
        findings = tuple(finding for claim in checked for finding in claim.findings)
        return SubmitOutcome(
            changed=frozenset({"claims"}),
            findings=findings,
            message="No file was made: every claim has something to fix",
            claims=tuple(checked),
        )
    left_out = f"; {counted(stopped, 'claim')} left out with something to fix" if stopped else ""
    return SubmitOutcome(
        changed=frozenset({"claims"}),
        message=f"{counted(len(file.claim_ids), 'claim')} in {file.file_name}{left_out}",
        row_id=file.submission_id,
        claims=tuple(
            claim if claim.stopped else claim.moved_to(ClaimStatus.FILE_CREATED) for claim in checked
        ),
        file=file,
    )
