"""Days that must fit each other: dates of service, dates of the case, filing limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.claims.checks.rules import Problem, line_item
from clinicbill.claims.timely import NEAR_DAYS, ONE_CALENDAR_YEAR, days_left, deadline_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim, ServiceLine

_INPATIENT = "21"
_ORIGINAL = "1"


def dates_of_service(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F19: from, to, today and birth in their order."""
    for n, line in enumerate(claim.lines):
        if wrong := _wrong_days(line, claim, context):
            yield Problem(
                rule="F19",
                message=wrong,
                where=line_item(n, "24A"),
                value=f"{slashed(line.from_on)} – {slashed(line.to_on)}",
                field=f"lines.{n}.from_on",
            )


def _wrong_days(line: ServiceLine, claim: Claim, context: CheckContext) -> str:
    if line.from_on > line.to_on:
        return "The first day is after the last one."
    if line.to_on > context.as_of:
        return "The service lies in the future."
    if line.from_on < claim.patient.birth_on:
        return "The service was before the patient’s birth."
    return ""


def case_before_service(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """C11: what explains a service is not after it; only care is taken over and given up later."""
    if not claim.lines:
        return
    last = max(line.to_on for line in claim.lines)
    dates = {
        ("onset", "item 14", "onset_on"): claim.case.onset_on,
        ("accident", "items 10 and 14", "accident_on"): claim.case.accident_on,
        ("first treatment", "items 14 and 15", "initial_treatment_on"): claim.case.initial_treatment_on,
        ("last menstrual period", "item 14", "last_menstrual_on"): claim.case.last_menstrual_on,
        ("last visit", "item 15", "last_seen_on"): claim.case.last_seen_on,
        ("acute manifestation", "item 15", "acute_manifestation_on"): claim.case.acute_manifestation_on,
        ("last X-ray", "item 15", "last_xray_on"): claim.case.last_xray_on,
        ("prescription", "item 15", "prescription_on"): claim.case.prescription_on,
        ("first contact", "item 15", "first_contact_on"): claim.case.first_contact_on,
    }
    for (name, where, field), day in dates.items():
        if day and day > claim.first_service_on:
            extent = "every service" if day > last else "the first service"
            yield Problem(
                rule="C11",
                message=f"The {name} is after {extent}.",
                where=where,
                value=slashed(day),
                field=f"case.{field}",
            )


def periods(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X16: periods of the case begin before they end."""
    case = claim.case
    spans = (
        ("item 16", "unable", case.unable_from_on, case.unable_to_on),
        ("item 18", "hospital", case.hospital_from_on, case.hospital_to_on),
    )
    for where, field, start, end in spans:
        if end and (start is None or start > end):
            yield Problem(
                rule="X16",
                message="The period has an end without a beginning, or ends before it begins.",
                where=where,
                value=f"{slashed(start)} – {slashed(end)}",
                field=f"case.{field}_from_on",
            )


def admission(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X26: an inpatient service belongs to a hospital stay."""
    inpatient = any(line.pos == _INPATIENT for line in claim.lines)
    if inpatient and claim.case.hospital_from_on is None:
        yield Problem(
            rule="X26",
            message="A service was inpatient, but the day of admission is missing.",
            where="item 18, DTP*435",
            field="case.hospital_from_on",
        )


def filing_limit(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """M08, M09, H09: originals must arrive before the payer's limit."""
    if not claim.lines or claim.frequency != _ORIGINAL:
        return
    payer = claim.coverage.payer
    deadline = deadline_of(claim.first_service_on, payer)
    if deadline is None:
        return
    left = days_left(deadline, context.as_of)
    passed = "M08" if payer.claim_filing_code in ONE_CALENDAR_YEAR else "M09"
    if left < 0:
        yield Problem(
            rule=passed,
            message=f"{payer.name} had to have this claim by {slashed(deadline)}.",
            where="item 24A",
            value=slashed(claim.first_service_on),
            field="lines.0.from_on",
        )
    elif left <= NEAR_DAYS:
        yield Problem(
            rule="H09",
            message=f"{payer.name} must have this claim by {slashed(deadline)}: {_days(left)} left.",
            where="item 24A",
            value=slashed(claim.first_service_on),
            field="lines.0.from_on",
        )


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


CHECKS = (dates_of_service, case_before_service, periods, admission, filing_limit)
