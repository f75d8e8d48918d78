"""Mark claims as sent: the file went to the clearinghouse, the form into the mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.words import counted
from clinicbill.claims.status import ClaimStatus, change_status, words
from clinicbill.claims.store import get_claim
from clinicbill.db.connect import write
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId
    from clinicbill.basics.stamp import Stamp

_AFTER = {ClaimStatus.FILE_CREATED: ClaimStatus.SENT, ClaimStatus.PRINTED: ClaimStatus.MAILED}


def mark_sent(db: Database, stamp: Stamp, claim_ids: Iterable[ClaimId], *, text: str = "") -> Outcome:
    """A file that was created counts as sent, a printed form as mailed; all or none.

    `text` is the evidence that stops the filing clock later: a tracking number, a fax report, a portal receipt.

    Raises:
        CannotDo: a claim's file was not created, or it is not printed.
    """
    require(stamp, Act.SEND_CLAIMS)
    with write(db):
        count = 0
        for claim_id in claim_ids:
            record = get_claim(db, claim_id)
            after = _AFTER.get(record.status)
            if after is None:
                raise CannotDo(
                    f"Claim {record.patient_control_number} is “{words(record.status)}”; nothing was changed: "
                    "only a file that was created or a form that was printed can be marked as sent."
                )
            change_status(db, stamp, claim_id, after, text=text.strip() or words(after))
            count += 1
    return Outcome(changed=frozenset({"claims"}), message=f"{counted(count, 'claim')} marked as sent")
