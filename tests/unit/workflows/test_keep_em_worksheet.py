"""What an E/M level rests on is kept, and only by who codes visits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.coding.notes.em_level import Chosen
from clinicbill.coding.notes.em_worksheet import EmWorksheet
from clinicbill.coding.notes.em_worksheet_store import find_worksheet
from clinicbill.practice.user import Role
from clinicbill.workflows.keep_em_worksheet import keep_em_worksheet
from tests.support.practice import STAMP, a_case, a_patient, a_practice, a_visit, open_memory_practice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database


@pytest.fixture
def db() -> Iterator[Database]:
    made = open_memory_practice()
    a_practice(made)
    yield made
    made.close()


@pytest.fixture
def sheet(db: Database) -> EmWorksheet:
    patient = a_patient(db, "Alvarez", "Ruth")
    a_case(db, patient)
    return EmWorksheet(
        encounter_id=a_visit(db, patient), chosen=(Chosen(key="acute_simple"), Chosen(key="low"))
    )


def test_it_is_kept_and_says_the_level(db: Database, sheet: EmWorksheet) -> None:
    outcome = keep_em_worksheet(db, STAMP, sheet)
    assert (outcome.done, outcome.message) == (True, "Kept: 99213 by MDM")
    assert find_worksheet(db, sheet.encounter_id) == sheet


def test_what_reaches_nothing_is_told_and_not_kept(db: Database, sheet: EmWorksheet) -> None:
    outcome = keep_em_worksheet(db, STAMP, replace(sheet, chosen=()))
    assert not outcome.done
    assert find_worksheet(db, sheet.encounter_id) is None


def test_the_front_desk_does_not_code(db: Database, sheet: EmWorksheet) -> None:
    with pytest.raises(NotAllowed):
        keep_em_worksheet(db, replace(STAMP, role=Role.FRONT_DESK), sheet)
