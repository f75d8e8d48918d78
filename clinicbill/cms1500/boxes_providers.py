"""Items 25 to 33: tax id, account, totals, signature, place of service and billing provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.claims.claim import OtherId, ServiceFacility
from clinicbill.cms1500.boxes_lines import TAXONOMY
from clinicbill.cms1500.boxes_patient import SIGNATURE_ON_FILE
from clinicbill.cms1500.characters import id_text, name_text, organization_text
from clinicbill.cms1500.formats import (
    MARK,
    city_line,
    first_last,
    first_last_forms,
    in_one,
    money,
    phone_parts,
    street,
)

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

    Where a service was bought it is who performed it, never the office. Source: NUCC items 20 and 32; CPM 26 item 32
    (every place of service but the patient's home).
    """
    facility, office = claim.facility, claim.billing
    if any(line.purchased is not None for line in claim.lines):
        return facility
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
    """Provider's signature as it is on file, and the day of the claim (NUCC, CPM 26 item 31); 837P CLM06.

    A payer that wants the state licence finds it above the name (Florida Statutes 627.736(5)(d), auto).
    """
    signer = claim.lines[0].rendering if claim.lines else None
    if signer is None or signer.signature_on_file_on is None:
        return {}
    licensed = profile.signature == "name_and_license"
    return {
        "license": id_text(signer.license_number) if licensed else "",
        "signature": names_31(claim, profile)[0],
        "date": in_one(claim.created_on),
    }


def names_31(claim: Claim, profile: PayerProfile) -> tuple[str, ...]:
    """The signature of item 31 from the name to SIGNATURE ON FILE, which stands for it where the name is too long."""
    if profile.signature == "on_file":
        return (SIGNATURE_ON_FILE,)
    signer = claim.lines[0].rendering
    initial = name_text(signer.name.first)[:1]
    named = f"{initial} {name_text(signer.name.last)} {name_text(signer.credential)}"
    return (" ".join(named.split()), SIGNATURE_ON_FILE)


def box_32(claim: Claim, profile: PayerProfile) -> Parts:
    """Where the services were performed (NUCC, CPM 26 item 32); 837P 2310C NM1*77, N3, N4."""
    facility = shown_facility(claim, profile)
    return _place(organization_text(facility.name), facility.address, profile) if facility else {}


def box_32a(claim: Claim, profile: PayerProfile) -> Parts:
    """NPI of that place (NUCC, CPM 26 item 32a); 837P 2310C NM109."""
    facility = shown_facility(claim, profile)
    return {"npi": id_text(facility.npi)} if facility else {}


def box_32b(claim: Claim, profile: PayerProfile) -> Parts:
    """Other id of that place, its qualifier before it (NUCC item 32b; CPM 26 item 32b: blank); 837P 2310C REF."""
    facility = shown_facility(claim, profile)
    other = facility.other_id if facility and profile.other_ids else None
    return {"other_id": _in_one_run(other)} if other else {}


def box_33(claim: Claim, profile: PayerProfile) -> Parts:
    """Billing provider and telephone, street address only (NUCC, CPM 26 item 33); 837P 2010AA NM1*85, N3, N4."""
    billing = claim.billing
    return _place(billing_name(billing), billing.address, profile) | phone_parts(billing.phone)


def box_33a(claim: Claim, profile: PayerProfile) -> Parts:
    """NPI of the billing provider (NUCC, CPM 26 item 33a); 837P 2010AA NM109."""
    return {"npi": id_text(claim.billing.npi)}


def names_32(claim: Claim, profile: PayerProfile) -> tuple[str, ...]:
    """As `names_33` where item 32 is the office; nothing where it is a place with a name of its own."""
    return names_33(claim, profile) if shown_facility(claim, profile) is not claim.facility else ()


def names_33(claim: Claim, profile: PayerProfile) -> tuple[str, ...]:
    """The name of item 33 from the whole to the shortest true form; nothing where a group bills."""
    billing = claim.billing
    return () if billing.organization else first_last_forms(billing.person)


def billing_id(claim: Claim, profile: PayerProfile) -> OtherId | None:
    """The id of item 33b: the taxonomy where the payer wants it, else what the payer calls us."""
    if profile.billing_taxonomy and claim.billing.taxonomy:
        return OtherId(qualifier=TAXONOMY, number=claim.billing.taxonomy)
    return claim.billing.other_id if profile.other_ids else None


def box_33b(claim: Claim, profile: PayerProfile) -> Parts:
    """ZZ with the taxonomy, or the payer's own id, no blank between (NUCC item 33b); 837P 2000A PRV03, 2010BB REF."""
    other = billing_id(claim, profile)
    return {"other_id": _in_one_run(other)} if other else {}


def _in_one_run(other: OtherId) -> str:
    return f"{other.qualifier}{id_text(other.number)}"


def _place(name: str, address: Address, profile: PayerProfile) -> Parts:
    return {
        "name": name,
        "street": street(address),
        "city_state_zip": city_line(address, hyphen=profile.zip_hyphen),
    }
