from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.coding.queries import store
from clinicbill.coding.queries.query import OTHER, QueryOutcome, QueryStatus
from clinicbill.encounters.store import get_encounter
from clinicbill.workflows.answer_query import answer_query, withdraw_query
from clinicbill.workflows.ask_provider import ask_provider
from clinicbill.workflows.code_visit import code_visit
from tests.support.offices import Workplace
from tests.support.practice import TODAY, a_visit, stamp_on
from tests.unit.coding.queries.questions import NOTE, a_query

if TYPE_CHECKING:
    from clinicbill.basics.identifiers import EncounterId, QueryId

LATER = stamp_on(TODAY + timedelta(days=3))
ANSWER: dict[str, Any] = {"answered_on": TODAY + timedelta(days=2), "answered_by": "A Lindqvist DC"}


@pytest.fixture
def place() -> Workplace:
    return Workplace()


def asked(place: Workplace, template: str = "side") -> tuple[EncounterId, QueryId]:
    visit_id = a_visit(place.db, place.patient(), note=NOTE)
    provider = get_encounter(place.db, visit_id).provider_id
    query = replace(a_query(template), encounter_id=visit_id, provider_id=provider)
    assert ask_provider(place.db, stamp_on(TODAY), query).done
    return visit_id, store.list_open_queries(place.db)[0].id


def test_the_answer_is_kept_and_the_visit_goes_on(place: Workplace) -> None:
    visit_id, query_id = asked(place)
    before = store.get_query(place.db, query_id)
    outcome = answer_query(place.db, LATER, query_id, option="Left", **ANSWER)
    assert outcome.done
    kept = store.get_query(place.db, query_id)
    assert (kept.status, kept.outcome, kept.days_open) == (QueryStatus.ANSWERED, QueryOutcome.AGREED, 2)
    assert (kept.question, kept.options, kept.indicators, kept.asked_on) == (
        before.question,
        before.options,
        before.indicators,
        before.asked_on,
    )
    assert get_encounter(place.db, visit_id).note == NOTE
    assert code_visit(place.db, LATER, get_encounter(place.db, visit_id)).done


@pytest.mark.parametrize(
    ("template", "answer", "rule"),
    [
        ("side", {"option": "Upside down"}, "Q12"),
        ("side", {"option": OTHER}, "Q13"),
        ("meaning", {}, "Q13"),
        ("side", {"option": "Left", "answered_by": " "}, "Q11"),
        ("side", {"option": "Left", "answered_on": TODAY - timedelta(days=1)}, "Q10"),
        ("side", {"option": "Left", "answered_on": TODAY + timedelta(days=9)}, "Q10"),
    ],
)
def test_half_an_answer_is_not_kept(
    place: Workplace, template: str, answer: dict[str, Any], rule: str
) -> None:
    _, query_id = asked(place, template)
    outcome = answer_query(place.db, LATER, query_id, **{**ANSWER, **answer})
    assert [finding.rule for finding in outcome.findings] == [rule]
    assert store.get_query(place.db, query_id).status is QueryStatus.OPEN


def test_an_open_question_counts_as_what_is_said_of_it(place: Workplace) -> None:
    _, query_id = asked(place, "meaning")
    text = "Degenerative; no tear."
    assert answer_query(place.db, LATER, query_id, text=text, outcome=QueryOutcome.PARTLY, **ANSWER).done
    kept = store.get_query(place.db, query_id)
    assert (kept.answer_text, kept.outcome) == (text, QueryOutcome.PARTLY)


def test_an_answer_comes_once(place: Workplace) -> None:
    _, query_id = asked(place)
    assert answer_query(place.db, LATER, query_id, option="Left", **ANSWER).done
    with pytest.raises(CannotDo, match="answered already; nothing was changed"):
        answer_query(place.db, LATER, query_id, option="Right", **ANSWER)


def test_a_withdrawn_query_stays_with_its_reason(place: Workplace) -> None:
    visit_id, query_id = asked(place)
    assert [f.rule for f in withdraw_query(place.db, LATER, query_id, reason=" ").findings] == ["Q14"]
    assert withdraw_query(place.db, LATER, query_id, reason="Side stands in the X-ray report").done
    assert store.list_queries_of(place.db, visit_id)[0].status is QueryStatus.WITHDRAWN
    assert code_visit(place.db, LATER, get_encounter(place.db, visit_id)).done
    with pytest.raises(CannotDo, match="withdrawn already"):
        answer_query(place.db, LATER, query_id, option="Left", **ANSWER)
