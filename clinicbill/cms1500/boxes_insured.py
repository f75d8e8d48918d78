"""Items 4, 6, 7, 9, 11 and 13: the insured, and the other insurance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.cms1500.boxes_patient import SIGNATURE_ON_FILE
from clinicbill.cms1500.characters import folded, id_text, organization_text
from clinicbill.cms1500.formats import (
    MARK,
    address_parts,
    birth_date,
    last_first,
    last_first_forms,
    phone_parts,
    sex_marks,
)
from clinicbill.x12.claim_837p_subscriber import ACCIDENTS, SELF, insured

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.claims.claim import Claim, ClaimCoverage, OtherPayer, Subscriber
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.cms1500.formats import Parts

PROPERTY_CLAIM_NUMBER = "Y4"
_RELATIONSHIPS = {SELF: "self", "01": "spouse", "19": "child"}


def earlier_payer(claim: Claim) -> OtherPayer | None:
    """The insurance that pays before this claim's: the first of the others that is primary, or the first at all."""
    first = [other for other in claim.others if other.coverage.responsibility == "P"]
    return next(iter(first or claim.others), None)


def insured_coverage(claim: Claim, profile: PayerProfile) -> ClaimCoverage | None:
    """Whose insurance items 4, 6, 7, 11, 11a and 11c speak of; None where the payer wants them blank."""
    return INSURED[profile.insured](claim)


def shown_other(claim: Claim, profile: PayerProfile) -> OtherPayer | None:
    """The other insurance of items 9, 9a and 9d; None where there is none to show."""
    return OTHER_INSURED[profile.other_insured](claim)


def box_4(claim: Claim, profile: PayerProfile) -> Parts:
    """Insured's name, the employer in workers' compensation (NUCC item 4; CPM 26 item 4); 837P 2010BA NM1*IL."""
    coverage = insured_coverage(claim, profile)
    if coverage is None:
        return {}
    if profile.insured_same_word and coverage.relationship == SELF:
        return {"insured_name": profile.insured_same_word}
    return {"insured_name": _name(insured(coverage, claim))}


def names_4(claim: Claim, profile: PayerProfile) -> tuple[str, ...]:
    """Item 4 from the whole name to the shortest form that is still true; nothing where it is no person."""
    coverage = insured_coverage(claim, profile)
    return _person_forms(insured(coverage, claim)) if coverage else ()


def box_6(claim: Claim, profile: PayerProfile) -> Parts:
    """Patient's relationship to the insured, filled when item 4 is (NUCC item 6); 837P SBR02 or 2000C PAT01."""
    coverage = insured_coverage(claim, profile)
    return {_RELATIONSHIPS.get(coverage.relationship, "other"): MARK} if coverage else {}


def box_7(claim: Claim, profile: PayerProfile) -> Parts:
    """Insured's address, filled when item 4 is (NUCC item 7; CPM 26 item 7); 837P 2010BA N3, N4."""
    coverage = insured_coverage(claim, profile)
    if coverage is None:
        return {}
    person = insured(coverage, claim)
    if profile.insured_same_word and person.address == claim.patient.address:
        return {"street": profile.insured_same_word}
    parts = address_parts(person.address, hyphen=profile.zip_hyphen)
    return parts | (phone_parts(person.phone) if profile.phones else {})


def box_9(claim: Claim, profile: PayerProfile) -> Parts:
    """Other insured's name (NUCC item 9); for Medicare only a Medigap holder (CPM 26 item 9); 837P 2330A NM1*IL."""
    other = shown_other(claim, profile)
    if other is None:
        return {}
    if profile.other_insured == "medigap" and other.coverage.relationship == SELF:
        return {"other_insured_name": "SAME"}
    return {"other_insured_name": _name(insured(other.coverage, claim))}


def names_9(claim: Claim, profile: PayerProfile) -> tuple[str, ...]:
    """Item 9 from the whole name to the shortest form that is still true; nothing where it is no person."""
    other = shown_other(claim, profile)
    return _person_forms(insured(other.coverage, claim)) if other else ()


def box_9a(claim: Claim, profile: PayerProfile) -> Parts:
    """Other policy or group number; MEDIGAP before a Medigap policy (NUCC, CPM 26 item 9a); 837P 2320 SBR03."""
    other = shown_other(claim, profile)
    if other is None:
        return {}
    if profile.other_insured == "medigap":
        return {"other_policy": f"MEDIGAP {id_text(other.coverage.subscriber.member_id)}"}
    number = other.coverage.group_number or other.coverage.subscriber.member_id
    return {"other_policy": id_text(number)}


def box_9d(claim: Claim, profile: PayerProfile) -> Parts:
    """Other plan's name; the COBA id of a Medigap plan (NUCC, CPM 26 item 9d); 837P 2320 SBR04, 2330B NM109."""
    other = shown_other(claim, profile)
    if other is None:
        return {}
    if profile.other_insured == "medigap":
        return {"other_plan_name": id_text(other.coverage.payer.payer_number)}
    return {"other_plan_name": organization_text(other.coverage.plan_name or other.coverage.payer.name)}


