"""Items 25 to 33: tax id, account, totals, signature, place of service and billing provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.claims.claim import ServiceFacility
from clinicbill.cms1500.boxes_lines import TAXONOMY
from clinicbill.cms1500.boxes_patient import SIGNATURE_ON_FILE
from clinicbill.cms1500.characters import id_text, name_text, organization_text
from clinicbill.cms1500.formats import MARK, city_line, first_last, in_one, money, phone_parts, street

if TYPE_CHECKING:
    from clinicbill.basics.people import Address
    from clinicbill.claims.claim import BillingProvider, Claim
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.cms1500.formats import Parts
    from clinicbill.cms1500.pages import Sheet

HOME = "12"
# Nine columns, which are the room of dollars and cents together.
_FOLLOWS = {"dollars": "CONTINU", "cents": "ED"}
_TAX_ID_MARKS = {"SY": "ssn", "EI": "ein"}


def shown_facility(claim: Claim, profile: PayerProfile) -> ServiceFacility | None:
    """What stands in item 32: another place than the office, or for some payers the office too.

    Source: NUCC item 32; CPM 26 item 32 (every place of service but the patient's home).
    """
    facility, office = claim.facility, claim.billing
    if facility and (facility.address != office.address or profile.facility == "always_but_home"):
        return facility
    if profile.facility == "always_but_home" and any(line.pos != HOME for line in claim.lines):
        return ServiceFacility(name=billing_name(office), npi=office.npi, address=office.address)
    return None


def billing_name(billing: BillingProvider) -> str:
    """The group's name, or the person's where there is none."""
    return organization_text(billing.organization) or first_last(billing.person)


def box_25(claim: Claim, profile: PayerProfile) -> Parts:
    """Tax id without hyphen, X for EIN or SSN (NUCC, CPM 26 item 25); 837P 2010AA REF*EI or REF*SY."""
    parts = {"tax_id": id_text(claim.billing.tax_id)}
    kind = _TAX_ID_MARKS.get(claim.billing.tax_id_kind)
    return parts | ({kind: MARK} if kind else {})


def box_26(claim: Claim, profile: PayerProfile) -> Parts:
    """Our claim number, which the payer returns (NUCC, CPM 26 item 26); 837P 2300 CLM01."""
    return {"patient_account": id_text(claim.patient_control_number)}


def box_27(claim: Claim, profile: PayerProfile) -> Parts:
    """Whether assignment is accepted (NUCC, CPM 26 item 27); 837P 2300 CLM07."""
    return {"yes" if claim.coverage.accepts_assignment else "no": MARK}


def box_28(sheet: Sheet) -> Parts:
    """Total of this form's lines, or CONTINUED before the last sheet (NUCC, CPM 26 item 28); 837P 2300 CLM02."""
    return dict(_FOLLOWS) if sheet.total is None else money(sheet.total)


def box_29(sheet: Sheet) -> Parts:
    """What was paid before, counted as the payer wants it (NUCC, CPM 26 item 29); 837P 2300 AMT*F5, 2320 AMT*D."""
    return {} if sheet.amount_paid is None else money(sheet.amount_paid)


def box_31(claim: Claim, profile: PayerProfile) -> Parts:
    """Provider's signature as it is on file, and the day of the claim (NUCC, CPM 26 item 31); 837P CLM06."""
    signer = claim.lines[0].rendering if claim.lines else None
    if signer is None or signer.signature_on_file_on is None:
        return {}
    initial = name_text(signer.name.first)[:1]
    named = f"{initial} {name_text(signer.name.last)} {name_text(signer.credential)}"
    signature = " ".join(named.split()) if profile.signature == "name" else SIGNATURE_ON_FILE
    return {"signature": signature, "date": in_one(claim.created_on)}


def box_32(claim: Claim, profile: PayerProfile) -> Parts:
    """Where the services were performed (NUCC, CPM 26 item 32); 837P 2310C NM1*77, N3, N4."""
    facility = shown_facility(claim, profile)
    return _place(organization_text(facility.name), facility.address, profile) if facility else {}


def box_32a(claim: Claim, profile: PayerProfile) -> Parts:
    """NPI of that place (NUCC, CPM 26 item 32a); 837P 2310C NM109."""
    facility = shown_facility(claim, profile)
    return {"npi": id_text(facility.npi)} if facility else {}


def box_32b(claim: Claim, profile: PayerProfile) -> Parts:
    """Other id of that place: blank, the NPI names it (NUCC item 32b; CPM 26 item 32b: leave blank)."""
    return {}


def box_33(claim: Claim, profile: PayerProfile) -> Parts:
    """Billing provider and telephone, street address only (NUCC, CPM 26 item 33); 837P 2010AA NM1*85, N3, N4."""
    billing = claim.billing
    return _place(billing_name(billing), billing.address, profile) | phone_parts(billing.phone)


def box_33a(claim: Claim, profile: PayerProfile) -> Parts:
    """NPI of the billing provider (NUCC, CPM 26 item 33a); 837P 2010AA NM109."""
    return {"npi": id_text(claim.billing.npi)}


def box_33b(claim: Claim, profile: PayerProfile) -> Parts:
    """ZZ and the taxonomy where the payer wants it, no blank between (NUCC item 33b); 837P 2000A PRV03."""
    wanted = profile.billing_taxonomy and claim.billing.taxonomy
    return {"other_id": f"{TAXONOMY}{id_text(claim.billing.taxonomy)}"} if wanted else {}


def _place(name: str, address: Address, profile: PayerProfile) -> Parts:
    return {
        "name": name,
        "street": street(address),
        "city_state_zip": city_line(address, hyphen=profile.zip_hyphen),
    }
