from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.assets import asset
from clinicbill.basics.errors import NotFound
from clinicbill.basics.money import Money
from clinicbill.reports.work_evidence import work_evidence
from clinicbill.reports.work_item import WorkItem, WorkKind
from clinicbill.reports.worklist import worklist
from clinicbill.workflows.move_to_patient import move_to_patient
from clinicbill.workflows.take_payment import take_payment
from tests.support.books import Books, some_books
from tests.support.practice import STAMP, TODAY, a_patient, a_visit, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.reports.evidence import Evidence


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def books(db: Database) -> Books:
    return some_books(db)


def find(db: Database, kind: WorkKind, at: int = 0) -> WorkItem:
    return [item for item in worklist(db, TODAY) if item.kind is kind][at]


def evidence(db: Database, kind: WorkKind, at: int = 0) -> Evidence:
    return work_evidence(db, find(db, kind, at), TODAY)


def test_every_item_says_why_it_stands_there(db: Database, books: Books) -> None:
    a_visit(db, a_patient(db, "Unbilled"), on=TODAY)
    assert books
    for item in worklist(db, TODAY):
        found = work_evidence(db, item, TODAY)
        assert found.grounds, item
        assert found.about, item
        for ground in found.grounds:
            assert asset(f"icons/{ground.icon}.svg").exists()


def test_a_remittance_shows_its_proof_and_its_claims(db: Database, books: Books) -> None:
    good, bad = (evidence(db, WorkKind.REMITTANCE, at) for at in (0, 1))
    assert books
    assert good.grounds[0].title == "Balanced"
    assert good.grounds[0].text == "1 claim paid 40.00, payer adjustments 0.00: together 40.00."
    assert [(part.detail, part.amount) for part in good.parts] == [("ZZ000001", Money(4000))]
    assert bad.grounds[0].title == "Out of balance by $0.24"


def test_a_credit_says_what_applying_it_would_do(db: Database, books: Books) -> None:
    found = evidence(db, WorkKind.CREDIT)
    assert found.grounds[0].title == "Owes nothing now"
    assert [(part.words, part.amount) for part in found.parts] == [("Card 0417", Money(12000))]
    ekberg = books.ekberg.patient_id
    take_payment(db, STAMP, ekberg, Money(700), "cash")
    move_to_patient(db, STAMP, ekberg, [books.ekberg.lines[1]], why="signed waiver")
    owing = next(
        item for item in worklist(db, TODAY) if item.record == ekberg and item.kind is WorkKind.CREDIT
    )
    assert work_evidence(db, owing, TODAY).grounds[0].text == (
        "Oldest first, $2.00 would be applied and $0.00 would stay."
    )


def test_visits_are_listed_with_their_times(db: Database, books: Books) -> None:
    found = evidence(db, WorkKind.VISITS)
    assert books
    assert found.grounds[0].title == "2 visits without codes"
    assert found.grounds[1].title == "2 of 2 with a note"
    assert [(part.code, part.words, part.amount) for part in found.parts] == [
        ("09:00", "Ann Ames", None),
        ("09:00", "Ann Boyd", None),
    ]
    held = evidence(db, WorkKind.HELD_VISIT)
    assert (held.grounds[0].title, held.grounds[0].text) == ("On hold", "Waiting for an authorization.")


def test_an_authorization_shows_what_is_used_and_the_visits_that_did(db: Database, books: Books) -> None:
    found = evidence(db, WorkKind.AUTHORIZATION)
    assert books
    assert [ground.title for ground in found.grounds] == ["1 of 12 visits used", "Ends 11/28/2026"]
    assert [proof.on for proof in found.proofs] == [date(2026, 11, 16)]
    assert found.payer is not None


def test_claims_to_send_are_listed(db: Database, books: Books) -> None:
    found = evidence(db, WorkKind.READY)
    assert books
    assert [(part.words, part.detail, part.amount) for part in found.parts] == [
        ("Marcus Bell", "Timberline Work Insurance 11/20", Money(5000))
    ]


def test_what_has_gone_is_told(db: Database, books: Books) -> None:
    gone = replace(find(db, WorkKind.LIMIT), record=999)
    assert books
    with pytest.raises(NotFound):
        work_evidence(db, gone, TODAY)
