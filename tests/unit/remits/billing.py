"""Claims as a remittance sees them, without a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import ClaimId, PatientId, PayerId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.remits.billed import BilledClaim, BilledLine
from tests.support.ledgers import VISIT_ON

if TYPE_CHECKING:
    from datetime import date

MEDICARE, MEDIGAP = PayerId(7), PayerId(8)


def a_billed_line(
    number: int = 1, code: str = "98941-AT", charge: str = "65.00", on: date = VISIT_ON, **fields: Any
) -> BilledLine:
    procedure, *modifiers = code.split("-")
    return BilledLine(
        service_line_id=ServiceLineId(number),
        procedure_code=procedure,
        modifiers=tuple(modifiers),
        from_on=on,
        charge=Money.parse(charge),
        aged_from=on,
        **fields,
    )


def a_billed_claim(
    *lines: BilledLine, number: str = "CB000001", claim_id: int = 1, last: str = "Alvarez", **fields: Any
) -> BilledClaim:
    defaults: dict[str, Any] = {
        "payer_id": MEDICARE,
        "payer": "Medicare Part B",
        "payer_number": "02302",
        "responsibility": "P",
        "patient_id": PatientId(1),
        "member_id": "1EG4TE5MK72",
    }
    return BilledClaim(
        claim_id=ClaimId(claim_id),
        number=number,
        patient=PersonName(last=last, first="Ruth"),
        lines=lines or (a_billed_line(),),
        **(defaults | fields),
    )
