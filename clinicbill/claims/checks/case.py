"""Why the patient came, and whether this claim corrects another: items 10, 11b, 14, 15, 19, 22, CLM11, REF*F8."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.errors import NotFound
from clinicbill.claims.checks.rules import Problem, listed
from clinicbill.claims.profiles import claim_profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim

_FREQUENCIES = frozenset({"1", "7", "8"})
_CONDITION = re.compile(r"[0-9A-Z]{2}")
_DATE = re.compile(r"\b\d{1,2}[/\- ]?\d{1,2}[/\- ]?(?:\d{4}|\d{2})\b")


def frequency(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X33: original, replacement or void."""
    if claim.frequency not in _FREQUENCIES:
        yield Problem(
            rule="X33",
            message="The claim is neither an original nor a replacement nor a void.",
            where="item 22, CLM05-3",
            value=claim.frequency,
            field="frequency",
        )


def original_reference(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F26: 7 and 8 name the payer's number, 1 does not; W05: a duplicate or an appeal names it too."""
    corrects = claim.frequency in ("7", "8")
    named = bool(claim.original_reference.strip())
    repeats = not listed("repeat_conditions").isdisjoint(claim.condition_codes)
    if repeats and not corrects:
        if not named:
            yield Problem(
                rule="W05",
                message="The payer’s number of the bill that is sent again is missing.",
                where="items 10d and 22, REF*F8",
                value=" ".join(claim.condition_codes),
                field="original_reference",
            )
    elif corrects != named:
        yield Problem(
            rule="F26",
            message="The payer’s number of the original claim is missing."
            if corrects
            else "An original claim names a payer’s number of another one.",
            where="item 22, REF*F8",
            value=claim.original_reference,
            field="original_reference",
        )


def condition_codes(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X61: two letters or digits each, none twice; H10: a form that uses item 10d for something else."""
    codes = claim.condition_codes
    for n, code in enumerate(codes):
        if not _CONDITION.fullmatch(code) or code in codes[:n]:
            yield Problem(
                rule="X61",
                message="A condition code is not two letters or digits, or stands twice.",
                where="item 10d, HI*BG",
                value=code,
                field=f"condition_codes.{n}",
            )
    if codes and _other_use_of_10d(claim):
        yield Problem(
            rule="H10",
            message="The form leaves the condition codes out.",
            where="item 10d",
            value=" ".join(codes),
            field="condition_codes",
        )


def _other_use_of_10d(claim: Claim) -> bool:
    try:
        return bool(claim_profile(claim).claim_code)
    except NotFound:
        return False


def auto_state(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F07: an auto accident has a state."""
    if claim.case.kind == "auto" and claim.case.accident_state not in listed("states"):
        yield Problem(
            rule="F07",
            message="The state of the auto accident is missing.",
            where="item 10b, CLM11-4",
            value=claim.case.accident_state,
            field="case.accident_state",
        )


def accident_date(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F08: an accident has a date."""
    accident = claim.case.kind == "auto" or claim.case.other_accident
    if accident and claim.case.accident_on is None:
        yield Problem(
            rule="F08",
            message="The date of the accident is missing.",
            where="items 14 and 15, DTP*439",
            field="case.accident_on",
        )


def injury_date(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """W03: an injury at work, or an illness from it, has a date."""
    if claim.case.accident_on is None and claim.case.onset_on is None:
        yield Problem(
            rule="W03",
            message="The date of the injury at work is missing.",
            where="item 14, DTP*439",
            field="case.accident_on",
        )


def injury_claim_number(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """W02: the insurer's number for the injury."""
    if not claim.case.claim_number.strip():
        yield Problem(
            rule="W02",
            message="The insurer’s claim number of the injury is missing.",
            where="item 11b, REF*Y4",
            field="case.claim_number",
        )


def comp_payer_comp_case(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """W01: a workers' compensation payer pays for injuries at work."""
    if claim.case.kind != "workers_comp":
        yield Problem(
            rule="W01",
            message="The payer is for workers’ compensation, the case is not.",
            where="item 10a",
            value=claim.case.kind,
            field="case.kind",
        )


def auto_payer_auto_case(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """W04: an auto insurer pays for auto accidents."""
    if claim.case.kind != "auto":
        yield Problem(
            rule="W04",
            message="The payer is an auto insurer, the case is no auto accident.",
            where="item 10b",
            value=claim.case.kind,
            field="case.kind",
        )


def cash_case(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """H20: a case the patient pays is not billed to insurance (the rule's row holds for cash cases only)."""
    yield Problem(
        rule="H20",
        message="This is a cash case, but it is billed to insurance.",
        where="case",
        value=claim.case.kind,
        field="case.kind",
    )


def stray_date(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """C12: a date in item 19 is read as an X-ray date."""
    manipulation = any(line.procedure_code in listed("spinal_manipulation") for line in claim.lines)
    if manipulation and (found := _DATE.search(claim.additional_information)):
        yield Problem(
            rule="C12",
            message=f"“{found[0]}” will be read as the date of an X-ray.",
            where="item 19",
            value=claim.additional_information,
            field="additional_information",
        )


CHECKS = (
    frequency,
    original_reference,
    condition_codes,
    auto_state,
    accident_date,
    injury_date,
    injury_claim_number,
    comp_payer_comp_case,
    auto_payer_auto_case,
    cash_case,
    stray_date,
)