def box_11(claim: Claim, profile: PayerProfile) -> Parts:
    """Policy, group or FECA number; NONE for Medicare as first payer (NUCC, CPM 26 item 11); 837P 2000B SBR03."""
    return {"policy_group_feca": POLICY_GROUP[profile.policy_group](claim)}


def box_11a(claim: Claim, profile: PayerProfile) -> Parts:
    """Insured's birth date and sex (NUCC item 11a; CPM 26 item 11a: only where not the patient); 837P 2010BA DMG."""
    coverage = insured_coverage(claim, profile)
    if coverage is None or (profile.insured_same_word and coverage.relationship == SELF):
        return {}
    person = insured(coverage, claim)
    return {} if person.organization else birth_date(person.birth_on) | sex_marks(person.sex)


def box_11b(claim: Claim, profile: PayerProfile) -> Parts:
    """Property and casualty claim number with Y4 left of the rule (NUCC item 11b); 837P 2010BA or 2010CA REF*Y4."""
    number = id_text(claim.case.claim_number)
    if not (profile.property_claim and number and claim.case.kind in ACCIDENTS):
        return {}
    return {"qualifier": PROPERTY_CLAIM_NUMBER, "other_claim_id": number}


def box_11c(claim: Claim, profile: PayerProfile) -> Parts:
    """Insurance plan or program (NUCC item 11c; CPM 26 item 11c); 837P 2000B SBR04."""
    coverage = insured_coverage(claim, profile)
    if coverage is None:
        return {}
    name = coverage.plan_name or (coverage.payer.name if profile.names_payer_as_plan else "")
    return {"plan_name": organization_text(name)}


def box_11d(claim: Claim, profile: PayerProfile) -> Parts:
    """Whether there is another health plan; YES asks for 9, 9a and 9d (NUCC item 11d); 837P loop 2320."""
    if not profile.another_plan:
        return {}
    return {"yes" if shown_other(claim, profile) else "no": MARK}


def box_13(claim: Claim, profile: PayerProfile) -> Parts:
    """Insured's signature that benefits go to the provider (NUCC item 13; CPM 26 item 13); 837P 2300 CLM08."""
    coverage = SIGNED_BENEFITS[profile.benefits_signature](claim)
    signed = coverage is not None and coverage.benefits_assigned and coverage.benefits_signed_on
    return {"signature": SIGNATURE_ON_FILE} if signed else {}


def _name(subscriber: Subscriber) -> str:
    return organization_text(subscriber.organization) or last_first(subscriber.name)


def _person_forms(subscriber: Subscriber) -> tuple[str, ...]:
    return () if subscriber.organization else last_first_forms(subscriber.name)


def _own_coverage(claim: Claim) -> ClaimCoverage | None:
    return claim.coverage


def _no_coverage(claim: Claim) -> None:
    return None


def _earlier_coverage(claim: Claim) -> ClaimCoverage | None:
    earlier = earlier_payer(claim)
    return earlier.coverage if earlier else None


def _first_other(claim: Claim) -> OtherPayer | None:
    return next(iter(claim.others), None)


def _medigap(claim: Claim) -> OtherPayer | None:
    return next((other for other in claim.others if other.coverage.payer.supplements_medicare), None)


def _medigap_coverage(claim: Claim) -> ClaimCoverage | None:
    medigap = _medigap(claim)
    return medigap.coverage if medigap else None


def _group_number(claim: Claim) -> str:
    return id_text(claim.coverage.group_number)


def _earlier_policy(claim: Claim) -> str:
    coverage = _earlier_coverage(claim)
    return id_text(coverage.group_number or coverage.subscriber.member_id) if coverage else ""


INSURED: dict[str, Callable[[Claim], ClaimCoverage | None]] = {
    "subscriber": _own_coverage,
    "employer": _own_coverage,
    "earlier_payer": _earlier_coverage,
    "blank": _no_coverage,
}
OTHER_INSURED: dict[str, Callable[[Claim], OtherPayer | None]] = {
    "other": _first_other,
    "medigap": _medigap,
    "blank": _no_coverage,
}
SIGNED_BENEFITS: dict[str, Callable[[Claim], ClaimCoverage | None]] = {
    "assigned": _own_coverage,
    "medigap": _medigap_coverage,
    "blank": _no_coverage,
}
POLICY_GROUP: dict[str, Callable[[Claim], str]] = {
    "group_number": _group_number,
    "none": lambda claim: folded("none"),
    "earlier_payer": _earlier_policy,
    "claim_number": lambda claim: id_text(claim.case.claim_number),
    "blank": lambda claim: "",
}
