"""What the payer allowed beforehand: item 23, REF*G1 and REF*9F."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.words import counted
from clinicbill.claims.checks.rules import Problem, line_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim

_NUMBER = re.compile(r"[0-9A-Za-z]{1,50}")
_MOST_ON_PAPER = 29


def dates(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """A01: every service lies within its days."""
    allowed = context.authorization
    if allowed is None:
        return
    for n, line in enumerate(claim.lines):
        if line.from_on not in allowed.period or line.to_on not in allowed.period:
            yield Problem(
                rule="A01",
                message=f"Authorization {allowed.number} runs {slashed(allowed.from_on)} – {slashed(allowed.to_on)}.",
                where=line_item(n, "24A"),
                value=slashed(line.from_on),
                field=f"lines.{n}.from_on",
            )


def visits(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """A02: not more visits than it allows."""
    allowed = context.authorization
    if allowed and allowed.visits_allowed is not None and allowed.visits_used > allowed.visits_allowed:
        yield Problem(
            rule="A02",
            message=f"{counted(allowed.visits_used, 'visit')} on authorization {allowed.number}, which allows {allowed.visits_allowed}.",
            where="item 23",
            value=allowed.number,
            field="authorization_number",
        )


def procedures(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """A03: only the procedures it names, if it names any."""
    allowed = context.authorization
    if allowed is None or not allowed.procedures:
        return
    for n, line in enumerate(claim.lines):
        if line.procedure_code not in allowed.procedures:
            yield Problem(
                rule="A03",
                message=f"Authorization {allowed.number} does not name {line.procedure_code}.",
                where=line_item(n, "24D"),
                value=line.procedure_code,
                field=f"lines.{n}.procedure_code",
            )


def one_number(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """A04: item 23 has room for one."""
    if claim.authorization_number and claim.referral_number:
        yield Problem(
            rule="A04",
            message="The form has room for the authorization or the referral number, not for both.",
            where="item 23",
            value=f"{claim.authorization_number} {claim.referral_number}",
            field="referral_number",
        )


def form(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """A05: letters and digits, not too long."""
    numbers = {
        "authorization_number": claim.authorization_number,
        "referral_number": claim.referral_number,
    }
    for field, number in numbers.items():
        too_long = context.delivery == "paper" and len(number) > _MOST_ON_PAPER
        if number and (too_long or not _NUMBER.fullmatch(number)):
            yield Problem(
                rule="A05",
                message="The number has other characters than letters and digits, or is too long.",
                where="item 23",
                value=number,
                field=field,
            )


CHECKS = (dates, visits, procedures, one_number, form)
