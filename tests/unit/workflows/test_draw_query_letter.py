from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import QueryId
from clinicbill.coding.queries.store import list_open_queries
from clinicbill.encounters.store import get_encounter
from clinicbill.practice.store import save_user
from clinicbill.practice.user import Role, User
from clinicbill.workflows.answer_query import answer_query
from clinicbill.workflows.ask_provider import ask_provider
from clinicbill.workflows.draw_query_letter import draw_query_letter
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, a_visit, stamp_on
from tests.unit.coding.queries.questions import NOTE, a_query


def test_the_letter_stays_the_same_after_somebody_else_recorded_the_answer() -> None:
    place = Workplace()
    visit = a_visit(place.db, place.patient(), note=NOTE)
    provider = get_encounter(place.db, visit).provider_id
    assert ask_provider(
        place.db, STAMP, replace(a_query("side"), encounter_id=visit, provider_id=provider)
    ).done
    query = list_open_queries(place.db)[0]
    before = draw_query_letter(place.db, query.id)
    assert before.startswith(b"%PDF")
    other = save_user(place.db, User(name="Kim Brook", role=Role.BILLER), STAMP)
    stamp = stamp_on(TODAY, user_id=int(other), role=Role.BILLER)
    assert answer_query(
        place.db, stamp, query.id, answered_on=TODAY, answered_by="A Lindqvist DC", option="Left"
    ).done
    assert draw_query_letter(place.db, query.id) == before


def test_a_query_that_is_not_there() -> None:
    with pytest.raises(NotFound):
        draw_query_letter(Workplace().db, QueryId(7))
