from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.encounters.encounter import VisitStatus
from clinicbill.reports.week import due_on, monday_of, week
from clinicbill.reports.worklist import worklist
from tests.support.books import some_books
from tests.support.practice import TODAY, a_patient, a_practice, a_visit, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 29)])
def test_a_week_begins_on_monday(day: date) -> None:
    assert monday_of(day) == date(2026, 11, 23)
    assert monday_of(date.min) == date.min


def test_seven_days_with_their_visits(db: Database) -> None:
    a_practice(db)
    a_visit(db, a_patient(db, "Ames"), on=date(2026, 11, 23))
    a_visit(db, a_patient(db, "Boyd"), on=date(2026, 11, 29), status=VisitStatus.TO_CODE)
    a_visit(db, a_patient(db, "Cruz"), on=date(2026, 11, 29), status=VisitStatus.ON_HOLD, hold_reason="x")
    a_visit(db, a_patient(db, "Dale"), on=date(2026, 11, 30))
    found = week(db, date(2026, 11, 25))
    assert [one.day.day for one in found] == [23, 24, 25, 26, 27, 28, 29]
    assert [one.visits for one in found] == [1, 0, 0, 0, 0, 0, 2]
    assert (found[6].to_code, found[6].on_hold) == (1, 1)


def test_what_is_due_on_a_day(db: Database) -> None:
    some_books(db)
    items = worklist(db, TODAY)
    assert [item.who for item in due_on(items, date(2026, 11, 28))] == ["Hugo Lind"]
    assert [item.who for item in due_on(items, date(2026, 12, 12))] == ["Sung Cho"]
    assert due_on(items, date(2026, 11, 29)) == []
