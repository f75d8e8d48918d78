from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.claims.worklist_store import needing_you
from clinicbill.reports.denied_lines import denied_lines, denied_total
from clinicbill.reports.next_step import Step
from clinicbill.reports.work_item import WorkItem, WorkKind, in_order, items_total, lost_soon, ready_to_post
from clinicbill.reports.worklist import worklist
from tests.support.books import Books, some_books
from tests.support.practice import STAMP, TODAY, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def books(db: Database) -> Books:
    return some_books(db)


def of_kind(db: Database, kind: WorkKind, day: date = TODAY) -> list[WorkItem]:
    return [item for item in worklist(db, day) if item.kind is kind]


def test_everything_that_waits_is_there_once(db: Database, books: Books) -> None:
    found = worklist(db, TODAY)
    assert books
    assert [(str(item.kind), item.who, item.amount.cents) for item in found] == [
        ("limit", "Sung Cho", 5000),
        ("denied", "Marge Dunn", 6500),
        ("denied", "Nils Ekberg", 4800),
        ("remittance", "Harbor Mutual PPO", 4000),
        ("remittance", "Harbor Mutual PPO", 2266),
        ("credit", "Nadia Haddad", 12000),
        ("visits", "2 visits of today", 0),
        ("held_visit", "Ann Cruz", 0),
        ("ready", "1 claim", 5000),
        ("silent", "Priya Nair", 11700),
        ("authorization", "Hugo Lind", 0),
    ]
    assert len({item.key for item in found}) == len(found)
    assert found == in_order(found)
    assert items_total(found) == Money(51266)


def test_a_claim_stands_under_its_most_urgent_reason_only(db: Database, books: Books) -> None:
    assert [item.record for item in lost_soon(worklist(db, TODAY))] == [books.cho.claim_id]
    assert of_kind(db, WorkKind.REJECTED) == []
    later = date(2026, 12, 13)
    (over,) = of_kind(db, WorkKind.REJECTED, later)
    assert (over.record, over.overdue, over.due_on) == (books.cho.claim_id, True, date(2026, 12, 12))
    assert lost_soon(worklist(db, later)) == []


def test_the_reason_says_payer_state_and_days(db: Database, books: Books) -> None:
    (cho,) = of_kind(db, WorkKind.LIMIT)
    assert books
    assert (cho.payer, cho.why, cho.step.step) == (
        "Harbor Mutual PPO",
        "rejected, limit in 19 days",
        Step.RESUBMIT,
    )
    (last_day,) = of_kind(db, WorkKind.LIMIT, date(2026, 12, 12))
    assert last_day.why == "rejected, limit today"


def test_denied_items_are_the_denied_lines(db: Database, books: Books) -> None:
    denied = of_kind(db, WorkKind.DENIED)
    assert books
    assert items_total(denied) == denied_total(denied_lines(db))
    assert (denied[0].code, denied[0].why) == ("CO-50", "held not medically necessary")
    assert denied[0].due_on == date(2027, 3, 25)
    (over,) = [item for item in of_kind(db, WorkKind.DENIED, date(2027, 3, 26)) if item.overdue]
    assert over.who == "Marge Dunn"


def test_only_a_balanced_remittance_is_ready_to_post(db: Database, books: Books) -> None:
    good, bad = of_kind(db, WorkKind.REMITTANCE)
    assert books
    assert good.why == "Check 0099200 balanced"
    assert bad.why == "Check 0099201 out of balance by $0.24"
    assert ready_to_post(worklist(db, TODAY)) == [good]
    assert bad.step.step is Step.OPEN_REMITTANCE


def test_a_credit_is_applied_where_the_patient_owes_and_kept_where_not(db: Database, books: Books) -> None:
    (haddad,) = of_kind(db, WorkKind.CREDIT)
    assert (haddad.money, haddad.step.step) == (Money(12000), Step.KEEP)
    assert haddad.patient_id == books.haddad


def test_claims_on_hold_and_drafts_say_why(db: Database, books: Books) -> None:
    change_status(db, STAMP, books.bell.claim_id, ClaimStatus.ON_HOLD, text="question to the provider")
    (held,) = of_kind(db, WorkKind.HELD_CLAIM)
    assert held.why == "on hold: question to the provider"
    assert of_kind(db, WorkKind.READY) == []


def test_what_was_made_but_not_sent_is_one_item_for_each_state(db: Database, books: Books) -> None:
    change_status(db, STAMP, books.bell.claim_id, ClaimStatus.PRINTED, text="Printed")
    (printed,) = of_kind(db, WorkKind.TO_SEND)
    assert (printed.who, printed.why, printed.records) == (
        "1 claim",
        "printed, not mailed: Bell",
        (books.bell.claim_id,),
    )


def test_the_claims_of_the_list_are_those_the_claims_page_counts(db: Database, books: Books) -> None:
    kinds = (WorkKind.LIMIT, WorkKind.REJECTED, WorkKind.SILENT, WorkKind.HELD_CLAIM)
    assert books
    assert sum(len(of_kind(db, kind)) for kind in kinds) == needing_you(db, TODAY) == 2


def test_nothing_waits_in_an_empty_practice(db: Database) -> None:
    a_practice(db)
    assert worklist(db, TODAY) == []
