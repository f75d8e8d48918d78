"""Keep what is typed at an unsent claim itself: the payer's number of the original, condition codes, item 19."""

from __future__ import annotations

from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDetails:
    """What no other record holds.

    Attributes:
        original_reference: the payer's number of the claim this one corrects (item 22, REF*F8).
        condition_codes: two characters each, such as W3 (item 10d, HI*BG).
        additional_information: item 19 and NTE*ADD.
    """

    original_reference: str = ""
    condition_codes: tuple[str, ...] = ()
    additional_information: str = ""


def condition_codes_of(text: str) -> tuple[str, ...]:
    """The codes of a line as it is typed: "w3, w4" gives W3 and W4; the checks look at each."""
    return tuple(text.upper().replace(",", " ").replace(";", " ").split())


def keep_claim_details(
    db: Database,
    stamp: Stamp,
    claim_id: ClaimId,
    details: ClaimDetails,
    *,
    codes: DiagnosisCodes | None = None,
) -> ClaimsOutcome:
    """Keep the details of an unsent claim, and check it again.

    Source: NUCC 1500 manual, items 10d, 19 and 22; 005010X222A1 HI*BG, NTE*ADD and REF*F8.

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
        kept = replace(
            record,
            original_reference=details.original_reference.strip(),
            condition_codes=details.condition_codes,
            additional_information=" ".join(details.additional_information.split()),
        )
        save_claim(db, stamp, kept)
        checked, _ = keep_check(db, stamp, get_claim(db, claim_id), office, codes=codes)
    return ClaimsOutcome(
        changed=frozenset({"claims"}),
        message=f"Claim {checked.number} is {words(checked.status).lower()}",
        row_id=claim_id,
        claims=(checked,),
    )
