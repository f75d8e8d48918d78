from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import claims_of_lines, claims_with_status, events_of
from clinicbill.demo.taken_back import taken_back
from clinicbill.ledger.store import drift
from clinicbill.remits.balance import prove
from tests.unit.demo.conftest import DAY

if TYPE_CHECKING:
    import pytest
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ServiceLineId
    from clinicbill.claims.store import ClaimRecord


def test_a_demo_has_one_payment_that_was_taken_back(db: Database) -> None:
    (claim,) = claims_with_status(db, ClaimStatus.TAKEN_BACK)
    last = events_of(db, claim.id)[-1]
    assert last.before == "paid"
    assert last.text.startswith("Payment of $")
    assert "taken back" in last.text
    assert drift(db) == []


def test_what_a_second_insurance_was_told_of_is_not_taken_back(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    remittance = taken_back(db, DAY)
    assert remittance is not None
    number = remittance.claims[0].patient_control_number

    def billed_twice(db: Database, line_ids: list[ServiceLineId]) -> list[ClaimRecord]:
        found = claims_of_lines(db, line_ids)
        return found * 2 if number in {claim.patient_control_number for claim in found} else found

    monkeypatch.setattr("clinicbill.demo.taken_back.claims_of_lines", billed_twice)
    another = taken_back(db, DAY)
    assert another is not None
    assert another.claims[0].patient_control_number != number


def test_the_remittance_proves_and_moves_no_money(db: Database) -> None:
    remittance = taken_back(db, DAY)
    assert remittance is not None
    assert prove(remittance).balanced
    assert remittance.paid == Money(0)
    assert [payment.is_reversal for payment in remittance.claims] == [True]
