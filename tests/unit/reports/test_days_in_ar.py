from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from clinicbill.basics.money import Money
from clinicbill.reports.days_in_ar import DaysInAr, days_in_ar
from tests.support.ledgers import charge_visit
from tests.support.practice import TODAY, a_patient, a_practice, a_visit, open_memory_practice


def test_ninety_days_of_charges_count() -> None:
    db = open_memory_practice()
    a_practice(db)
    patient = a_patient(db)
    for days in (0, 89, 90):
        on = TODAY - timedelta(days)
        charge_visit(db, a_visit(db, patient, on=on), None, on=on)
    found = days_in_ar(db, receivable=Money(19500), as_of=TODAY)
    assert found.charges == Money(13000)
    assert found.days == Decimal("135.0")
    assert days_in_ar(db, receivable=Money(1), as_of=date(2020, 1, 1)).days is None


def test_days_are_rounded_half_up_to_one_decimal() -> None:
    assert DaysInAr(receivable=Money(2_006_412), charges=Money(4_678_293)).days == Decimal("38.6")
    assert DaysInAr(receivable=Money(1), charges=Money(1800)).days == Decimal("0.1")
