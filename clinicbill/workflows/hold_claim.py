"""Hold a claim with a reason, and release it; also takes back what is on its way, to repair and send it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.claims.current_store import load_office
from clinicbill.claims.status import ON_ITS_WAY, ClaimStatus, change_status, words
from clinicbill.claims.store import get_claim
from clinicbill.db.connect import write
from clinicbill.workflows.check_claims import ClaimsOutcome, keep_check
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.codesets.look_up import DiagnosisCodes

_MAY_WAIT = frozenset(
    {
        ClaimStatus.DRAFT,
        ClaimStatus.READY,
        ClaimStatus.ON_HOLD,
        ClaimStatus.FILE_CREATED,
        ClaimStatus.PRINTED,
        ClaimStatus.REJECTED,
    }
)
_MAY_BE_RELEASED = ON_ITS_WAY | {ClaimStatus.ON_HOLD, ClaimStatus.REJECTED}


def hold_claim(db: Database, stamp: Stamp, claim_id: ClaimId, *, reason: str) -> Outcome:
    """Let a claim wait; it is not sent until it is released.

    Raises:
        CannotDo: no reason is given, or somebody outside has the claim already.
    """
    require(stamp, Act.WORK_CLAIM)
    with write(db):
        record = get_claim(db, claim_id)
        number = record.patient_control_number
        if not reason.strip():
            raise CannotDo(f"Claim {number} was not put on hold: say what it waits for.")
        if record.status not in _MAY_WAIT:
            raise CannotDo(
                f"Claim {number} is “{words(record.status)}”; nothing was changed: "
                "holding it here would not stop the payer."
            )
        change_status(db, stamp, claim_id, ClaimStatus.ON_HOLD, text=reason.strip())
    return Outcome(changed=frozenset({"claims"}), message=f"Claim {number} on hold: {reason.strip()}")


def release_claim(
    db: Database,
    stamp: Stamp,
    claim_id: ClaimId,
    *,
    text: str = "",
    codes: DiagnosisCodes | None = None,
) -> ClaimsOutcome:
    """Take a claim up again: from hold, after a rejection, or back from its way to be sent anew.

    Its checks run on today's records: it is ready with nothing to fix, a draft otherwise. `codes` is the code
    library.

    Raises:
        CannotDo: the claim does not wait and is not on its way.
    """
    require(stamp, Act.WORK_CLAIM)
    office = load_office(db)
    with write(db):
        record = get_claim(db, claim_id)
        number = record.patient_control_number
        if record.status not in _MAY_BE_RELEASED:
            raise CannotDo(
                f"Claim {number} is “{words(record.status)}”; nothing was changed: there is nothing to release."
            )
        change_status(
            db,
            stamp,
            claim_id,
            ClaimStatus.DRAFT,
            text=text.strip() or f"Taken up from “{words(record.status)}”",
        )
        checked, _ = keep_check(db, stamp, get_claim(db, claim_id), office, codes=codes)
    return ClaimsOutcome(
        changed=frozenset({"claims"}),
        message=f"Claim {number} is {words(checked.status).lower()}",
        row_id=claim_id,
        claims=(checked,),
    )
