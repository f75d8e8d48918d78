"""What an invented payer decides on a claim: paid, part paid, denied; sums that always close."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.remits.remittance import (
    Adjustment,
    ClaimPayment,
    Party,
    ProcedureCode,
    ServicePayment,
)

if TYPE_CHECKING:
    from random import Random

    from clinicbill.claims.claim import Claim, ServiceLine
    from clinicbill.demo.script import DemoPayer

# CLP02 of a claim that is denied as a whole.
DENIED = "4"
_SEQUESTRATION = Decimal("0.02")
# Denials that offices meet: not necessary, no authorization, bundled, information missing, not covered.
_DENIALS = ("50", "197", "97", "16", "96")


def decide(
    claim: Claim, payer: DemoPayer, number: str, chance: Random, first: ClaimPayment | None = None
) -> ClaimPayment:
    """The payer's answer to a claim; `number` is its own claim number (CLP07).

    `first` is what the primary decided where this payer comes second.
    """
    if first is not None:
        services = tuple(
            _second(line, service) for line, service in zip(claim.lines, first.services, strict=True)
        )
        status = "2"
    elif claim.frequency == "1" and chance.randrange(100) < payer.denied:
        reason = chance.choice(_DENIALS)
        whole = chance.random() < 0.85 or len(claim.lines) == 1
        services = tuple(
            _denied(line, reason)
            if whole or place == len(claim.lines) - 1
            else _paid(line, payer, first=not place)
            for place, line in enumerate(claim.lines)
        )
        status = DENIED if whole else "1"
    else:
        services = tuple(_paid(line, payer, first=not place) for place, line in enumerate(claim.lines))
        status = "19" if claim.others and payer.sequestration else "1"
    return _claim_payment(claim, services, status, number)


def _claim_payment(
    claim: Claim, services: tuple[ServicePayment, ...], status: str, number: str
) -> ClaimPayment:
    owed = Money.total(
        adjustment.amount
        for service in services
        for adjustment in service.adjustments
        if adjustment.group == "PR"
    )
    forwarded = claim.others[0].coverage.payer if status == "19" else None
    return ClaimPayment(
        patient_control_number=claim.patient_control_number,
        status=status,
        charge=claim.total,
        paid=Money.total(service.paid for service in services),
        patient_responsibility=owed,
        filing_code=claim.coverage.payer.claim_filing_code,
        payer_control_number=number,
        place_of_service=claim.pos,
        frequency=claim.frequency,
        patient=Party(
            name=claim.patient.name, identifier_kind="MI", identifier=claim.coverage.subscriber.member_id
        ),
        crossover=Party(organization=forwarded.name, identifier_kind="PI", identifier=forwarded.payer_number)
        if forwarded
        else None,
        services=services,
    )


def _service(line: ServiceLine, paid: Money, adjustments: tuple[Adjustment, ...]) -> ServicePayment:
    return ServicePayment(
        procedure=ProcedureCode(code=line.procedure_code, modifiers=line.modifiers),
        charge=line.charge,
        paid=paid,
        units_paid=Decimal(line.units),
        from_on=line.from_on,
        to_on=line.to_on,
        adjustments=tuple(adjustment for adjustment in adjustments if adjustment.amount),
        line_control_number=line.line_control_number,
    )


def _paid(line: ServiceLine, payer: DemoPayer, *, first: bool) -> ServicePayment:
    """Contract discount, the patient's share, sequestration where the payer has it; the copay is on the first line."""
    allowed = line.charge.share(Decimal(payer.allowed) / 100)
    copay = min(payer.copay, allowed) if first else ZERO
    coinsurance = allowed.share(Decimal(payer.coinsurance) / 100)
    net = allowed - copay - coinsurance
    cut = net.share(_SEQUESTRATION) if payer.sequestration else ZERO
    adjustments = (
        Adjustment(group="CO", reason="45", amount=line.charge - allowed),
        Adjustment(group="CO", reason="253", amount=cut),
        Adjustment(group="PR", reason="2", amount=coinsurance),
        Adjustment(group="PR", reason="3", amount=copay),
    )
    return replace(_service(line, net - cut, adjustments), allowed=allowed)


def _denied(line: ServiceLine, reason: str) -> ServicePayment:
    return _service(line, ZERO, (Adjustment(group="CO", reason=reason, amount=line.charge),))


def _second(line: ServiceLine, first: ServicePayment) -> ServicePayment:
    """A second insurance pays what the first left to the patient; the rest is the first one's business (OA-23)."""
    left = Money.total(adjustment.amount for adjustment in first.adjustments if adjustment.group == "PR")
    return _service(line, left, (Adjustment(group="OA", reason="23", amount=line.charge - left),))
