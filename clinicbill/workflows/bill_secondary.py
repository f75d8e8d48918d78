"""Bill the next insurance for what the one before it has decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.identifiers import EncounterId
from clinicbill.claims.assemble_parties import RESPONSIBILITIES
from clinicbill.claims.current_store import insurances_of, load_office
from clinicbill.claims.status import ANSWERED, ClaimStatus, words
from clinicbill.claims.store import add_claim, claims_of_lines, encounter_ids_of, get_claim, line_ids_of
from clinicbill.db.connect import write
from clinicbill.encounters.store import get_encounters
from clinicbill.patients.store import get_case
from clinicbill.workflows.check_claims import ClaimsOutcome, keep_check
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.read_decisions import forwarded_to

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.store import ClaimRecord
    from clinicbill.codesets.look_up import DiagnosisCodes
    from clinicbill.patients.coverage import Coverage


def bill_secondary(
    db: Database, stamp: Stamp, claim_id: ClaimId, *, codes: DiagnosisCodes | None = None
) -> ClaimsOutcome:
    """Make the claim to the insurance after this claim's one, on the same lines, with the decision on them.

    Source: 005010X222A1, loops 2320, 2330 and 2430; the amounts are those of the posted remittance.

    Raises:
        CannotDo: the payer has not answered, has sent the claim on by itself (crossover), there is no further
            insurance on the day of service, or that one was billed already.
    """
    require(stamp, Act.WORK_CLAIM)
    office = load_office(db)
    with write(db):
        earlier = get_claim(db, claim_id)
        _refuse_unanswered(db, earlier)
        coverage, place = _next_insurance(db, earlier)
        record = replace(
            earlier,
            coverage_id=coverage.id,
            payer_id=coverage.payer_id,
            responsibility=RESPONSIBILITIES[place],
            frequency="1",
            original_reference="",
            delivery=office.payers[coverage.payer_id].delivery,
            status=ClaimStatus.DRAFT,
            hold_reason="",
            authorization_id=None,
            replaces_id=None,
            payer_control_number="",
        )
        text = f"After {earlier.patient_control_number} was answered"
        added = add_claim(db, stamp, record, line_ids_of(db, claim_id), text=text)
        checked, _ = keep_check(db, stamp, added, office, codes=codes)
    return ClaimsOutcome(
        changed=frozenset({"claims"}),
        message=f"Claim {added.patient_control_number} to {office.payers[coverage.payer_id].name}",
        row_id=added.id,
        claims=(checked,),
    )


def _refuse_unanswered(db: Database, earlier: ClaimRecord) -> None:
    number = earlier.patient_control_number
    if earlier.status not in ANSWERED:
        raise CannotDo(
            f"Claim {number} is “{words(earlier.status)}”; nothing was billed: post its remittance first."
        )
    if to := forwarded_to(db, earlier):
        raise CannotDo(
            f"The payer of claim {number} has sent it on to {to} by itself; nothing was billed: "
            "wait for that remittance."
        )


def _next_insurance(db: Database, earlier: ClaimRecord) -> tuple[Coverage, int]:
    """The insurance after the claim's one on its day of service, and its place from 0."""
    number = earlier.patient_control_number
    visits = get_encounters(db, [EncounterId(visit) for visit in encounter_ids_of(db, earlier.id)])
    order = insurances_of(db, earlier, visits, get_case(db, earlier.case_id))
    place = [coverage.id for coverage in order].index(earlier.coverage_id) + 1
    if place == len(order):
        raise CannotDo(f"Nobody insures the patient after the payer of claim {number}; nothing was billed.")
    for other in claims_of_lines(db, line_ids_of(db, earlier.id)):
        if other.coverage_id == order[place].id:
            raise CannotDo(
                f"The next insurance was billed with claim {other.patient_control_number} already; nothing was billed."
            )
    return order[place], place
