from __future__ import annotations

import pytest

from clinicbill.basics.money import Money
from clinicbill.ledger.patient_money import patient_payment
from clinicbill.ledger.store import add_posting, drift, line_balances
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.undo_charges import undo_charges
from tests.support.offices import GOOD_LINE, Workplace
from tests.support.practice import STAMP, TODAY, a_case, a_patient


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def test_untouched_charges_are_reversed_once(at: Workplace) -> None:
    visit = at.visit(at.patient(), lines=[GOOD_LINE, ("97110", "GP", "52.00")])
    bill_visits(at.db, STAMP, [visit])
    lines = at.lines(visit)
    assert undo_charges(at.db, STAMP, lines, why="wrong")
    assert at.owed(visit) == {}
    assert not undo_charges(at.db, STAMP, lines, why="again")
    assert drift(at.db) == []


def test_lines_with_money_on_them_are_left_alone(at: Workplace) -> None:
    patient = a_patient(at.db, "Jensen", "Tom")
    a_case(at.db, patient, "cash")
    visit = at.visit(patient)
    bill_visits(at.db, STAMP, [visit])
    lines = at.lines(visit)
    (balance,) = line_balances(at.db, lines)[lines[0]]
    payment = patient_payment(on=TODAY, patient_id=patient, method="cash", parts=[(balance, Money(1000))])
    add_posting(at.db, STAMP, payment)
    assert not undo_charges(at.db, STAMP, lines, why="wrong")
    assert at.owed(visit) == {("patient_receivable", None): Money(5500)}


def test_a_charge_that_holds_other_lines_too_is_left_alone(at: Workplace) -> None:
    visit = at.visit(at.patient(), lines=[GOOD_LINE, ("97110", "GP", "52.00")])
    bill_visits(at.db, STAMP, [visit])
    assert not undo_charges(at.db, STAMP, at.lines(visit)[:1], why="one of two")


def test_nothing_charged_nothing_undone(at: Workplace) -> None:
    assert not undo_charges(at.db, STAMP, at.lines(at.visit(at.patient())), why="none")
