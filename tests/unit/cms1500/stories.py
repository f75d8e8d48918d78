"""The stories that golden pages and files are made of: whole claims of invented people, one for each rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clinicbill.basics.identifiers import npi_with_check_digit
from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.claim import (
    Adjustment,
    Claim,
    ClaimPayer,
    OtherPayer,
    ReferringProvider,
    RenderingProvider,
    ServiceLine,
)
from tests.support.claims import (
    BILLING,
    COMMERCIAL,
    FACILITY,
    MEDICARE,
    REFERRING,
    RENDERING,
    a_case,
    a_claim,
    a_coverage,
    a_line,
    a_patient,
    a_subscriber,
    auto_accident,
    dependent_child,
    medicare_chiropractic,
    secondary,
    six_lines,
    twelve_diagnoses,
    with_ndc,
    workers_comp,
)

PHYSICIAN_ASSISTANT = RenderingProvider(
    name=PersonName(last="Whitlock", first="Imogen", middle="R"),
    credential="PA-C",
    npi=npi_with_check_digit("177700003"),
    taxonomy="363A00000X",
    signature_on_file_on=date(2026, 1, 2),
)
ORTHOPAEDIC_SURGEON = RenderingProvider(
    name=PersonName(last="Marchetti", first="Paolo"),
    credential="MD",
    npi=npi_with_check_digit("188800004"),
    taxonomy="207X00000X",
    signature_on_file_on=date(2026, 1, 2),
)


def a_payer(profile: str, code: str, name: str, number: str) -> ClaimPayer:
    """A payer with one of the profiles."""
    return replace(
        COMMERCIAL, payer_id=20, profile=profile, claim_filing_code=code, name=name, payer_number=number
    )


def chiropractic_line() -> ServiceLine:
    """98941-AT at $65.00 on 11-23-26, pointing at two diagnoses."""
    return a_line(modifiers=("AT",), pointers=(1, 2))


def bcbs() -> Claim:
    """The visit of the Medicare story, to Blue Cross: onset in 14 with 431, first treatment in 15 with 454."""
    return a_claim(
        coverage=a_coverage(payer=a_payer("bcbs", "BL", "Cascade Blue Cross", "CBC01")),
        case=a_case(onset_on=date(2026, 10, 28), initial_treatment_on=date(2026, 11, 2)),
        diagnoses=("M99.03", "M54.59"),
        lines=(chiropractic_line(),),
    )


def medicare_secondary() -> Claim:
    """Medicare after the group plan of the patient's own employer."""
    group = a_coverage(
        coverage_id=68,
        payer=a_payer("group_health", "CI", "Larch Group Health", "LGH01"),
        group_number="LG-4471",
        plan_name="",
    )
    kept = (
        Adjustment(group="CO", reason="45", amount=Money(2000)),
        Adjustment(group="PR", reason="1", amount=Money(1500)),
    )
    paid = OtherPayer(
        coverage=group, adjudicated=True, paid=Money(3000), paid_on=date(2026, 12, 4), adjustments=kept
    )
    return medicare_chiropractic(
        coverage=a_coverage(
            payer=MEDICARE,
            responsibility="S",
            insurance_type_code="12",
            subscriber=a_subscriber(member_id="1EG4TE5MK73"),
            group_number="",
            plan_name="",
        ),
        others=(paid,),
    )


def medigap() -> Claim:
    """Medicare first, and a Medigap policy behind it."""
    policy = a_coverage(
        coverage_id=67,
        payer=replace(a_payer("medigap", "CI", "Tamarack Supplemental", "74126"), supplements_medicare=True),
        responsibility="S",
        subscriber=a_subscriber(member_id="5512-0934"),
        group_number="",
        plan_name="",
    )
    return medicare_chiropractic(others=(OtherPayer(coverage=policy),))


def medicare_advantage() -> Claim:
    """A private plan in Medicare's place: no NONE in 11."""
    payer = a_payer("medicare_advantage", "16", "Alpine Advantage", "AA001")
    return medicare_chiropractic(
        coverage=a_coverage(payer=payer, group_number="H9001", plan_name="Alpine Gold")
    )


def medicaid() -> Claim:
    """Taxonomy codes in 24J and 33b."""
    payer = a_payer("medicaid", "MC", "Oregon Health Plan", "ORDHS")
    return a_claim(coverage=a_coverage(payer=payer, group_number="", plan_name=""))


def tricare() -> Claim:
    """The DoD number, a referral in 23 and what the patient paid in 29."""
    payer = a_payer("tricare", "CH", "TRICARE West", "TRWST")
    return a_claim(
        coverage=a_coverage(
            payer=payer,
            relationship="01",
            subscriber=a_subscriber(
                member_id="1234-567-8901",
                name=PersonName(last="Alvarez", first="Jon"),
                sex="M",
                birth_on=date(1950, 6, 9),
            ),
            group_number="",
        ),
        referral_number="R 77-12",
        authorization_number="A5590",
        referring=REFERRING,
        amount_paid=Money(2500),
    )


