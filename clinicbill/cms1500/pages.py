"""More than six lines: which line stands on which sheet, and what each sheet's totals are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.claims.claim import Claim, ServiceLine
from clinicbill.claims.profile import PayerProfile
from clinicbill.cms1500.layout import layout

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One form of a claim.

    Attributes:
        number: from 1; `count` sheets belong to the claim.
        lines: at most six.
        total: item 28; None where the total follows on a later sheet.
        amount_paid: item 29; None where it stands on another sheet or the payer wants none.
    """

    claim: Claim
    profile: PayerProfile
    number: int
    count: int
    lines: tuple[ServiceLine, ...]
    total: Money | None
    amount_paid: Money | None


def sheets(claim: Claim, profile: PayerProfile) -> tuple[Sheet, ...]:
    """The claim's forms in order, at least one.

    A payer that splits gets forms that each stand alone: all boxes, the total of their own lines, the amount paid on
    the first. A payer that continues gets the whole total, and the amount paid, on the last.

    Source: NUCC item 28 (total of the lines of this form); Noridian, paper claims: a total on each form, never the
    word continued; HMSA and Texas Medicaid, continued forms with the total on the last.
    """
    room = layout().lines
    groups = [claim.lines[start : start + room] for start in range(0, len(claim.lines), room)] or [()]
    count = len(groups)
    continued = profile.overflow == "continued"
    return tuple(
        Sheet(
            claim=claim,
            profile=profile,
            number=number,
            count=count,
            lines=lines,
            total=_total(claim, lines, continued=continued, last=number == count),
            amount_paid=amount_paid(claim, profile) if number == (count if continued else 1) else None,
        )
        for number, lines in enumerate(groups, 1)
    )


def amount_paid(claim: Claim, profile: PayerProfile) -> Money | None:
    """Item 29 as the payer wants it counted; None where it is left blank, as it is for nothing paid."""
    paid = Money.total(PAID_BY[who](claim) for who in profile.amount_paid)
    return paid or None


def _total(claim: Claim, lines: tuple[ServiceLine, ...], *, continued: bool, last: bool) -> Money | None:
    if not continued:
        return Money.total(line.charge for line in lines)
    return claim.total if last else None


def _paid_by_payers(claim: Claim) -> Money:
    return Money.total(other.paid for other in claim.others if other.adjudicated)


def _paid_by_patient(claim: Claim) -> Money:
    return claim.amount_paid


PAID_BY: dict[str, Callable[[Claim], Money]] = {"patient": _paid_by_patient, "payers": _paid_by_payers}
