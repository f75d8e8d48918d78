from __future__ import annotations

from datetime import date
from random import Random

from clinicbill.demo.care import as_payer_wants, plan_visits, workday
from clinicbill.demo.script import DemoKind, read_script

SCRIPT = read_script(DemoKind.CHIRO)
DAY = date(2026, 11, 2)


def test_visits_fall_on_workdays_in_order() -> None:
    visits = plan_visits(SCRIPT.plans["Low back"], DAY, None, Random(3))
    days = [visit.on for visit in visits]
    assert days == sorted(days)
    assert all(day.weekday() < 5 for day in days)
    low, high = SCRIPT.plans["Low back"].visits
    assert low <= len(visits) <= high


def test_weekends_move_to_monday() -> None:
    assert workday(date(2026, 11, 21)) == workday(date(2026, 11, 22)) == date(2026, 11, 23)


def test_medicare_pays_for_manipulation_with_its_modifier_only() -> None:
    medicare = SCRIPT.payer("Medicare B")
    lines = as_payer_wants(SCRIPT.plans["Low back"].first, medicare)
    assert [(line.code, line.modifiers) for line in lines] == [("98940", ("AT",))]


def test_cash_patients_carry_no_modifiers() -> None:
    assert all(line.modifiers == () for line in as_payer_wants(SCRIPT.plans["Neck"].first, None))
