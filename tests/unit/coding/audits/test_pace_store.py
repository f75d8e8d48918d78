from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.coding.audits.pace import finishes, holds, pace
from clinicbill.coding.audits.pace_choices import ChoiceAct
from clinicbill.coding.audits.pace_store import queries_asked, status_events, suggestion_choices, zone_of
from clinicbill.encounters.encounter import VisitStatus
from tests.support.coders import CODER, OWNER, at, moved, some_coders
from tests.support.practice import TODAY, a_visit

if TYPE_CHECKING:
    from collections.abc import Callable

ME = CODER.user_id


def test_the_history_gives_pace_and_holds_without_any_entry() -> None:
    made = some_coders()
    events = status_events(made.db, CODER, ME, TODAY, TODAY)
    done = [one for one in finishes(events, zone_of(made.db)) if one.event.coder_id == ME]
    found = pace(done, timedelta(minutes=20))
    assert (found.visits, found.timed, found.at_work) == (3, 1, timedelta(minutes=5))
    assert [(one.event.encounter_id, one.until) for one in holds(events)] == [(made.held, None)]
    moved(made.db, made.held, VisitStatus.TO_CODE, at(19, 0, OWNER))
    (held,) = holds(status_events(made.db, CODER, ME, TODAY, TODAY))
    assert held.lasted(CODER.at) == timedelta(hours=1)


def test_a_visit_entered_as_coded_was_finished_then() -> None:
    made = some_coders()
    born = a_visit(made.db, stamp=at(20, 0))
    moved(made.db, born, VisitStatus.TO_CODE, at(21, 0))
    events = status_events(made.db, CODER, ME, TODAY, TODAY)
    assert [one.event.at for one in finishes(events, zone_of(made.db)) if one.event.encounter_id == born] == [
        at(20, 0).at
    ]


def test_days_are_the_practices() -> None:
    made = some_coders()
    before = TODAY - timedelta(days=1)
    a_visit(made.db, stamp=at(7, 30))  # 23:30 of the day before in Oregon
    assert len(status_events(made.db, CODER, ME, before, before)) == 1
    assert status_events(made.db, CODER, ME, TODAY + timedelta(days=1), TODAY + timedelta(days=9)) == []


def test_choices_are_read_for_their_coder() -> None:
    made = some_coders()
    for user_id, act in ((2, "accepted"), (2, "rejected"), (1, "changed")):
        made.db.table("suggestion_choice").insert(
            {
                "at": "2026-11-23T17:00:00Z", "user_id": user_id, "encounter_id": made.visits[0],
                "phrase": "low back pain", "suggested": "M54.50", "chosen": "M54.50", "act": act,
            }
        )  # fmt: skip
    found = suggestion_choices(made.db, CODER, ME, TODAY, TODAY)
    assert [one.act for one in found] == [ChoiceAct.ACCEPTED, ChoiceAct.REJECTED]
    assert found[0].who == "Alvarez, Ann"


@pytest.mark.parametrize("read", [status_events, suggestion_choices, queries_asked])
def test_nobody_reads_what_is_not_shared(read: Callable[..., object]) -> None:
    with pytest.raises(NotAllowed):
        read(some_coders().db, OWNER, ME, TODAY, TODAY)
