"""Record what a clearinghouse or payer said of a claim, where no 277CA file brings it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.claims.status import MOVES, ClaimStatus, change_status, words
from clinicbill.claims.store import get_claim
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId
    from clinicbill.basics.stamp import Stamp

ANSWERS = (ClaimStatus.CLEARINGHOUSE_ACCEPTED, ClaimStatus.PAYER_ACCEPTED, ClaimStatus.REJECTED)


def answers_for(status: ClaimStatus) -> tuple[ClaimStatus, ...]:
    """The answers that make sense from where a claim stands."""
    return tuple(answer for answer in ANSWERS if answer in MOVES[status])


def record_answer(
    db: Database, stamp: Stamp, claim_id: ClaimId, answer: ClaimStatus, *, text: str
) -> Outcome:
    """Move a claim to what was answered, with the words of the answer as its evidence; a rejection needs its reason.

    Raises:
        NotAllowed: the role does not include work on claims.
        CannotDo: the answer makes no sense from where the claim stands.
    """
    require(stamp, Act.WORK_CLAIM)
    if answer is ClaimStatus.REJECTED and not text.strip():
        return Outcome(findings=(_no_reason(),))
    number = get_claim(db, claim_id).patient_control_number
    change_status(db, stamp, claim_id, answer, text=text.strip() or words(answer))
    return Outcome(changed=frozenset({"claims"}), message=f"Claim {number}: {words(answer).lower()}")


def _no_reason() -> Finding:
    return Finding(
        rule="L24",
        severity=Severity.MUST_FIX,
        message="A rejection needs its reason.",
        where="reason",
        why="Without it nobody knows what to mend before the claim is sent again.",
        source="house rule",
        fix="Type what the report says.",
        field="text",
    )
