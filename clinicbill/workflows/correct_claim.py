"""Correct a claim the payer has: a replacement (7) or void (8) that names the payer's number of the original."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo, NotFound
from clinicbill.claims.current_store import load_office
from clinicbill.claims.profiles import claim_profile
from clinicbill.claims.status import ANSWERED, ON_ITS_WAY, ClaimStatus, change_status, words
from clinicbill.claims.store import add_claim, get_claim, line_ids_of
from clinicbill.db.connect import write
from clinicbill.workflows.check_claims import ClaimsOutcome, claim_now, keep_check
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.claim import Claim
    from clinicbill.claims.store import ClaimRecord
    from clinicbill.codesets.look_up import DiagnosisCodes

REPLACEMENT, VOID = "7", "8"
_WORDS = {REPLACEMENT: "Replacement", VOID: "Void"}
_VERBS = {REPLACEMENT: "replaces", VOID: "voids"}
# The payer has it: adjudicated, or accepted into adjudication.
_MAY_BE_CORRECTED = ANSWERED | ON_ITS_WAY


def correct_claim(
    db: Database,
    stamp: Stamp,
    claim_id: ClaimId,
    *,
    frequency: str = REPLACEMENT,
    original_reference: str = "",
    condition_codes: tuple[str, ...] = (),
    codes: DiagnosisCodes | None = None,
) -> ClaimsOutcome:
    """Make the claim that replaces or voids another with the payer; the other one then stands as “Replaced”.

    It has the same lines, as the visits now say them, a number of its own, and the payer's number of the original:
    the one given, else the one the remittance brought. Without any it stays a draft that asks for it (F26).
    `condition_codes` say what it asks for, such as W3 for a second review (item 10d); a correction asks for nothing.

    Source: NUCC 1500 manual, item 22; 005010X222A1, CLM05-3 and REF*F8.

    Raises:
        CannotDo: the frequency is neither 7 nor 8, or the payer does not have the claim: a rejected claim is
            released and sent again as an original. Or the payer takes no such claim: the sentence says why, and
            what to do instead (`PayerProfile.correction_refused`, `correction_instead`).
    """
    require(stamp, Act.WORK_CLAIM)
    office = load_office(db)
    with write(db):
        original = get_claim(db, claim_id)
        _refuse(original, frequency)
        _refuse_for_payer(claim_now(db, original, office, codes=codes), frequency)
        reference = original_reference.strip() or original.payer_control_number
        corrected = add_claim(
            db,
            stamp,
            _corrected(original, frequency, reference, condition_codes),
            line_ids_of(db, claim_id),
            text=f"{_WORDS[frequency]} of {original.patient_control_number}",
        )
        change_status(
            db,
            stamp,
            claim_id,
            ClaimStatus.REPLACED,
            text=f"{_WORDS[frequency]} {corrected.patient_control_number}",
        )
        checked, _ = keep_check(db, stamp, corrected, office, codes=codes)
    return ClaimsOutcome(
        changed=frozenset({"claims"}),
        message=f"Claim {corrected.patient_control_number} {_VERBS[frequency]} {original.patient_control_number}",
        row_id=corrected.id,
        claims=(checked,),
    )


def _refuse(original: ClaimRecord, frequency: str) -> None:
    number = original.patient_control_number
    if frequency not in _WORDS:
        raise CannotDo(f"Claim {number} was not corrected: choose replacement (7) or void (8).")
    if original.status not in _MAY_BE_CORRECTED:
        raise CannotDo(
            f"Claim {number} is “{words(original.status)}”, so the payer does not have it; nothing was changed: "
            "fix it and send it as an original."
        )


def _refuse_for_payer(original: Claim, frequency: str) -> None:
    """Where the payer takes no such claim, say so before one is made; one without a known profile is told later."""
    try:
        profile = claim_profile(original)
    except NotFound:
        return
    if frequency in profile.frequencies:
        return
    number, payer = original.patient_control_number, original.coverage.payer.name
    why = f"{payer} takes no {_WORDS[frequency].lower()} ({frequency})"
    because = f": {profile.correction_refused}" if profile.correction_refused else "."
    raise CannotDo(
        f"Claim {number} was not corrected, nothing was changed. {why}{because} {profile.correction_instead}".strip()
    )


def _corrected(
    original: ClaimRecord, frequency: str, reference: str, condition_codes: tuple[str, ...]
) -> ClaimRecord:
    return replace(
        original,
        condition_codes=condition_codes,
        frequency=frequency,
        original_reference=reference,
        status=ClaimStatus.DRAFT,
        hold_reason="",
        replaces_id=original.id,
        payer_control_number="",
    )
