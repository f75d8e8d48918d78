from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import get_claim
from clinicbill.coding.queries import store
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.store import get_encounter, save_encounter
from clinicbill.practice.user import Role
from clinicbill.workflows.ask_provider import ask_provider
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.code_visit import code_visit
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, a_visit, stamp_on
from tests.unit.coding.queries.questions import NOTE, a_query

if TYPE_CHECKING:
    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.coding.queries.query import CodingQuery


@pytest.fixture
def place() -> Workplace:
    return Workplace()


def a_noted_visit(place: Workplace) -> EncounterId:
    return a_visit(place.db, place.patient(), note=NOTE)


def about(place: Workplace, visit: EncounterId, **changes: object) -> CodingQuery:
    provider = get_encounter(place.db, visit).provider_id
    return replace(a_query("side"), encounter_id=visit, provider_id=provider, **changes)  # type: ignore[arg-type]


def test_a_visit_waits_for_the_answer(place: Workplace) -> None:
    visit_id = a_noted_visit(place)
    outcome = ask_provider(place.db, STAMP, about(place, visit_id))
    assert outcome.done
    assert outcome.message == "Asked about “Knee pain”; the visit waits for the answer"
    assert store.oldest_open(place.db, visit_id) is not None
    for again in (
        code_visit(place.db, STAMP, get_encounter(place.db, visit_id)),
        bill_visits(place.db, STAMP, [visit_id]),
    ):
        assert not again.done
        waits = [finding.message for finding in again.findings if finding.rule == "V14"]
        assert waits == ["A query to the provider is open since 11/23/2026"]


def test_a_leading_question_is_not_asked(place: Workplace) -> None:
    visit_id = a_noted_visit(place)
    outcome = ask_provider(
        place.db, STAMP, about(place, visit_id, question="Please document osteoarthritis.")
    )
    assert [finding.rule for finding in outcome.findings] == ["Q03"]
    assert store.list_open_queries(place.db) == []


def test_a_claim_that_is_still_here_waits_too(place: Workplace) -> None:
    visit_id = a_noted_visit(place)
    claim_id = bill_visits(place.db, STAMP, [visit_id]).claims[0].claim_id
    assert ask_provider(place.db, STAMP, about(place, visit_id)).done
    record = get_claim(place.db, claim_id)
    assert (record.status, record.hold_reason) == (ClaimStatus.ON_HOLD, "Query to the provider of 11/23/2026")


def test_front_desk_does_not_ask(place: Workplace) -> None:
    visit_id = a_noted_visit(place)
    with pytest.raises(NotAllowed, match="may not code visits"):
        ask_provider(place.db, stamp_on(TODAY, role=Role.FRONT_DESK), about(place, visit_id))


def test_the_note_asked_about_is_the_one_that_is_kept(place: Workplace) -> None:
    visit_id = a_noted_visit(place)
    asked = about(place, visit_id)
    changed = replace(get_encounter(place.db, visit_id), note="Hip pain.", status=VisitStatus.TO_CODE)
    save_encounter(place.db, changed, STAMP)
    assert [finding.rule for finding in ask_provider(place.db, STAMP, asked).findings][:1] == ["Q02"]
