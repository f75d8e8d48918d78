"""Other insurances of the claim in an 837P, and what they decided on claim and lines.

Amounts balance as the guide asks: a line's charge is what one payer paid plus its line adjustments (2430), and what
that payer paid for the claim (AMT*D) is the sum of its line payments less the claim adjustments (2320 CAS).

Source: ASC X12N 005010X222A1, loops 2320, 2330A, 2330B, 2430.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.x12.claim_837p_parts import address, adjustments, organization, plain_id
from clinicbill.x12.claim_837p_subscriber import insured, insured_name
from clinicbill.x12.writer import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.claims.claim import Adjustment, Claim, LineAdjudication, OtherPayer, ServiceLine
    from clinicbill.x12.claim_837p_parts import Rows

PATIENT_RESPONSIBILITY = "PR"


def other_payer_2320(other: OtherPayer, claim: Claim) -> Rows:
    """Loop 2320 SBR, CAS, AMT*D, AMT*EAF, OI: another insurance and its decision on the claim. Paper: items 9–9d, 29."""
    coverage = other.coverage
    yield (
        "SBR",
        coverage.responsibility,
        coverage.relationship,
        coverage.group_number,
        "" if coverage.group_number else coverage.plan_name,
        coverage.insurance_type_code,
        "",
        "",
        "",
        coverage.payer.claim_filing_code,
    )
    if other.adjudicated:
        yield from adjustments(other.adjustments)
        yield ("AMT", "D", other.paid)
        if not decided_by_line(other, claim):
            yield ("AMT", "EAF", _patient_share(other.adjustments))
    released = "Y" if claim.patient.signature_on_file_on else "I"
    yield ("OI", "", "", "Y" if coverage.benefits_assigned else "N", "", "", released)


def other_subscriber_2330a(other: OtherPayer, claim: Claim) -> Rows:
    """Loop 2330A NM1*IL, N3, N4: the insured of the other insurance. Paper: items 9, 9a."""
    subscriber = insured(other.coverage, claim)
    yield insured_name(subscriber)
    yield from address(subscriber.address)


def other_payer_2330b(other: OtherPayer, claim: Claim) -> Rows:
    """Loop 2330B NM1*PR, DTP*573, REF*F8: the other payer; the day only where no line carries it. Paper: item 9d."""
    payer = other.coverage.payer
    yield organization("PR", payer.name, "PI", plain_id(payer.payer_number))
    if other.adjudicated and other.paid_on and not decided_by_line(other, claim):
        yield ("DTP", "573", "D8", other.paid_on)
    if other.payer_control_number:
        yield ("REF", "F8", fold(other.payer_control_number))


def line_adjudication_2430(line: ServiceLine) -> Rows:
    """Loop 2430 SVD, CAS, DTP*573, AMT*EAF: what each other payer decided on this line. Paper: its remittance."""
    for decided in line.adjudications:
        modifiers = decided.modifiers
        yield (
            "SVD",
            plain_id(decided.payer_number),
            decided.paid,
            ("HC", plain_id(decided.procedure_code), *modifiers),
            "",
            decided.units,
        )
        yield from adjustments(decided.adjustments)
        if decided.paid_on:
            yield ("DTP", "573", "D8", decided.paid_on)
        yield ("AMT", "EAF", _patient_share(decided.adjustments))


def decided_by_line(other: OtherPayer, claim: Claim) -> bool:
    """Whether this payer's decision is known line by line."""
    return any(True for _ in line_decisions(other, claim))


def line_decisions(other: OtherPayer, claim: Claim) -> Iterable[LineAdjudication]:
    """What this payer decided, line by line."""
    number = other.coverage.payer.payer_number
    return (one for line in claim.lines for one in line.adjudications if one.payer_number == number)


def _patient_share(given: Iterable[Adjustment]) -> Money:
    return Money.total(one.amount for one in given if one.group == PATIENT_RESPONSIBILITY)
