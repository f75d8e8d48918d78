from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import claims_of_lines
from clinicbill.coding.queries.figures import query_figures
from clinicbill.coding.queries.lint import lint
from clinicbill.coding.queries.query import QueryStatus
from clinicbill.coding.queries.store import list_open_queries, list_queries_between
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.store import get_encounter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module", params=list(DemoKind))
def db(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = make_demo(tmp_path_factory.mktemp("asked"), request.param, as_of=DAY, days=90)
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        yield db


def test_two_wait_four_are_answered_one_is_withdrawn(db: Database) -> None:
    queries = list_queries_between(db, date(2026, 1, 1), DAY)
    assert Counter(query.status for query in queries) == {
        QueryStatus.OPEN: 2,
        QueryStatus.ANSWERED: 4,
        QueryStatus.WITHDRAWN: 1,
    }
    figures = query_figures(queries, DAY)
    assert (figures.turnaround_days, figures.undetermined) == (2.5, 1)
    assert all(not lint(query, get_encounter(db, query.encounter_id).note) for query in queries)


def test_no_visit_to_code_and_no_claim_on_its_way_is_stopped_by_them(db: Database) -> None:
    for query in list_open_queries(db):
        visit = get_encounter(db, query.encounter_id)
        claims = claims_of_lines(db, [line.id for line in visit.lines])
        assert visit.status is not VisitStatus.TO_CODE
        assert {claim.status for claim in claims} <= {ClaimStatus.ON_HOLD}
