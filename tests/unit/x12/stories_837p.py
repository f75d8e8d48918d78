"""Stories of facts that few claims carry, one for each rule of the file: invented people, whole claims."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clinicbill.basics.money import Money
from clinicbill.claims.claim import Claim, OtherId
from clinicbill.claims.profiles import profile_for
from tests.support.claims import (
    BILLING,
    FACILITY,
    REFERRING,
    RENDERING,
    SERVICE_ON,
    a_case,
    a_claim,
    a_line,
    auto_accident,
    dependent_child,
    workers_comp,
)
from tests.unit.cms1500.stories import ORTHOPAEDIC_SURGEON, a_payer


def other(qualifier: str, number: str) -> OtherId:
    return OtherId(qualifier=qualifier, number=number)


def dated() -> Claim:
    """Every date of a health case that stands in item 14 or 15 and has a DTP of its own."""
    case = a_case(
        last_seen_on=date(2026, 11, 16),
        acute_manifestation_on=date(2026, 11, 1),
        last_menstrual_on=date(2026, 10, 30),
        last_xray_on=date(2026, 11, 3),
        prescription_on=date(2026, 11, 4),
        assumed_care_on=date(2026, 11, 5),
        relinquished_care_on=date(2026, 11, 20),
    )
    return a_claim(case=case)


def second_review() -> Claim:
    """Workers' compensation: the first contact, and more condition codes than one HI holds."""
    claim = workers_comp()
    codes = ("W3", *(f"A{number}" for number in range(10)), "AA", "AB", "AC")
    return replace(claim, case=replace(claim.case, first_contact_on=date(2026, 10, 9)), condition_codes=codes)


def _screening(*results: str) -> Claim:
    lines = tuple(
        a_line(number, procedure_code="99393", charge=Money(12000), epsdt=result, pointers=(1,))
        for number, result in enumerate(results, 1)
    )
    payer = a_payer("medicaid", "MC", "Oregon Health Plan", "ORDHS")
    child = dependent_child(diagnoses=("Z00.121",), lines=lines)
    return replace(child, coverage=replace(child.coverage, payer=payer, group_number="", plan_name=""))


def screening() -> Claim:
    """A child's screening that led to referrals, a line without one, and family planning."""
    claim = _screening("ST", "NU", "AV", "ST", "")
    *lines, last = claim.lines
    return replace(claim, lines=(*lines, replace(last, family_planning=True, emergency=True)))


def screening_without_referral() -> Claim:
    return _screening("NU")


def purchased() -> Claim:
    """An outside test, bought from the place in item 32."""
    lines = (a_line(1), a_line(2, procedure_code="72100", charge=Money(9000), purchased=Money(4150)))
    return a_claim(facility=FACILITY, lines=lines)


def purchased_without_npi() -> Claim:
    """The seller has no NPI, but a number the payer gave."""
    seller = replace(FACILITY, npi="", other_id=other("G2", "X-771"))
    return replace(purchased(), facility=seller)


def numbers_beside_the_npi() -> Claim:
    """What the payer calls everybody: group, two who performed, who referred, the place."""
    first = replace(RENDERING, other_id=other("G2", "P-1001"))
    second = replace(ORTHOPAEDIC_SURGEON, other_id=other("1G", "U22331"))
    return a_claim(
        billing=replace(BILLING, other_id=other("G2", "GRP 900")),
        referring=replace(REFERRING, other_id=other("0B", "MD19870")),
        facility=replace(FACILITY, other_id=other("LU", "LOC7")),
        lines=(a_line(1, rendering=first), a_line(2, procedure_code="97110", rendering=second)),
    )


def ordered() -> Claim:
    """A licence of who bills, the UPIN of who ordered."""
    return a_claim(
        billing=replace(BILLING, other_id=other("0B", "GL-77")),
        referring=replace(REFERRING, qualifier="DK", other_id=other("1G", "U10001")),
    )


def supervised() -> Claim:
    """A location number of who supervised, and the taxonomies this payer has for who bills and who performed."""
    return a_claim(
        billing=replace(BILLING, other_id=other("ZZ", "261QR0400X")),
        referring=replace(REFERRING, qualifier="DQ", other_id=other("LU", "S-3")),
        lines=(a_line(rendering=replace(RENDERING, other_id=other("ZZ", "111NR0400X"))),),
    )


def licensed() -> Claim:
    """An auto insurer that wants the licence beside the signature."""
    claim = auto_accident()
    profile = replace(profile_for("auto", SERVICE_ON), signature="name_and_license")
    rendering = replace(RENDERING, license_number="DC-4471")
    return replace(
        claim, profile=profile, lines=tuple(replace(line, rendering=rendering) for line in claim.lines)
    )


FACTS: dict[str, Claim] = {
    "dated": dated(),
    "second_review": second_review(),
    "screening": screening(),
    "screening_without_referral": screening_without_referral(),
    "purchased": purchased(),
    "purchased_without_npi": purchased_without_npi(),
    "numbers_beside_the_npi": numbers_beside_the_npi(),
    "ordered": ordered(),
    "supervised": supervised(),
    "licensed": licensed(),
}
