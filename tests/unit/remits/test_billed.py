from __future__ import annotations

from datetime import date

from clinicbill.basics.identifiers import ClaimId, PatientId, PostingId, RemittanceId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.insurance_money import LineSettlement, Move, insurance_payment
from clinicbill.remits.billed import past_payment
from tests.unit.remits.billing import MEDICARE, MEDIGAP

ON, SERVICE = date(2026, 11, 6), date(2026, 10, 28)


def test_a_posting_is_read_back_as_what_was_paid_and_moved() -> None:
    shares = (
        Move(to=Account.PATIENT_RECEIVABLE, amount=Money(100), group="PR", reason="1", aged_from=ON),
        Move(
            to=Account.PAYER_RECEIVABLE,
            amount=Money(824),
            group="PR",
            reason="2",
            payer_id=MEDIGAP,
            aged_from=SERVICE,
        ),
        Move(to=Account.ADJUSTMENTS, amount=Money(2446), group="CO", reason="45"),
    )
    posting = insurance_payment(
        on=ON,
        patient_id=PatientId(1),
        payer_id=MEDICARE,
        claim_id=ClaimId(1),
        remittance_id=RemittanceId(1),
        method="ACH",
        lines=[
            LineSettlement(
                service_line_id=ServiceLineId(4), aged_from=SERVICE, paid=Money(3130), moves=shares
            )
        ],
    )
    assert posting is not None
    found = past_payment(PostingId(9), ON, MEDICARE, posting.entries)
    assert found.paid == {4: Money(3130)}
    assert found.moved == {
        (4, "PR", "1"): Money(100),
        (4, "PR", "2"): Money(824),
        (4, "CO", "45"): Money(2446),
    }
    assert (found.posting_id, found.payer_id, found.entries) == (9, MEDICARE, posting.entries)
