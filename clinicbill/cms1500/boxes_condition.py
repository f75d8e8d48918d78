"""Items 14 to 23: dates of the condition, referring provider, diagnoses, resubmission and authorization."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.cms1500.characters import folded, id_text, name_text
from clinicbill.cms1500.formats import MARK, cents_run, diagnosis, first_last_forms, six_digits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.claims.claim import Claim
    from clinicbill.claims.profile import DateRule, PayerProfile
    from clinicbill.cms1500.formats import Parts
    from clinicbill.cms1500.pages import Sheet

ICD_10 = "0"
# Claim frequency of a first claim.
ORIGINAL = "1"
# Item 19: what fits right of its caption, and on the line below.
FIRST_LINE, SECOND_LINE = 23, 48
# What a payer profile may name in items 14 and 15 → the field of ClaimCase.
EVENTS = {
    "onset": "onset_on",
    "accident": "accident_on",
    "last_menstrual": "last_menstrual_on",
    "initial_treatment": "initial_treatment_on",
    "last_seen": "last_seen_on",
    "acute_manifestation": "acute_manifestation_on",
    "last_xray": "last_xray_on",
    "prescription": "prescription_on",
    "assumed_care": "assumed_care_on",
    "relinquished_care": "relinquished_care_on",
    "first_contact": "first_contact_on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDate:
    """A date of the case as it stands in item 14 or 15; `field` is the field of ClaimCase it comes from."""

    field: str
    day: date
    qualifier: str


def illness_date(claim: Claim, profile: PayerProfile) -> CaseDate | None:
    """What stands in item 14: by the payer's order of events, another order where a line manipulates the spine.

    Source: NUCC item 14 (431 onset, 484 last menstrual period); CPM 26 item 14 (no qualifier; for chiropractic the
    start of the course of treatment).
    """
    return _first_known(claim, profile.illness_rules([line.procedure_code for line in claim.lines]))


def other_date(claim: Claim, profile: PayerProfile) -> CaseDate | None:
    """What stands in item 15: the first known event by the payer's order that item 14 does not show already.

    Source: NUCC item 15 (454 initial treatment, 304 latest visit, 453 acute manifestation, 439 accident, 455 last
    X-ray, 471 prescription, 090 and 091 assumed and relinquished care, 444 first contact); CPM 26 item 15 (blank).
    """
    shown = illness_date(claim, profile)
    used = shown.field if shown else ""
    return _first_known(claim, (rule for rule in profile.other_dates if EVENTS[rule.event] != used))


def box_14(claim: Claim, profile: PayerProfile) -> Parts:
    """Date of current illness or injury with its qualifier (NUCC, CPM 26 item 14); 837P 2300 DTP*431, 439, 454 or 484."""
    shown = illness_date(claim, profile)
    return six_digits(shown.day) | {"qualifier": shown.qualifier} if shown else {}


def box_15(claim: Claim, profile: PayerProfile) -> Parts:
    """Another date of the condition with its qualifier (NUCC, CPM 26 item 15); 837P 2300 DTP of the same number."""
    shown = other_date(claim, profile)
    return six_digits(shown.day) | {"qualifier": shown.qualifier} if shown else {}


def box_16(claim: Claim, profile: PayerProfile) -> Parts:
    """Days unable to work (NUCC, CPM 26 item 16); 837P 2300 DTP*314, 360 or 361."""
    case = claim.case
    return six_digits(case.unable_from_on, prefix="from_") | six_digits(case.unable_to_on, prefix="to_")


def box_17(claim: Claim, profile: PayerProfile) -> Parts:
    """Referring, ordering or supervising provider, qualifier left of the rule (NUCC, CPM 26 item 17); 2310A NM1."""
    referring = claim.referring
    return {"qualifier": referring.qualifier, "name": names_17(claim, profile)[0]} if referring else {}


def names_17(claim: Claim, profile: PayerProfile) -> tuple[str, ...]:
    """The name of item 17 from the whole to the shortest form that is still true; nothing without a provider."""
    referring = claim.referring
    if referring is None:
        return ()
    if profile.referring_name == "first_last":
        return (f"{name_text(referring.name.first)} {name_text(referring.name.last)}".strip(),)
    return first_last_forms(referring.name, referring.credential)


def box_17a(claim: Claim, profile: PayerProfile) -> Parts:
    """Other id of item 17 and its qualifier (NUCC item 17a; CPM 26: content is refused); 2310A, 2310D or 2420E REF."""
    other = claim.referring.other_id if claim.referring and profile.other_ids else None
    return {"qualifier": other.qualifier, "other_id": id_text(other.number)} if other else {}


def box_17b(claim: Claim, profile: PayerProfile) -> Parts:
    """NPI of item 17 (NUCC, CPM 26 item 17b); 837P 2310A NM109."""
    return {"npi": id_text(claim.referring.npi)} if claim.referring else {}


def box_18(claim: Claim, profile: PayerProfile) -> Parts:
    """Hospital stay the services belong to (NUCC, CPM 26 item 18); 837P 2300 DTP*435 and 096."""
    case = claim.case
    return six_digits(case.hospital_from_on, prefix="from_") | six_digits(case.hospital_to_on, prefix="to_")


def box_19(claim: Claim, profile: PayerProfile) -> Parts:
    """Additional information; line narratives where the payer reads them here (NUCC, CPM 26 item 19); 2300 NTE."""
    texts = [claim.additional_information]
    if profile.narrative == "item_19":
        texts += dict.fromkeys(line.narrative for line in claim.lines)
    text = " ".join(folded(part) for part in texts if part)
    if len(text) <= SECOND_LINE:
        return {"line2": text}
    first, second = _two_lines(text)
    return {"line1": first, "line2": second}


def box_20(sheet: Sheet) -> Parts:
    """YES and what was paid for a service bought from another provider, without a point (NUCC, CPM 26 item 20).

    837P 2400 PS1. Item 32 then says who performed it; a form has room for one such service.
    """
    bought = [line.purchased for line in sheet.lines if line.purchased is not None]
    if bought:
        return {"yes": MARK, "charges_no_decimal": cents_run(Money.total(bought))}
    return {"no": MARK} if sheet.profile.outside_lab == "no" else {}


def box_21(sheet: Sheet) -> Parts:
    """Diagnoses A to L without dots, ICD indicator 0 for ICD-10-CM (NUCC, CPM 26 item 21); 837P 2300 HI*ABK."""
    codes = {letter(position): diagnosis(code) for position, code in enumerate(sheet.diagnoses, 1)}
    return codes | {"icd_indicator": ICD_10 if codes else ""}


def box_22(claim: Claim, profile: PayerProfile) -> Parts:
    """Resubmission code and the payer's number of the original, for 7 and 8 (NUCC item 22); CLM05-3, REF*F8.

    An original that a condition code calls a duplicate or an appeal names the number alone (NUCC item 10d).
    """
    if claim.frequency not in profile.frequencies:
        return {}
    number = id_text(claim.original_reference)
    if claim.frequency == ORIGINAL:
        return {"original_ref": number} if claim.condition_codes else {}
    return {"resubmission_code": claim.frequency, "original_ref": number}


def box_23(claim: Claim, profile: PayerProfile) -> Parts:
    """One authorization or referral number (NUCC, CPM 26 item 23); 837P 2300 REF*G1 or REF*9F."""
    return {"prior_auth": id_text(reference_number(claim, profile)[1])}


def letter(position: int) -> str:
    """The letter of item 21 for a position from 1; the form has room for twelve, A to L."""
    return ascii_uppercase[position - 1] if 1 <= position <= len(ascii_uppercase) else str(position)


def reference_number(claim: Claim, profile: PayerProfile) -> tuple[str, str]:
    """The field of Claim that fills item 23 and its value; two empty texts where there is none."""
    numbers = ((f"{kind}_number", getattr(claim, f"{kind}_number")) for kind in profile.reference_numbers)
    return next(((field, number) for field, number in numbers if number), ("", ""))


def _first_known(claim: Claim, rules: Iterable[DateRule]) -> CaseDate | None:
    for rule in rules:
        field = EVENTS[rule.event]
        if (day := getattr(claim.case, field)) is not None:
            return CaseDate(field=field, day=day, qualifier=rule.qualifier)
    return None


def _two_lines(text: str) -> tuple[str, str]:
    """Parted at a blank where both parts then fit, else in the middle of a word; nothing is lost."""
    blank = text.rfind(" ", 0, FIRST_LINE + 1)
    if blank > 0 and len(text) - blank - 1 <= SECOND_LINE:
        return text[:blank], text[blank + 1 :]
    return text[:FIRST_LINE], text[FIRST_LINE:]