def veteran() -> Claim:
    """VA community care: the VA's referral number in 23, nothing in 29."""
    payer = a_payer("va", "VA", "VA Community Care Region 4", "VACC4")
    return a_claim(
        coverage=a_coverage(payer=payer, group_number="", plan_name=""),
        referral_number="VA0012345",
        amount_paid=Money(1000),
    )


def federal_employee() -> Claim:
    """FECA: the case number in 11, none in 11b."""
    payer = a_payer("feca", "WC", "US Department of Labor OWCP", "OWCP1")
    return workers_comp(
        coverage=a_coverage(
            payer=payer, subscriber=a_subscriber(member_id="251234567"), group_number="", plan_name=""
        )
    )


def corrected() -> Claim:
    """A replacement with the payer's number of the original."""
    return a_claim(frequency="7", original_reference="2026-1123 0045X")


def assistant_surgeon() -> Claim:
    """Surgeon's group, assistant in another place: 32, two rendering providers, AS and 80, a narrative."""
    return a_claim(
        billing=replace(BILLING, organization="Ridgeline Orthopaedic Associates", taxonomy="207X00000X"),
        referring=ReferringProvider(
            name=PersonName(last="Okafor", first="Samuel", middle="T"),
            credential="MD",
            npi="1555000011",
            qualifier="DK",
        ),
        facility=FACILITY,
        diagnoses=("S83.241A",),
        lines=(
            a_line(
                1,
                procedure_code="29881",
                modifiers=("RT",),
                pointers=(1,),
                charge=Money(412500),
                pos="24",
                rendering=ORTHOPAEDIC_SURGEON,
            ),
            a_line(
                2,
                procedure_code="29881",
                modifiers=("AS", "80", "RT"),
                pointers=(1,),
                charge=Money(82500),
                pos="24",
                rendering=PHYSICIAN_ASSISTANT,
            ),
            a_line(
                3,
                procedure_code="29999",
                pointers=(1,),
                charge=Money(15000),
                pos="24",
                rendering=ORTHOPAEDIC_SURGEON,
                narrative="Arthroscopic loose body removal, knee",
                emergency=True,
            ),
        ),
        case=a_case(
            hospital_from_on=date(2026, 11, 23),
            hospital_to_on=date(2026, 11, 24),
            initial_treatment_on=None,
            other_accident=True,
            accident_on=date(2026, 11, 14),
        ),
        authorization_number="PA-99 812",
        additional_information="Fell from a ladder at home while cleaning the gutters of the north roof",
    )


def hostile_names() -> Claim:
    """Quotes, parentheses, accents, letters that are two, invisible marks."""
    return dependent_child(
        patient=a_patient(
            name=PersonName(last="O’Núñez-Straße", first="Zoë (“Zo”)", middle="Ł."),
            address=Address(
                street="12½ N. Åsgård St., #4", city="Saint-Rémy\u200b", state="OR", zip="977015512"
            ),
        ),
        billing=replace(BILLING, organization="Señor's Spine & Care, P.C."),
    )


def solo() -> Claim:
    """A chiropractor who bills under the own name, payments to a PO box, SSN as tax id."""
    alone = replace(
        BILLING,
        organization="",
        person=PersonName(last="Lindqvist", first="Anna"),
        npi=RENDERING.npi,
        tax_id_kind="SY",
        pay_to=Address(street="PO Box 12", city="Bend", state="OR", zip="977090012"),
    )
    return a_claim(billing=alone)


STORIES: dict[str, Claim] = {
    "commercial": a_claim(),
    "medicare_chiropractic": medicare_chiropractic(),
    "bcbs": bcbs(),
    "medicare_secondary": medicare_secondary(),
    "medigap": medigap(),
    "medicare_advantage": medicare_advantage(),
    "medicaid": medicaid(),
    "tricare": tricare(),
    "veteran": veteran(),
    "federal_employee": federal_employee(),
    "workers_comp": workers_comp(),
    "auto_accident": auto_accident(),
    "secondary": secondary(),
    "six_lines": six_lines(),
    "eight_lines_split": six_lines(8, amount_paid=Money(2000)),
    "eight_lines_continued": auto_accident(
        lines=tuple(a_line(n, charge=Money(6500)) for n in range(1, 9)), amount_paid=Money(2000)
    ),
    "twelve_diagnoses": twelve_diagnoses(),
    "with_ndc": with_ndc(),
    "dependent_child": dependent_child(),
    "corrected": corrected(),
    "assistant_surgeon": assistant_surgeon(),
    "hostile_names": hostile_names(),
    "solo": solo(),
}


def numbered() -> dict[str, Claim]:
    """The stories with ids and claim numbers of their own, so that they can share a file."""
    return {
        name: replace(claim, claim_id=place, patient_control_number=f"C{place:06d}")
        for place, (name, claim) in enumerate(STORIES.items(), 1)
    }
