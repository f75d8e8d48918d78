"""The carrier block and items 1, 1a, 2, 3, 5, 10 and 12: payer, patient, and what the condition comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.cms1500.characters import address_text, folded, id_text, organization_text
from clinicbill.cms1500.formats import (
    BETWEEN,
    MARK,
    address_parts,
    birth_date,
    city_line,
    last_first,
    last_first_forms,
    phone_parts,
    sex_marks,
    yes_no,
)

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim, ClaimCoverage
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.cms1500.formats import Parts

SIGNATURE_ON_FILE = "SIGNATURE ON FILE"
# Claim filing code of Medicaid.
MEDICAID = "MC"


def box_carrier(claim: Claim, profile: PayerProfile) -> Parts:
    """Name and claim address of the payer, top right (NUCC carrier block); 837P 2010BB NM103, N3, N4."""
    payer = claim.coverage.payer
    lines = [address_text(payer.address.street), address_text(payer.address.street2)]
    first, second = ([line for line in lines if line] + ["", ""])[:2]
    return {
        "name": organization_text(payer.name),
        "addr1": first,
        "addr2": second,
        "city_state_zip": city_line(payer.address, hyphen=profile.zip_hyphen),
    }


def box_1(claim: Claim, profile: PayerProfile) -> Parts:
    """Kind of coverage, exactly one X (NUCC item 1; CPM 26 §10.2 item 1); 837P 2000B SBR09."""
    return {profile.coverage_mark: MARK}


def box_1a(claim: Claim, profile: PayerProfile) -> Parts:
    """Id on the card, without hyphens or blanks (NUCC item 1a; CPM 26 item 1a); 837P 2010BA NM109."""
    return {"insured_id": id_text(claim.coverage.subscriber.member_id)}


def box_2(claim: Claim, profile: PayerProfile) -> Parts:
    """Patient's name (NUCC item 2; CPM 26 item 2); 837P 2010BA or 2010CA NM103–NM107."""
    return {"patient_name": last_first(claim.patient.name)}


def names_2(claim: Claim, profile: PayerProfile) -> tuple[str, ...]:
    """Item 2 from the whole name to the shortest form that is still true."""
    return last_first_forms(claim.patient.name)


def box_3(claim: Claim, profile: PayerProfile) -> Parts:
    """Birth date in eight digits and sex (NUCC item 3; CPM 26 item 3); 837P 2010BA or 2010CA DMG02, DMG03."""
    return birth_date(claim.patient.birth_on) | sex_marks(claim.patient.sex)


def box_5(claim: Claim, profile: PayerProfile) -> Parts:
    """Patient's address, no punctuation; a telephone where the payer takes one (NUCC item 5); 837P N3, N4."""
    parts = address_parts(claim.patient.address, hyphen=profile.zip_hyphen)
    return parts | (phone_parts(claim.patient.phone) if profile.phones else {})


def box_10a(claim: Claim, profile: PayerProfile) -> Parts:
    """Whether the condition comes from employment (NUCC item 10a); 837P 2300 CLM11 = EM."""
    return yes_no("employment", yes=claim.case.kind == "workers_comp")


def box_10b(claim: Claim, profile: PayerProfile) -> Parts:
    """Whether it comes from an auto accident, with its state (NUCC item 10b); 837P CLM11 = AA, CLM11-4."""
    auto = claim.case.kind == "auto"
    return yes_no("auto", yes=auto) | ({"auto_state": folded(claim.case.accident_state)} if auto else {})


def box_10c(claim: Claim, profile: PayerProfile) -> Parts:
    """Whether it comes from another accident (NUCC item 10c); 837P 2300 CLM11 = OA."""
    return yes_no("other_acc", yes=claim.case.other_accident)


def medicaid(claim: Claim) -> ClaimCoverage | None:
    """The patient's Medicaid, where it is one of the other insurances."""
    codes = ((other.coverage, other.coverage.payer.claim_filing_code) for other in claim.others)
    return next((coverage for coverage, code in codes if code == MEDICAID), None)


def box_10d(claim: Claim, profile: PayerProfile) -> Parts:
    """Condition codes, three blanks apart (NUCC item 10d); for Medicare MCD and the Medicaid number (CPM 26 item 10d).

    837P 2300 HI*BG. Medicare uses the box for nothing else.
    """
    if profile.claim_code == "medicaid_number":
        second = medicaid(claim)
        return {"claim_codes": f"MCD {id_text(second.subscriber.member_id)}"} if second else {}
    codes = (f"{profile.condition_prefix}{id_text(code)}" for code in claim.condition_codes)
    return {"claim_codes": BETWEEN.join(codes)}


def box_12(claim: Claim, profile: PayerProfile) -> Parts:
    """Patient's signature on file; dated only where the patient signs the form (NUCC item 12); 837P 2300 CLM09."""
    return {"signature": SIGNATURE_ON_FILE} if claim.patient.signature_on_file_on else {}
