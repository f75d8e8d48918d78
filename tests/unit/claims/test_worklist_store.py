from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.money import Money
from clinicbill.claims.event_store import add_event
from clinicbill.claims.status import ClaimGroup, ClaimStatus
from clinicbill.claims.worklist_store import ClaimFilter, ClaimRow, find_claims, group_totals, needing_you
from clinicbill.db.connect import write
from tests.support.ledgers import Billed, billed
from tests.support.practice import (
    TODAY,
    Office,
    a_patient,
    a_payer,
    a_practice,
    open_memory_practice,
    stamp_on,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

S = ClaimStatus


class Desk:
    """Claims of several patients in several states."""

    def __init__(self) -> None:
        self.db: Database = open_memory_practice()
        self.office: Office = a_practice(self.db)

    def claim(
        self,
        last: str,
        status: ClaimStatus,
        *,
        on: date = date(2026, 11, 9),
        news: date = TODAY,
        payer: Any = None,
        **columns: Any,
    ) -> Billed:
        patient = a_patient(self.db, last, "Ruth")
        made = billed(self.db, patient, payer or self.office.commercial, on=on, status=str(status), **columns)
        add_event(self.db, stamp_on(news), made.claim_id, "", str(status), text="news")
        return made

    def rows(self, **wanted: Any) -> list[ClaimRow]:
        return find_claims(self.db, ClaimFilter(as_of=TODAY, **wanted))

    def names(self, **wanted: Any) -> list[str]:
        return [row.patient.last for row in self.rows(**wanted)]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_groups_stand_in_the_order_of_the_work(desk: Desk) -> None:
    desk.claim("Paid", S.PAID)
    desk.claim("Sent", S.SENT)
    desk.claim("Ready", S.READY)
    desk.claim("Rejected", S.REJECTED)
    desk.claim("Held", S.ON_HOLD, hold_reason="query")
    desk.claim("Gone", S.VOID)
    assert desk.names() == ["Held", "Rejected", "Ready", "Sent", "Paid"]
    assert [row.group for row in desk.rows()] == [
        ClaimGroup.NEEDS_YOU,
        ClaimGroup.NEEDS_YOU,
        ClaimGroup.READY,
        ClaimGroup.ON_ITS_WAY,
        ClaimGroup.ANSWERED,
    ]
    assert desk.names(group=ClaimGroup.CLOSED) == ["Gone"]


def test_totals_are_those_of_the_rows(desk: Desk) -> None:
    for status in (S.READY, S.READY, S.DRAFT, S.SENT):
        desk.claim("Alvarez", status)
    totals = group_totals(desk.db, ClaimFilter(as_of=TODAY, limit=1))
    assert {group: (one.count, one.total) for group, one in totals.items()} == {
        ClaimGroup.NEEDS_YOU: (1, Money(6500)),
        ClaimGroup.READY: (2, Money(13000)),
        ClaimGroup.ON_ITS_WAY: (1, Money(6500)),
    }
    assert len(desk.rows(limit=1)) == 1
    assert needing_you(desk.db, TODAY) == 1


def test_silence_brings_a_claim_back(desk: Desk) -> None:
    desk.claim("Quiet", S.SENT, news=TODAY - timedelta(days=74))
    desk.claim("Edge", S.PAYER_ACCEPTED, news=TODAY - timedelta(days=30))
    quiet, edge = desk.rows()
    assert (quiet.state, quiet.group, quiet.silent_days) == ("Silent 74 days", ClaimGroup.NEEDS_YOU, 74)
    assert (edge.state, edge.silent_days) == ("Payer accepted", None)


def test_a_printed_copy_is_no_news(desk: Desk) -> None:
    claim = desk.claim("Quiet", S.SENT, news=TODAY - timedelta(days=40))
    add_event(desk.db, stamp_on(TODAY), claim.claim_id, "sent", "sent", text="Copy printed")
    (row,) = desk.rows()
    assert (row.silent_days, row.reason) == (40, "news")


def test_the_state_says_why(desk: Desk) -> None:
    desk.claim("Held", S.ON_HOLD, hold_reason="query")
    desk.claim("Paper", S.READY, delivery="paper")
    desk.claim("Sent", S.FILE_CREATED)
    assert [row.state for row in desk.rows()] == ["On hold: query", "Ready, paper", "File created"]


def test_answers_stay_a_week_and_the_last_stands_first(desk: Desk) -> None:
    desk.claim("Early", S.PAID, news=TODAY - timedelta(days=6))
    desk.claim("Late", S.DENIED, news=TODAY)
    desk.claim("Old", S.PAID, news=TODAY - timedelta(days=7))
    assert desk.names() == ["Late", "Early"]
    assert desk.names(answered_days=None) == ["Late", "Early", "Old"]
    assert desk.names(text="old") == ["Old"]
    assert desk.names(status=S.PAID) == ["Early", "Old"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ruiz", ["Ruiz"]),
        ("RUTH rui", ["Ruiz"]),
        ("ruiz, r", ["Ruiz"]),
        ("harbor", ["Haddad"]),
        ("lakeside ready", ["Ruiz"]),
        ("rejected", ["Haddad"]),
        ("11/02/2026", ["Haddad"]),
        ("ruiz harbor", []),
        ("'; drop table claim", []),
    ],
)
def test_words_narrow_the_list(desk: Desk, text: str, found: list[str]) -> None:
    desk.claim("Ruiz", S.READY, payer=a_payer(desk.db))
    desk.claim("Haddad", S.REJECTED, on=date(2026, 11, 2))
    assert desk.names(text=text) == found


def test_a_claim_number_or_chart_number_finds_its_claim(desk: Desk) -> None:
    claim = desk.claim("Ruiz", S.READY)
    desk.claim("Haddad", S.READY)
    assert desk.names(text=claim.number.lower()) == ["Ruiz"]
    assert desk.names(text="1002") == ["Haddad"]


def test_payer_patient_and_dates_narrow_the_list(desk: Desk) -> None:
    payer = a_payer(desk.db)
    one = desk.claim("Ruiz", S.READY, payer=payer)
    desk.claim("Haddad", S.READY, on=date(2026, 11, 2))
    assert desk.names(payer_id=payer) == ["Ruiz"]
    assert desk.names(patient_id=one.patient_id) == ["Ruiz"]
    assert desk.names(first_on=date(2026, 11, 3)) == ["Ruiz"]
    assert desk.names(last_on=date(2026, 11, 2)) == ["Haddad"]


def test_the_filing_limit_runs_until_somebody_accepts(desk: Desk) -> None:
    desk.claim("Ready", S.READY)
    desk.claim("Sent", S.SENT)
    desk.claim("Accepted", S.PAYER_ACCEPTED)
    ready, sent, accepted = sorted(desk.rows(), key=lambda row: list(S).index(row.status))
    # 180 days from 11/09/2026, fourteen of them gone.
    assert (ready.deadline_days, sent.deadline_days, accepted.deadline_days) == (166, 166, None)


def test_no_claims_no_rows() -> None:
    desk = Desk()
    assert desk.rows() == []
    assert group_totals(desk.db, ClaimFilter(as_of=TODAY)) == {}
    assert needing_you(desk.db, TODAY) == 0


def test_the_list_reads_and_never_writes(desk: Desk) -> None:
    desk.claim("Ruiz", S.READY)
    with write(desk.db):
        desk.db.conn.execute("pragma query_only=on")
        assert desk.names() == ["Ruiz"]
        desk.db.conn.execute("pragma query_only=off")
