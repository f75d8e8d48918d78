"""More than six lines or twelve diagnoses: what stands on which sheet, and what each sheet's totals are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.claims.claim import Claim, ServiceLine
from clinicbill.claims.line_groups import MOST_DIAGNOSES, group_diagnoses, line_groups, pointed_at
from clinicbill.claims.profile import PayerProfile
from clinicbill.cms1500.layout import layout

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One form of a claim.

    Attributes:
        number: from 1; `count` sheets belong to the claim.
        first: where its first line stands in the claim, from 0.
        lines: at most six, pointing at this form's own diagnoses.
        diagnoses: what item 21 lists, A first.
        total: item 28; None where the total follows on a later sheet.
        amount_paid: item 29; None where it stands on another sheet or the payer wants none.
    """

    claim: Claim
    profile: PayerProfile
    number: int
    count: int
    first: int
    lines: tuple[ServiceLine, ...]
    diagnoses: tuple[str, ...]
    total: Money | None
    amount_paid: Money | None


def sheets(claim: Claim, profile: PayerProfile) -> tuple[Sheet, ...]:
    """The claim's forms in order, at least one.

    A payer that splits gets forms that each stand alone: all boxes, the total of their own lines, the amount paid on
    the first. A payer that continues gets the whole total, and the amount paid, on the last. Lines that need more than
    twelve diagnoses together always come on forms that stand alone, each with its own item 21 and its own letters: no
    form can continue another list of diagnoses.

    Source: NUCC item 28 (total of the lines of this form); Noridian, paper claims: a total on each form, never the
    word continued; HMSA and Texas Medicaid, continued forms with the total on the last.
    """
    groups = line_groups(claim, layout().lines)
    count = len(groups)
    continued = profile.overflow == "continued" and len(claim.diagnoses) <= MOST_DIAGNOSES
    return tuple(
        Sheet(
            claim=claim,
            profile=profile,
            number=number,
            count=count,
            first=group.start,
            lines=_lines(claim, group),
            diagnoses=tuple(claim.diagnoses[position - 1] for position in group_diagnoses(claim, group)),
            total=_total(claim, group, continued=continued, last=number == count),
            amount_paid=amount_paid(claim, profile) if number == (count if continued else 1) else None,
        )
        for number, group in enumerate(groups, 1)
    )


def left_out(claim: Claim) -> tuple[int, ...]:
    """The positions, from 1, of the diagnoses for which no form has room: no line points at them."""
    shown = {
        position for group in line_groups(claim, layout().lines) for position in group_diagnoses(claim, group)
    }
    return tuple(position for position in range(1, len(claim.diagnoses) + 1) if position not in shown)


def amount_paid(claim: Claim, profile: PayerProfile) -> Money | None:
    """Item 29 as the payer wants it counted; None where it is left blank, as it is for nothing paid."""
    paid = Money.total(PAID_BY[who](claim) for who in profile.amount_paid)
    return paid or None


def _lines(claim: Claim, group: range) -> tuple[ServiceLine, ...]:
    """The lines of a group with their pointers by the list of their own form."""
    lines = claim.lines[group.start : group.stop]
    if len(claim.diagnoses) <= MOST_DIAGNOSES:
        return lines
    place = {position: number for number, position in enumerate(group_diagnoses(claim, group), 1)}
    return tuple(
        replace(line, pointers=tuple(place[p] for p in line.pointers if p in pointed_at(claim, line)))
        for line in lines
    )


def _total(claim: Claim, group: range, *, continued: bool, last: bool) -> Money | None:
    if not continued:
        return Money.total(claim.lines[position].charge for position in group)
    return claim.total if last else None


def _paid_by_payers(claim: Claim) -> Money:
    return Money.total(other.paid for other in claim.others if other.adjudicated)


def _paid_by_patient(claim: Claim) -> Money:
    return claim.amount_paid


PAID_BY: dict[str, Callable[[Claim], Money]] = {"patient": _paid_by_patient, "payers": _paid_by_payers}
