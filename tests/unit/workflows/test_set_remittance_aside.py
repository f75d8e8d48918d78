from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.remits import store
from clinicbill.remits.store import RemittanceStatus
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.set_remittance_aside import set_remittance_aside, take_up_remittance
from tests.support.ledgers import a_payment, a_remittance, a_service, as_835, billed, receive
from tests.support.practice import STAMP, a_patient, a_practice, open_memory_practice

REMITTANCE = a_remittance([a_payment("CB000001", [a_service("98941-AT", "65.00", "41.20", "CO-45 23.80")])])


def test_a_remittance_is_set_aside_with_a_reason_and_taken_up_again() -> None:
    db = open_memory_practice()
    number = receive(db, as_835(REMITTANCE))
    outcome = set_remittance_aside(db, STAMP, number, why="Another office")
    assert outcome.message == "Set aside: MEDICARE PART B OREGON 8812345, $41.20"
    row = store.get_remittance(db, number)
    assert (row.status, row.status_reason) == (RemittanceStatus.SET_ASIDE, "Another office")
    assert take_up_remittance(db, STAMP, number).done
    row = store.get_remittance(db, number)
    assert (row.status, row.status_reason) == (RemittanceStatus.WAITING, "Balanced")


def test_a_posted_one_is_reversed_first() -> None:
    db = open_memory_practice()
    billed(db, a_patient(db), a_practice(db).medicare)
    number = receive(db, as_835(REMITTANCE))
    assert post_remittance(db, STAMP, number).changed
    with pytest.raises(CannotDo, match="is posted; nothing was changed: reverse it first"):
        set_remittance_aside(db, STAMP, number, why="x")
    with pytest.raises(CannotDo):
        take_up_remittance(db, STAMP, number)


def test_who_and_why() -> None:
    db = open_memory_practice()
    number = receive(db, as_835(REMITTANCE))
    assert set_remittance_aside(db, STAMP, number, why="").findings[0].rule == "L16"
    front_desk = replace(STAMP, role="front_desk")
    with pytest.raises(NotAllowed):
        set_remittance_aside(db, front_desk, number, why="x")
    with pytest.raises(NotAllowed):
        take_up_remittance(db, front_desk, number)
