"""Whose insurance pays, in which order, under which number: items 1, 9, 11, 12, 13, loops 2000B and 2320."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.claims.checks.identity import insured_employer
from clinicbill.claims.checks.rules import Problem, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim

_ORDER = "PST"
# Position by position; S, L, O, I, B and Z are never used.
_MEDICARE_NUMBER = re.compile(
    r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d{2}"
)


def filing_code(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F01: the payer has one of the known claim filing codes."""
    code = claim.coverage.payer.claim_filing_code
    if code not in listed("filing_codes"):
        yield Problem(
            rule="F01",
            message=f"{claim.coverage.payer.name} has no valid claim filing code.",
            where="item 1, SBR09",
            value=code,
            field="coverage.payer.claim_filing_code",
        )


def relationship(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X35: patient to insured in the words of the file."""
    code = claim.coverage.relationship
    if code not in listed("relationships"):
        yield Problem(
            rule="X35",
            message="The relationship to the insured is missing or unknown.",
            where="item 6, SBR02",
            value=code,
            field="coverage.relationship",
        )


def payer_number(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X11: where the file goes."""
    if not claim.coverage.payer.payer_number.strip():
        yield Problem(
            rule="X11",
            message=f"{claim.coverage.payer.name} has no payer ID.",
            where="2010BB NM109",
            field="coverage.payer.payer_number",
        )


def payer_address(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X12: where the envelope goes."""
    if not claim.coverage.payer.address:
        yield Problem(
            rule="X12",
            message=f"{claim.coverage.payer.name} has no claim address.",
            where="carrier block",
            field="coverage.payer.address",
        )


def other_insurance(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F09: items 9, 9a and 9d of the next insurance on the form."""
    for n, other in enumerate(claim.others):
        insured = other.coverage.subscriber
        wanted = {
            ("9", "insured’s name", "subscriber.name"): insured.organization or insured.name.last,
            ("9a", "ID", "subscriber.member_id"): insured.member_id,
            ("9d", "plan or payer", "plan_name"): other.coverage.plan_name or other.coverage.payer.name,
        }
        for (item, name, field), text in wanted.items():
            if not text.strip():
                yield Problem(
                    rule="F09",
                    message=f"The {name} of the other insurance ({other.coverage.payer.name}) is missing.",
                    where=f"item {item}",
                    field=f"others.{n}.coverage.{field}",
                )


def order(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X06: one insurance for each place, and the places before this one are taken."""
    places = [claim.coverage.responsibility, *(other.coverage.responsibility for other in claim.others)]
    shown = " ".join(places)
    if any(place not in _ORDER or not place for place in places) or len(set(places)) < len(places):
        yield Problem(
            rule="X06",
            message="Two insurances have the same place in the order, or one has none.",
            where="SBR01",
            value=shown,
            field="coverage.responsibility",
        )
        return
    missing = [place for place in _ORDER[: _ORDER.index(places[0])] if place not in places]
    if missing:
        yield Problem(
            rule="X06",
            message="This is not the primary claim, but the insurance before it is not on the claim.",
            where="SBR01, 2320",
            value=shown,
            field="others",
        )


def earlier_payers_answered(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X07: whoever pays before has decided."""
    for n, other in enumerate(claim.others):
        before = _place(other.coverage.responsibility) < _place(claim.coverage.responsibility)
        if before and not other.adjudicated:
            yield Problem(
                rule="X07",
                message=f"{other.coverage.payer.name} pays before, and its decision is not on the claim.",
                where="2320",
                field=f"others.{n}",
            )


def medicare_second(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X08: why Medicare is not primary."""
    if claim.coverage.responsibility != "P" and not claim.coverage.insurance_type_code:
        yield Problem(
            rule="X08",
            message="Medicare is not primary here, and the reason is missing.",
            where="SBR05",
            field="coverage.insurance_type_code",
        )


def insurance_type_code(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X09: the reason code stands only where Medicare pays second."""
    code = claim.coverage.insurance_type_code
    if not code:
        return
    second = claim.coverage.payer.claim_filing_code == "MB" and claim.coverage.responsibility != "P"
    if not second or code not in listed("insurance_type_codes"):
        yield Problem(
            rule="X09",
            message="This reason code does not fit: it is for Medicare as the second payer."
            if not second
            else "This reason code is not on the list.",
            where="SBR05",
            value=code,
            field="coverage.insurance_type_code",
        )


def medicare_number(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X10: the form of a Medicare Beneficiary Identifier."""
    number = claim.coverage.subscriber.member_id
    if number and not _MEDICARE_NUMBER.fullmatch(number):
        yield Problem(
            rule="X10",
            message="This does not have the form of a Medicare number.",
            where="item 1a",
            value=number,
            field="coverage.subscriber.member_id",
        )


def signatures(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F33: items 12 and 13 rest on signatures."""
    if claim.patient.signature_on_file_on is None:
        yield Problem(
            rule="F33",
            message="The patient’s signature to release the record is not on file.",
            where="item 12",
            field="patient.signature_on_file_on",
        )
    if claim.coverage.benefits_assigned and claim.coverage.benefits_signed_on is None:
        yield Problem(
            rule="F33",
            message="The payment is assigned to you, but the signature for it is not on file.",
            where="item 13",
            field="coverage.benefits_signed_on",
        )


def employer_is_insured(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """W06: in workers' compensation the employer is the insured."""
    if not insured_employer(claim):
        yield Problem(
            rule="W06",
            message="The insured is a person, not the employer.",
            where="item 4",
            value=str(claim.coverage.subscriber.name),
            field="coverage.subscriber.organization",
        )


def _place(responsibility: str) -> int:
    return _ORDER.find(responsibility)


CHECKS = (
    filing_code,
    relationship,
    payer_number,
    payer_address,
    other_insurance,
    order,
    earlier_payers_answered,
    medicare_second,
    insurance_type_code,
    medicare_number,
    signatures,
    employer_is_insured,
)
