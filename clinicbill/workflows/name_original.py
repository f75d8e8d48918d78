"""Name the payer's number of the original on a correction that was made without it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.claims.current_store import load_office
from clinicbill.claims.status import UNSENT, words
from clinicbill.claims.store import get_claim, save_claim
from clinicbill.db.connect import write
from clinicbill.workflows.check_claims import ClaimsOutcome, keep_check
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.codesets.look_up import DiagnosisCodes


def name_original(
    db: Database, stamp: Stamp, claim_id: ClaimId, reference: str, *, codes: DiagnosisCodes | None = None
) -> ClaimsOutcome:
    """Keep the payer's number of the original on an unsent correction, and check the claim again.

    Source: NUCC 1500 manual, item 22; 005010X222A1, REF*F8.

    Raises:
        NotAllowed: the role does not include work on claims.
        CannotDo: the claim was sent already.
    """
    require(stamp, Act.WORK_CLAIM)
    office = load_office(db)
    with write(db):
        record = get_claim(db, claim_id)
        if record.status not in UNSENT:
            raise CannotDo(
                f"Claim {record.patient_control_number} is “{words(record.status)}”; nothing was changed: "
                "make a corrected claim instead."
            )
        save_claim(db, stamp, replace(record, original_reference=reference.strip()))
        checked, _ = keep_check(db, stamp, get_claim(db, claim_id), office, codes=codes)
    return ClaimsOutcome(
        changed=frozenset({"claims"}),
        message=f"Claim {checked.number} is {words(checked.status).lower()}",
        row_id=claim_id,
        claims=(checked,),
    )
