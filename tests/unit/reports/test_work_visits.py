from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.money import Money
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.reports.next_step import Step
from clinicbill.reports.work_item import WorkKind
from clinicbill.reports.work_visits import authorization_items, unbilled_items, visit_items
from tests.support.ledgers import charge_visit
from tests.support.practice import (
    TODAY,
    Office,
    a_coverage,
    a_patient,
    a_practice,
    a_visit,
    an_authorization,
    open_memory_practice,
)

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def office(db: Database) -> Office:
    return a_practice(db)


def uncoded(db: Database, last: str, on: date, **fields: Any) -> int:
    return a_visit(
        db, a_patient(db, last), on=on, lines=(), diagnoses=(), **({"status": VisitStatus.TO_CODE} | fields)
    )


def test_visits_without_codes_are_one_item_a_day(db: Database, office: Office) -> None:
    first = uncoded(db, "Ames", TODAY)
    uncoded(db, "Boyd", TODAY)
    uncoded(db, "Cruz", date(2026, 11, 20))
    uncoded(db, "Dale", date(2026, 11, 24))
    found = visit_items(db, TODAY)
    assert office
    assert [(item.who, item.why, item.due_on, item.overdue) for item in found] == [
        ("1 visit of 11/20", "Cruz", date(2026, 11, 20), True),
        ("2 visits of today", "Ames, Boyd", TODAY, False),
    ]
    assert found[1].record == first
    assert found[1].unknown
    assert found[1].money is None


def test_a_visit_on_hold_says_why(db: Database, office: Office) -> None:
    uncoded(db, "Ames", TODAY, status=VisitStatus.ON_HOLD, hold_reason="question to the provider")
    (item,) = visit_items(db, TODAY)
    assert office
    assert item.kind is WorkKind.HELD_VISIT
    assert item.why == "visit of 11/23 on hold: question to the provider"


def test_a_coded_visit_nobody_charged_waits_until_it_is(db: Database, office: Office) -> None:
    visit = a_visit(db, a_patient(db, "Ames"), on=TODAY)
    (item,) = unbilled_items(db, TODAY)
    assert (item.record, item.money, item.step.step) == (visit, Money(6500), Step.CODE)
    charge_visit(db, visit, office.medicare, on=TODAY)
    assert unbilled_items(db, TODAY) == []
    assert visit_items(db, TODAY) == []


def test_a_visit_that_costs_nothing_has_nothing_to_charge(db: Database, office: Office) -> None:
    a_visit(db, a_patient(db, "Ames"), on=TODAY, lines=(("98940", "", "0.00"),))
    assert office
    assert unbilled_items(db, TODAY) == []


@pytest.mark.parametrize(
    ("to_on", "allowed", "used", "words"),
    [
        (date(2026, 11, 28), 12, 0, "authorization A-1 ends Saturday, 11/28"),
        (date(2026, 12, 7), None, 0, "authorization A-1 ends Monday, 12/07"),
        (date(2026, 12, 31), 12, 10, "authorization A-1 has 1 visit left of 12"),
        (date(2026, 12, 31), 12, 11, "authorization A-1 is used up: 12 of 12 visits"),
        (date(2026, 12, 31), 12, 13, "authorization A-1 is over: 14 of 12 visits"),
        (None, 12, 11, "authorization A-1 is used up: 12 of 12 visits"),
    ],
)
def test_authorizations_that_end_or_are_used_up(
    db: Database, office: Office, to_on: date | None, allowed: int | None, used: int, words: str
) -> None:
    patient = a_patient(db, "Lind")
    coverage = a_coverage(db, patient, office.commercial)
    number = an_authorization(
        db, patient, coverage, number="A-1", to_on=to_on, visits_allowed=allowed, visits_used_before=used
    )
    assert authorization_items(db, TODAY) == []  # nobody uses it
    a_visit(db, patient, on=date(2026, 11, 16), authorization_id=number)
    (item,) = authorization_items(db, TODAY)
    assert (item.why, item.due_on, item.record) == (words, to_on, number)


def test_an_authorization_with_room_or_of_the_past_is_left_alone(db: Database, office: Office) -> None:
    patient = a_patient(db, "Lind")
    coverage = a_coverage(db, patient, office.commercial)
    for to_on in (date(2026, 12, 8), date(2026, 11, 22)):
        number = an_authorization(db, patient, coverage, number=f"A-{to_on}", to_on=to_on)
        a_visit(db, patient, on=date(2026, 11, 16), authorization_id=number)
    assert authorization_items(db, TODAY) == []
    assert [item.why for item in authorization_items(db, date(2026, 12, 1))] == [
        "authorization A-2026-12-08 ends Tuesday, 12/08"
    ]
