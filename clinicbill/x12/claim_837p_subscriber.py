"""The subscriber, the payer and the patient of an 837P.

Source: ASC X12N 005010X222A1, loops 2000B, 2010BA, 2010BB, 2000C, 2010CA.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.x12.claim_837p_parts import address, organization, person, plain_id, secondary_id

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim, ClaimCoverage, Subscriber
    from clinicbill.x12.claim_837p_parts import Row, Rows
    from clinicbill.x12.companion import Companion

SELF = "18"
ACCIDENTS = ("workers_comp", "auto")
_RELATIONSHIPS = frozenset({"01", "19", "20", "21", "39", "40", "53", "G8"})


def insured(coverage: ClaimCoverage, claim: Claim) -> Subscriber:
    """Who the insured is, on paper and in the file.

    Where the patient is the insured, what the insurance does not say comes from the patient; an injury at work whose
    insurance names nobody is insured by the case's employer.
    """
    subscriber, patient = coverage.subscriber, claim.patient
    if subscriber.organization:
        return subscriber
    if coverage.relationship == SELF:
        return replace(
            subscriber,
            name=subscriber.name if subscriber.name.last else patient.name,
            birth_on=patient.birth_on,
            sex=patient.sex,
            address=patient.address,
        )
    if claim.case.kind == "workers_comp" and not subscriber.name.last:
        return replace(subscriber, organization=claim.case.employer)
    return subscriber


def subscriber_2000b(claim: Claim, companion: Companion) -> Rows:
    """Loop 2000B SBR: order, self, group, Medicare's reason to be second, kind of payer. Paper: items 1, 6, 11."""
    coverage = claim.coverage
    yield (
        "SBR",
        coverage.responsibility,
        SELF if claim.patient_is_subscriber else "",
        coverage.group_number,
        # The name of the plan only where there is no group number.
        "" if coverage.group_number else coverage.plan_name,
        coverage.insurance_type_code,
        "",
        "",
        "",
        coverage.payer.claim_filing_code,
    )


def subscriber_2010ba(claim: Claim, companion: Companion) -> Rows:
    """Loop 2010BA NM1*IL and, where the patient is the subscriber, N3, N4, DMG, REF*Y4. Paper: 1a, 2–5 or 4, 11b."""
    yield insured_name(insured(claim.coverage, claim))
    if claim.patient_is_subscriber:
        subscriber = insured(claim.coverage, claim)
        yield from address(subscriber.address)
        yield ("DMG", "D8", subscriber.birth_on, subscriber.sex)
        yield from _property_claim_number(claim)


def payer_2010bb(claim: Claim, companion: Companion) -> Rows:
    """Loop 2010BB NM1*PR, N3, N4, REF*G2 or LU: who the claim goes to, and what it calls us. Paper: carrier block, 33b."""
    payer = claim.coverage.payer
    yield organization("PR", payer.name, "PI", plain_id(payer.payer_number))
    if companion.payer_address:
        yield from address(payer.address)
    yield from secondary_id("2010BB", claim.billing.other_id)


def patient_2000c(claim: Claim, companion: Companion) -> Rows:
    """Loop 2000C PAT01: the patient's relationship to the subscriber. Paper: item 6."""
    relationship = claim.coverage.relationship
    yield ("PAT", relationship if relationship in _RELATIONSHIPS else "G8")


def patient_2010ca(claim: Claim, companion: Companion) -> Rows:
    """Loop 2010CA NM1*QC, N3, N4, DMG, REF*Y4: a patient who is not the subscriber. Paper: items 2, 3, 5, 11b."""
    patient = claim.patient
    yield person("QC", patient.name)
    yield from address(patient.address)
    yield ("DMG", "D8", patient.birth_on, patient.sex)
    yield from _property_claim_number(claim)


def insured_name(subscriber: Subscriber) -> Row:
    """NM1*IL: a person, or the employer in workers' compensation, with the id on the card."""
    identifier = plain_id(subscriber.member_id)
    if subscriber.organization:
        return organization("IL", subscriber.organization, "MI", identifier)
    return person("IL", subscriber.name, "MI", identifier)


def _property_claim_number(claim: Claim) -> Rows:
    if claim.case.kind in ACCIDENTS and claim.case.claim_number:
        yield ("REF", "Y4", claim.case.claim_number)
