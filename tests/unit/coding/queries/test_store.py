from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import EncounterId, QueryId
from clinicbill.coding.queries import store
from clinicbill.coding.queries.query import QueryOutcome, QueryStatus
from clinicbill.encounters.store import get_encounter
from tests.support.practice import STAMP, a_practice, a_visit, open_memory_practice
from tests.unit.coding.queries.questions import DAY, NOTE, a_query

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def db() -> Database:
    db = open_memory_practice()
    a_practice(db)
    return db


@pytest.fixture
def visit(db: Database) -> EncounterId:
    return a_visit(db, note=NOTE)


def test_what_is_asked_comes_back_as_it_was(db: Database, visit: EncounterId) -> None:
    asked = replace(a_query("side"), encounter_id=visit, provider_id=get_encounter(db, visit).provider_id)
    query_id = store.add_query(db, asked, STAMP)
    assert store.get_query(db, query_id) == replace(asked, id=query_id)
    assert store.list_queries_of(db, visit) == store.list_open_queries(db) == [replace(asked, id=query_id)]
    assert store.oldest_open(db, visit) == replace(asked, id=query_id)


def test_an_answer_ends_the_waiting(db: Database, visit: EncounterId) -> None:
    provider = get_encounter(db, visit).provider_id
    query_id = store.add_query(db, replace(a_query(), encounter_id=visit, provider_id=provider), STAMP)
    answered = replace(
        store.get_query(db, query_id),
        status=QueryStatus.ANSWERED,
        answered_on=DAY + timedelta(days=2),
        answered_by="A Lindqvist DC",
        answer_option="Left",
        outcome=QueryOutcome.AGREED,
    )
    store.save_answer(db, answered, STAMP)
    assert store.get_query(db, query_id) == answered
    assert store.list_open_queries(db) == []
    assert store.oldest_open(db, visit) is None
    assert store.list_queries_between(db, DAY, DAY) == [answered]
    assert store.list_queries_between(db, DAY + timedelta(days=1), DAY + timedelta(days=9)) == []


def test_no_such_query(db: Database) -> None:
    with pytest.raises(NotFound, match="does not exist; nothing was changed"):
        store.get_query(db, QueryId(99))
