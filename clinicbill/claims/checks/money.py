"""Amounts that must be possible and must add up: items 24F, 28, 29, loops 2320 and 2430."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.claims.checks.rules import Problem, line_item, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Adjustment, Claim

_MOST_LINE = Money(99999999)
_MOST_TOTAL = Money(999999999)
_REASON = re.compile(r"[0-9A-Z]{1,5}")


def charges(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F22, H22: no negative charge, none too wide for the form, and a look at nothing."""
    for n, line in enumerate(claim.lines):
        if ZERO < line.charge <= _MOST_LINE:
            continue
        nothing = line.charge == ZERO
        yield Problem(
            rule="H22" if nothing else "F22",
            message="The line has no charge." if nothing else "The charge is negative or too large.",
            where=line_item(n, "24F"),
            value=line.charge.plain(),
            field=f"lines.{n}.charge",
        )


def purchased(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X64: what was paid for a purchased service is an amount."""
    for n, line in enumerate(claim.lines):
        if line.purchased is not None and not ZERO < line.purchased <= _MOST_LINE:
            yield Problem(
                rule="X64",
                message="What was paid for the purchased service is nothing, negative or too large.",
                where=line_item(n, "20"),
                value=line.purchased.plain(),
                field=f"lines.{n}.purchased",
            )


def total(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F24: the sum fits its box."""
    if claim.total > _MOST_TOTAL:
        yield Problem(
            rule="F24",
            message="The total is too large for its box.",
            where="item 28",
            value=claim.total.plain(),
            field="lines",
        )


def amount_paid(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X27, H27: between nothing and the total."""
    if claim.amount_paid < ZERO:
        yield Problem(
            rule="X27",
            message="The amount paid is negative.",
            where="item 29",
            value=claim.amount_paid.plain(),
            field="amount_paid",
        )
    elif claim.amount_paid > claim.total:
        yield Problem(
            rule="H27",
            message=f"The patient paid more than the {claim.total} charged.",
            where="item 29",
            value=claim.amount_paid.plain(),
            field="amount_paid",
        )


def decided_lines(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X28, X30: each decision is of a payer on the claim, and closes to the charge."""
    numbers = {other.coverage.payer.payer_number for other in claim.others}
    for n, line in enumerate(claim.lines):
        for m, decision in enumerate(line.adjudications):
            field = f"lines.{n}.adjudications.{m}"
            if decision.payer_number not in numbers:
                yield Problem(
                    rule="X30",
                    message="The payer that decided on this line is not on the claim.",
                    where=f"line {n + 1}, SVD01",
                    value=decision.payer_number,
                    field=field,
                )
            decided = decision.paid + _sum(decision.adjustments)
            if decided != line.charge:
                yield Problem(
                    rule="X28",
                    message=f"Charge {line.charge}, but paid and adjustments come to {decided}.",
                    where=f"line {n + 1}, SVD and CAS",
                    value=(line.charge - decided).plain(),
                    field=field,
                )


def decided_claim(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X29: paid by the other payer = its lines less its adjustments of the whole claim."""
    for n, other in enumerate(claim.others):
        number = other.coverage.payer.payer_number
        decisions = [
            decision
            for line in claim.lines
            for decision in line.adjudications
            if decision.payer_number == number
        ]
        if not other.adjudicated or not decisions:
            continue
        expected = Money.total(decision.paid for decision in decisions) - _sum(other.adjustments)
        if expected != other.paid:
            yield Problem(
                rule="X29",
                message=f"{other.coverage.payer.name} paid {other.paid}, but its lines come to {expected}.",
                where="2320 AMT*D",
                value=(other.paid - expected).plain(),
                field=f"others.{n}.paid",
            )


def adjustments(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X31: known groups, reasons in their form."""
    for where, field, found in _adjustments(claim):
        if found.group not in listed("adjustment_groups") or not _REASON.fullmatch(found.reason):
            yield Problem(
                rule="X31",
                message="The group or reason of an adjustment is not valid.",
                where=where,
                value=f"{found.group}-{found.reason}",
                field=field,
            )


def _adjustments(claim: Claim) -> Iterator[tuple[str, str, Adjustment]]:
    for n, other in enumerate(claim.others):
        for found in other.adjustments:
            yield "2320 CAS", f"others.{n}.adjustments", found
    for n, line in enumerate(claim.lines):
        for m, decision in enumerate(line.adjudications):
            for found in decision.adjustments:
                yield f"line {n + 1}, CAS", f"lines.{n}.adjudications.{m}", found


def _sum(found: tuple[Adjustment, ...]) -> Money:
    return Money.total(adjustment.amount for adjustment in found)


CHECKS = (charges, purchased, total, amount_paid, decided_lines, decided_claim, adjustments)
