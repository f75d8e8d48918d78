from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.coding.notes.em_level import Chosen
from clinicbill.coding.notes.em_worksheet import EmWorksheet
from clinicbill.coding.notes.em_worksheet_store import find_worksheet, last_seen_before, save_worksheet
from clinicbill.db.connect import one, write
from clinicbill.encounters.store import get_encounter
from tests.support.practice import STAMP, a_case, a_patient, a_practice, a_visit, open_memory_practice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId


@pytest.fixture
def db() -> Iterator[Database]:
    made = open_memory_practice()
    a_practice(made)
    yield made
    made.close()


@pytest.fixture
def visit(db: Database) -> EncounterId:
    patient = a_patient(db, "Alvarez", "Ruth")
    a_case(db, patient)
    made: EncounterId = a_visit(db, patient)
    return made


def test_a_worksheet_comes_back_as_it_was_kept_and_the_last_one_stands(
    db: Database, visit: EncounterId
) -> None:
    assert find_worksheet(db, visit) is None
    first = EmWorksheet(
        encounter_id=visit, chosen=(Chosen(key="test_ordered", count=3, evidence="MRI"),), minutes=31
    )
    second = EmWorksheet(encounter_id=visit, chosen=first.chosen, new_patient=True, minutes=46)
    with write(db):
        save_worksheet(db, first, STAMP)
    assert find_worksheet(db, visit) == first
    with write(db):
        save_worksheet(db, second, STAMP)
    assert find_worksheet(db, visit) == second
    row = one(db, "select count(*) as n, max(code) as code, max(basis) as basis from em_worksheet")
    assert row == {"n": 1, "code": "99204", "basis": "time"}


def test_seen_within_three_years_is_established(db: Database, visit: EncounterId) -> None:
    seen = get_encounter(db, visit)
    assert last_seen_before(db, seen.patient_id, seen.service_on) is None
    assert last_seen_before(db, seen.patient_id, seen.service_on + timedelta(days=1)) == seen.service_on
    later = seen.service_on.replace(year=seen.service_on.year + 3)
    assert last_seen_before(db, seen.patient_id, later) == seen.service_on
    assert last_seen_before(db, seen.patient_id, later + timedelta(days=1)) is None
    assert last_seen_before(db, seen.patient_id, date(2028, 2, 29)) == seen.service_on
