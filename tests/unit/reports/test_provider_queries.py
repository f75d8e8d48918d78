from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.coding.queries.store import list_queries_of
from clinicbill.encounters.store import get_encounter
from clinicbill.reports.provider_queries import WAITING, provider_queries, provider_queries_rows
from clinicbill.reports.report_table import TOTAL, Days, ReportTable, behind_total
from clinicbill.workflows.answer_query import answer_query, withdraw_query
from clinicbill.workflows.ask_provider import ask_provider
from tests.support.offices import Workplace
from tests.support.practice import TODAY, a_visit, stamp_on
from tests.unit.coding.queries.questions import NOTE, a_query

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.basics.identifiers import EncounterId, QueryId

DAYS = Days(from_on=TODAY - timedelta(days=9), to_on=TODAY)


@pytest.fixture
def place() -> Workplace:
    return Workplace()


def ask(place: Workplace, day: date, visit: EncounterId | None = None) -> tuple[EncounterId, QueryId]:
    visit = visit or a_visit(place.db, place.patient(), note=NOTE)
    provider = get_encounter(place.db, visit).provider_id
    query = replace(a_query("side"), encounter_id=visit, provider_id=provider, asked_on=day)
    assert ask_provider(place.db, stamp_on(day), query).done
    return visit, list_queries_of(place.db, visit)[0].id


def cells(table: ReportTable) -> list[list[str]]:
    rows = [*table.rows, *([table.total] if table.total is not None else [])]
    return [[str(cell) for cell in row.cells] for row in rows]


def test_a_practice_without_queries_has_its_providers_and_nothing_waits(place: Workplace) -> None:
    assert cells(provider_queries(place.db, DAYS)) == [
        ["Anna Lindqvist DC", "0", "0", "None", "None", "0", "0", "None", "$0.00"],
        ["All", "0", "0", "None", "None", "0", "0", "None", "$0.00"],
    ]


def test_answers_count_by_when_they_were_asked_open_ones_always(place: Workplace) -> None:
    old, _ = ask(place, TODAY - timedelta(days=30))
    ask(place, TODAY - timedelta(days=4), old)
    for days, option in ((1, "Left"), (4, "Other")):
        _, query = ask(place, TODAY - timedelta(days=5))
        day = TODAY - timedelta(days=5 - days)
        assert answer_query(
            place.db, stamp_on(day), query, answered_on=day, answered_by="A L", option=option, text="Neck"
        ).done
    _, taken_back = ask(place, TODAY)
    assert withdraw_query(place.db, stamp_on(TODAY), taken_back, reason="Found it").done
    charged = Money.total(line.charge for line in get_encounter(place.db, old).lines)
    assert charged
    assert cells(provider_queries(place.db, DAYS))[-1] == [
        "All", "3", "2", "2.5", "50 %", "0", "2", "30", str(charged),
    ]  # fmt: skip


def test_the_rows_behind_are_the_open_ones_the_oldest_first_and_add_up(place: Workplace) -> None:
    old, first = ask(place, TODAY - timedelta(days=30))
    _, again = ask(place, TODAY - timedelta(days=4), old)
    _, other = ask(place, TODAY - timedelta(days=1))
    table = provider_queries(place.db, DAYS)
    for row in (*table.rows, table.total):
        assert row is not None
        behind = provider_queries_rows(place.db, DAYS, row.key, WAITING)
        assert [one.key for one in behind] == [f"query {one}" for one in (first, again, other)]
        assert [one.what for one in behind] == ["Open 30 days", "Open 4 days", "Open 1 day"]
        assert behind_total(behind) == table.cell(row, WAITING)
        assert behind[1].amount == Money(0)


def test_what_was_asked_later_is_not_open_on_an_earlier_day(place: Workplace) -> None:
    ask(place, TODAY)
    before = Days(from_on=DAYS.from_on, to_on=TODAY - timedelta(days=1))
    assert provider_queries_rows(place.db, before, TOTAL, WAITING) == []
