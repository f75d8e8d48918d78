from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.worklist_store import ClaimFilter, find_claims
from clinicbill.ledger.charges import transfer
from clinicbill.ledger.store import add_posting, patient_balances
from clinicbill.reports.claim_standing import (
    claim_standings,
    earlier_standings,
    end_of_day,
    local_day,
    zone_of,
)
from tests.support.books import Books, some_books
from tests.support.ledgers import a_payment, a_remittance, a_service, post
from tests.support.practice import STAMP, TODAY, open_memory_practice, stamp_on

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def books(db: Database) -> Books:
    return some_books(db)


def test_a_claim_stands_as_its_last_event_says(db: Database, books: Books) -> None:
    found = claim_standings(db, [books.alvarez.claim_id, books.cho.claim_id, books.dunn.claim_id], TODAY)
    alvarez, cho = found[books.alvarez.claim_id], found[books.cho.claim_id]
    assert (alvarez.status, alvarez.news_on) == (ClaimStatus.SENT, date(2026, 11, 10))
    assert (cho.status, cho.news, cho.deadline_on) == (
        ClaimStatus.REJECTED,
        "Subscriber not found",
        date(2026, 12, 12),
    )
    assert found[books.dunn.claim_id].deadline_on is None


def test_on_an_earlier_day_it_stands_where_it_stood(db: Database, books: Books) -> None:
    before = claim_standings(db, [books.cho.claim_id], date(2026, 6, 19))[books.cho.claim_id]
    assert before.status is ClaimStatus.SENT
    assert claim_standings(db, [books.cho.claim_id], date(2026, 6, 14)) == {}


def test_silence_begins_after_a_month_without_news_on_the_way(db: Database, books: Books) -> None:
    nair = claim_standings(db, [books.nair.claim_id], TODAY)[books.nair.claim_id]
    assert nair.silent_days(TODAY) == 111
    assert nair.silent_days(date(2026, 9, 3)) is None
    assert nair.silent_days(date(2026, 9, 4)) == 31
    denied = claim_standings(db, [books.dunn.claim_id], TODAY)[books.dunn.claim_id]
    assert denied.silent_days(date(2027, 11, 23)) is None


def test_deadlines_and_silence_are_those_of_the_claims_page(db: Database, books: Books) -> None:
    listed = find_claims(db, ClaimFilter(as_of=TODAY, answered_days=None))
    found = claim_standings(db, [row.id for row in listed], TODAY)
    assert len(listed) == len(found) == 6
    for row in listed:
        standing = found[row.id]
        left = None if standing.deadline_on is None else (standing.deadline_on - TODAY).days
        assert (standing.status, left) == (row.status, row.deadline_days)
        assert standing.silent_days(TODAY) == row.silent_days


@pytest.mark.parametrize(("status", "crossed"), [("1", False), ("19", True)])
def test_a_later_payers_share_knows_who_answered_and_whether_it_was_sent_on(
    db: Database, books: Books, status: str, crossed: bool
) -> None:
    line = books.alvarez.lines[0]
    service = a_service(
        "98941-AT", "65.00", "40.00", "CO-45 15.00, OA-23 10.00", line_control_number=f"L{line}"
    )
    paid = a_remittance([a_payment(books.alvarez.number, [service], status=status)], trace_number="771")
    assert post(db, paid, stamp_on(date(2026, 11, 21)), name="more.835").done
    left = [one for one in patient_balances(db, books.alvarez.patient_id) if one.amount]
    moved = transfer(
        on=TODAY,
        balances=left,
        patient_id=books.alvarez.patient_id,
        payer_id=books.office.commercial,
        description="to the second insurance",
    )
    add_posting(db, STAMP, moved)
    payer_id, standing = earlier_standings(db, [line], TODAY)[line]
    assert payer_id == books.office.medicare
    assert standing.crossed is crossed
    assert standing.earlier_payer == "Medicare Part B Oregon"
    assert standing.news_on == date(2026, 11, 21)
    assert earlier_standings(db, [line], date(2026, 11, 20)) == {}


def test_days_are_the_practices_own(db: Database, books: Books) -> None:
    assert books
    zone = zone_of(db)
    assert zone == ZoneInfo("America/Los_Angeles")
    assert end_of_day(date(2026, 11, 23), zone) == "2026-11-24T08:00:00Z"
    assert end_of_day(date(2026, 11, 23), None) == "2026-11-24T00:00:00Z"
    assert end_of_day(date.max, zone).startswith("9999")
    assert local_day("2026-11-24T07:59:59Z", zone) == date(2026, 11, 23)
    assert local_day("2026-11-24T08:00:00Z", zone) == date(2026, 11, 24)
