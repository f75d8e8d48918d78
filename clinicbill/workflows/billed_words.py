"""What billing visits did, in one true sentence: what was charged, what was charged before, and the claims made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.workflows.check_claims import CheckedClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledVisit:
    """One visit that was billed.

    Attributes:
        payer: the insurance that is billed; empty where the patient is.
        charged_before: its charge stood already, and nothing was charged now.
        patient_paid: what the patient has paid of that charge and gets back if the insurance settles it.
    """

    total: Money
    payer: str
    charged_before: bool = False
    patient_paid: Money = ZERO


def billed_words(visits: Sequence[BilledVisit], claims: Sequence[CheckedClaim]) -> str:
    """Such as: Charged $65.00 for 1 visit; claim C000417R, 1 with something to fix."""
    new = [visit for visit in visits if not visit.charged_before]
    old = [visit for visit in visits if visit.charged_before]
    parts = []
    if new or not old:
        parts.append(f"Charged {Money.total(visit.total for visit in new)} for {_visits(new)}")
    if old and new:
        was = "was" if len(old) == 1 else "were"
        parts.append(f"{_visits(old)} {was} charged already, nothing charged again")
    elif old:
        parts += [f"Billed to {_payers(old)}", "already charged, nothing charged again"]
    paid = [visit for visit in old if visit.patient_paid]
    if paid:
        parts.append(
            f"the patient has paid {Money.total(visit.patient_paid for visit in paid)} of it, "
            f"which becomes a credit if {_payers(paid)} pays"
        )
    return "; ".join([*parts, _claims(claims)])


def _visits(visits: Sequence[BilledVisit]) -> str:
    return "1 visit" if len(visits) == 1 else f"{len(visits)} visits"


def _payers(visits: Sequence[BilledVisit]) -> str:
    return " and ".join(dict.fromkeys(visit.payer or "the patient" for visit in visits))


def _claims(claims: Sequence[CheckedClaim]) -> str:
    stopped = sum(claim.stopped for claim in claims)
    fix = f", {stopped} with something to fix" if stopped else ""
    if len(claims) == 1:
        return f"claim {claims[0].number}{fix}"
    return f"{len(claims)} claims{fix}" if claims else "no claim"
