"""Decisions about suggestions are kept as they were made, and forgotten on request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.coding.notes.prior import Act
from clinicbill.coding.notes.prior_store import choices_of, load_prior
from clinicbill.practice.user import Role
from clinicbill.workflows.keep_choices import forget_choice, keep_choices
from tests.support.practice import STAMP, a_case, a_patient, a_practice, a_visit, open_memory_practice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId

BACK = ("back low pain", "M54.50", "M54.50", Act.ACCEPTED)
NECK = ("neck pain", "M54.2", "", Act.REJECTED)


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


def test_what_was_taken_is_counted_and_what_was_rejected_is_not(db: Database, visit: EncounterId) -> None:
    keep_choices(db, STAMP, visit, [BACK, NECK])
    keep_choices(db, STAMP, visit, [BACK])
    assert load_prior(db) == {"back low pain": {"M54.50": 2}}
    assert {one.suggested: one.act for one in choices_of(db, visit)} == {
        "M54.50": Act.ACCEPTED,
        "M54.2": Act.REJECTED,
    }


def test_the_last_word_about_a_suggestion_counts(db: Database, visit: EncounterId) -> None:
    keep_choices(db, STAMP, visit, [NECK, ("neck pain", "M54.2", "M54.2", Act.ACCEPTED)])
    assert [one.act for one in choices_of(db, visit)] == [Act.ACCEPTED]


def test_a_forgotten_habit_no_longer_counts(db: Database, visit: EncounterId) -> None:
    keep_choices(db, STAMP, visit, [BACK])
    outcome = forget_choice(db, STAMP, "back low pain", "M54.50")
    assert outcome.message == "Forgotten: M54.50 for “back low pain”"
    assert load_prior(db) == {}


def test_a_front_desk_decides_nothing(db: Database, visit: EncounterId) -> None:
    with pytest.raises(NotAllowed):
        keep_choices(db, replace(STAMP, role=Role.FRONT_DESK), visit, [BACK])
    assert choices_of(db, visit) == []
