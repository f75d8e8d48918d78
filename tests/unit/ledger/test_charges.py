from __future__ import annotations

from datetime import date

import pytest

from clinicbill.basics.identifiers import PatientId, PayerId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.charges import LineCharge, charge, transfer
from clinicbill.ledger.posting import OpenBalance

ON, SERVICE = date(2026, 11, 23), date(2026, 11, 9)
RUTH, PAYER, OTHER = PatientId(1), PayerId(7), PayerId(8)
LINES = [
    LineCharge(service_line_id=ServiceLineId(1), amount=Money(6500)),
    LineCharge(service_line_id=ServiceLineId(2), amount=Money(5200)),
]


def test_a_visit_is_charged_to_its_insurance_and_ages_from_the_day_of_service() -> None:
    made = charge(on=ON, patient_id=RUTH, payer_id=PAYER, aged_from=SERVICE, lines=LINES)
    assert made is not None
    assert made.kind is PostingKind.CHARGE
    assert made.total(Account.PAYER_RECEIVABLE) == Money(11700)
    assert made.total(Account.CHARGES) == Money(-11700)
    owed = [entry for entry in made.entries if entry.account is Account.PAYER_RECEIVABLE]
    assert {(entry.payer_id, entry.aged_from, entry.patient_id) for entry in owed} == {(PAYER, SERVICE, RUTH)}


def test_without_insurance_the_patient_owes() -> None:
    made = charge(on=ON, patient_id=RUTH, payer_id=None, aged_from=SERVICE, lines=LINES)
    assert made is not None
    owed = [entry for entry in made.entries if entry.account is Account.PATIENT_RECEIVABLE]
    assert Money.total(entry.amount for entry in owed) == Money(11700)
    assert {(entry.payer_id, entry.aged_from) for entry in owed} == {(None, SERVICE)}


def test_a_visit_of_nothing_posts_nothing_and_a_line_of_nothing_is_left_out() -> None:
    free = LineCharge(service_line_id=ServiceLineId(3), amount=Money(0))
    assert charge(on=ON, patient_id=RUTH, payer_id=PAYER, aged_from=SERVICE, lines=[free]) is None
    made = charge(on=ON, patient_id=RUTH, payer_id=PAYER, aged_from=SERVICE, lines=[*LINES, free])
    assert made is not None
    assert {entry.service_line_id for entry in made.entries} == {1, 2}


OPEN = OpenBalance(
    account=Account.PAYER_RECEIVABLE,
    amount=Money(6500),
    patient_id=RUTH,
    payer_id=PAYER,
    service_line_id=ServiceLineId(1),
    aged_from=SERVICE,
)


def test_what_moves_to_the_patient_ages_from_the_move() -> None:
    made = transfer(
        on=ON, balances=[OPEN], patient_id=RUTH, payer_id=None, aged_from=ON, description="Insurance ended"
    )
    there, back = made.entries
    assert (there.account, there.payer_id, there.aged_from) == (Account.PATIENT_RECEIVABLE, None, ON)
    assert (back.account, back.payer_id, back.aged_from) == (Account.PAYER_RECEIVABLE, PAYER, SERVICE)
    assert there.amount == -back.amount == Money(6500)


def test_what_moves_to_another_insurance_keeps_its_age() -> None:
    made = transfer(on=ON, balances=[OPEN], patient_id=RUTH, payer_id=OTHER, description="Right insurance")
    there = made.entries[0]
    assert (there.account, there.payer_id, there.aged_from) == (Account.PAYER_RECEIVABLE, OTHER, SERVICE)


def test_there_must_be_something_to_move() -> None:
    with pytest.raises(ValueError, match="no amount"):
        transfer(on=ON, balances=[], patient_id=RUTH, payer_id=None, description="x")
