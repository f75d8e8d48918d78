"""The claim itself in an 837P: amounts, dates, references, diagnoses and conditions.

Source: ASC X12N 005010X222A1, loop 2300.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.x12.claim_837p_parts import plain_id
from clinicbill.x12.claim_837p_subscriber import ACCIDENTS
from clinicbill.x12.writer import fold, free_text

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.claims.claim import Claim
    from clinicbill.x12.claim_837p_parts import Row, Rows
    from clinicbill.x12.companion import Companion

_CAUSES = {"auto": "AA", "workers_comp": "EM"}
# CRC03 where a child's screening led to no referral; CRC02 is N with it.
_NO_REFERRAL = "NU"
# HI holds so many codes.
_CODES = 12


def claim_2300(claim: Claim, companion: Companion) -> Rows:
    """Loop 2300 in the order of the guide: CLM, DTP, AMT, REF, NTE, CRC, HI."""
    yield claim_information(claim)
    yield from claim_dates(claim)
    if companion.amount_paid and claim.amount_paid:
        yield ("AMT", "F5", claim.amount_paid)
    yield from claim_references(claim)
    if claim.additional_information:
        yield ("NTE", "ADD", free_text(claim.additional_information))
    yield from screening_referral(claim)
    yield diagnoses(claim)
    yield from conditions(claim)


def claim_information(claim: Claim) -> Row:
    """CLM: number, total, place and frequency, signatures, assignment, accident. Paper: 26, 28, 22, 31, 27, 13, 12, 10."""
    signed = claim.lines[0].rendering.signature_on_file_on is not None
    return (
        "CLM",
        claim.patient_control_number,
        claim.total,
        "",
        "",
        (claim.pos, "B", claim.frequency),
        "Y" if signed else "N",
        "A" if claim.coverage.accepts_assignment else "C",
        "Y" if claim.coverage.benefits_assigned else "N",
        "Y" if claim.patient.signature_on_file_on else "I",
        "",
        _related_causes(claim),
    )


def _related_causes(claim: Claim) -> tuple[str, ...]:
    """CLM11: up to three causes, then the state of an auto accident. Paper: items 10a–10c."""
    codes = [_CAUSES[claim.case.kind]] if claim.case.kind in _CAUSES else []
    codes += ["OA"] if claim.case.other_accident else []
    state = claim.case.accident_state if claim.case.kind == "auto" else ""
    return (*[*codes, "", ""][:3], state) if codes else ()


def claim_dates(claim: Claim) -> Rows:
    """DTP: what is known of the condition. Paper: items 14, 15, 16, 18.

    The file always says what a date is, also where a payer's paper form wants it bare: the start of treatment is
    DTP*454 for Medicare too. The guide has DTP*444 for property and casualty claims only.
    """
    case = claim.case
    onset = case.onset_on if case.onset_on != claim.first_service_on else None
    accident = case.kind in ACCIDENTS or case.other_accident
    known = (
        ("431", onset),
        ("454", case.initial_treatment_on),
        ("304", case.last_seen_on),
        ("453", case.acute_manifestation_on),
        ("439", case.accident_on if accident else None),
        ("484", case.last_menstrual_on),
        ("455", case.last_xray_on),
        ("471", case.prescription_on),
        *_disability(case.unable_from_on, case.unable_to_on),
        ("435", case.hospital_from_on),
        ("096", case.hospital_to_on),
        ("090", case.assumed_care_on),
        ("091", case.relinquished_care_on),
        ("444", case.first_contact_on if case.kind in ACCIDENTS else None),
    )
    for qualifier, day in known:
        if day is not None:
            yield ("DTP", qualifier, "RD8" if isinstance(day, str) else "D8", day)


def _disability(start: date | None, end: date | None) -> tuple[tuple[str, date | str | None], ...]:
    """DTP*314 with both days, else 360 or 361 with the one that is known."""
    if start and end:
        return (("314", f"{start:%Y%m%d}-{end:%Y%m%d}"),)
    return (("360", start), ("361", end))


def claim_references(claim: Claim) -> Rows:
    """REF: referral, authorization, the payer's number of the original, our chart number. Paper: items 23 and 22."""
    references = (
        ("9F", claim.referral_number),
        ("G1", claim.authorization_number),
        ("F8", claim.original_reference if claim.frequency != "1" else ""),
        ("EA", claim.patient.chart_number),
    )
    for qualifier, number in references:
        if number:
            yield ("REF", qualifier, fold(number))


def screening_referral(claim: Claim) -> Rows:
    """CRC*ZZ: what came of a child's screening (EPSDT): Y and up to three codes, or N and NU. Paper: item 24H shaded.

    A line that says NU adds nothing where another one led to a referral.
    """
    codes = dict.fromkeys(line.epsdt for line in claim.lines if line.epsdt)
    referrals = [code for code in codes if code != _NO_REFERRAL]
    if referrals:
        yield ("CRC", "ZZ", "Y", *referrals)
    elif codes:
        yield ("CRC", "ZZ", "N", _NO_REFERRAL)


def diagnoses(claim: Claim) -> Row:
    """HI: the first ABK, the others ABF, without dots. Paper: item 21."""
    return (
        "HI",
        *(("ABF" if place else "ABK", plain_id(code)) for place, code in enumerate(claim.diagnoses)),
    )


def conditions(claim: Claim) -> Rows:
    """HI: the condition codes, each with BG, in segments of their own behind the diagnoses. Paper: item 10d."""
    codes = claim.condition_codes
    for start in range(0, len(codes), _CODES):
        yield ("HI", *(("BG", plain_id(code)) for code in codes[start : start + _CODES]))
