"""A charge the patient was asked for and paid, settled by an insurance after all: what the patient gets back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.insurance_money import Takeover

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.basics.identifiers import ServiceLineId
    from clinicbill.ledger.running import RunningBalances
    from clinicbill.remits.billed import BilledClaim
    from clinicbill.remits.settle import Settlement


def to_settle(running: RunningBalances, line: ServiceLineId, claim: BilledClaim) -> Money:
    """What the payer's decision is about: what it owes on the books and a charge that stands with the patient."""
    charge = running.patients_charge(line)
    return running.payer_owes(line, claim.payer_id) + (charge[0] if charge else ZERO)


def takeover(
    running: RunningBalances, line: ServiceLineId, settlement: Settlement, paid: Money, on: date
) -> Takeover | None:
    """The takeover of the patient's charge; None where there is none, or the payer neither pays nor moves a thing.

    A denial leaves the charge, and what was paid of it, with the patient.
    """
    charge = running.patients_charge(line)
    if charge is None or not (paid or settlement.moves):
        return None
    amount, aged_from = charge
    credit = max(amount - running.patient_owes_since(line, aged_from), ZERO)
    share = Money.total(
        move.amount
        for move in settlement.moves
        if move.to is Account.PATIENT_RECEIVABLE and move.aged_from == on
    )
    kept = min(credit, max(share, ZERO))
    return Takeover(amount=amount, aged_from=aged_from, credit=credit, kept=kept, on=on)
