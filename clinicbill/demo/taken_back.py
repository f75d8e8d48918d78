"""A payment a demo payer takes back without deciding anew: an 835 with the reversal (CLP02 22) alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import claims_of_lines, claims_with_status, events_of, line_ids_of
from clinicbill.practice.payer import Delivery
from clinicbill.remits.remittance import ProviderAdjustment
from clinicbill.remits.spread import opposite
from clinicbill.remits.store import get_content

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.claims.store import ClaimRecord
    from clinicbill.remits.remittance import ClaimPayment, Remittance

_REVERSED = "22"


def taken_back(db: Database, day: date) -> Remittance | None:
    """The remittance that takes back the newest payment whose share the patient has not paid yet; None without one.

    The payer keeps the amount against later payments (PLB FB), so no money moves on that day. A payment that a
    second insurance was told of stays.
    """
    for claim in reversed(claims_with_status(db, ClaimStatus.PAID, delivery=Delivery.ELECTRONIC)):
        found = _payment(db, claim)
        if found is not None and len(claims_of_lines(db, line_ids_of(db, claim.id))) == 1:
            remittance, payment = found
            return _reversal(remittance, payment, day)
    return None


def _payment(db: Database, claim: ClaimRecord) -> tuple[Remittance, ClaimPayment] | None:
    """What the only remittance of a claim said about it."""
    told = {event.remittance_id for event in events_of(db, claim.id) if event.remittance_id is not None}
    if len(told) != 1:
        return None
    remittance = get_content(db, told.pop())
    said = [one for one in remittance.claims if one.patient_control_number == claim.patient_control_number]
    if len(said) != 1 or said[0].status != "1" or said[0].paid <= ZERO:
        return None
    return remittance, said[0]


def _reversal(remittance: Remittance, payment: ClaimPayment, day: date) -> Remittance:
    kept = ProviderAdjustment(
        reason="FB",
        amount=-payment.paid,
        reference=payment.patient_control_number,
        payee_id=remittance.payee_npi,
        period_end=day.replace(month=12, day=31),
    )
    return replace(
        remittance,
        claims=(replace(opposite(payment), status=_REVERSED),),
        provider_adjustments=(kept,),
        paid=ZERO,
        handling="H",
        method="NON",
        trace_number=f"{remittance.trace_number[:6]}{day:%y%m%d}R",
        paid_on=day,
        produced_on=day,
    )
