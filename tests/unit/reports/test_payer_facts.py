from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import PayerId
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.reports.payer_facts import payer_facts
from tests.support.books import Books, say, some_books
from tests.support.ledgers import a_payment, a_remittance, a_service, billed, post
from tests.support.practice import TODAY, a_patient, a_practice, open_memory_practice, stamp_on

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def books(db: Database) -> Books:
    return some_books(db)


def test_what_a_payer_owes_and_is_silent_about(db: Database, books: Books) -> None:
    facts = payer_facts(db, books.office.commercial, TODAY)
    assert (facts.payer.name, facts.open_amount, facts.silent) == ("Harbor Mutual PPO", Money(21500), 1)
    assert facts.limit_words == "180 days from the visit (Setup, Payers)"
    assert (facts.answer_days, facts.usual_words) == (None, "")


def test_limits_by_law_and_unknown_ones(db: Database, books: Books) -> None:
    assert "42 CFR 424.44" in payer_facts(db, books.office.medicare, TODAY).limit_words
    assert payer_facts(db, books.office.workers_comp, TODAY).limit_words == ""


def test_the_usual_time_is_the_median_from_sending_to_the_remittance(db: Database) -> None:
    office = a_practice(db)
    for at, days in enumerate((10, 20, 21, 22, 90)):
        sent_on = date(2026, 6, 1) + timedelta(days=at)
        claim = billed(
            db,
            a_patient(db, f"Name{at}"),
            office.medicare,
            [("98941", "AT", "65.00")],
            on=sent_on,
            status="ready",
        )
        say(db, claim.claim_id, sent_on, ClaimStatus.FILE_CREATED, "file")
        say(db, claim.claim_id, sent_on, ClaimStatus.SENT, "sent")
        service = a_service(
            "98941-AT", "65.00", "40.00", "CO-45 25.00", from_on=sent_on, to_on=sent_on,
            line_control_number=f"L{claim.lines[0]}",
        )  # fmt: skip
        paid = a_remittance([a_payment(claim.number, [service], last=f"Name{at}")], trace_number=f"77{at}")
        assert post(db, paid, stamp_on(sent_on + timedelta(days=days)), name=f"{at}.835").done
    facts = payer_facts(db, office.medicare, TODAY)
    assert (facts.answer_days, facts.answers) == (21, 5)
    assert facts.usual_words == "Medicare Part B Oregon usually answers in 21 days (median of your last 5)"
    assert payer_facts(db, office.medicare, date(2026, 7, 1)).answer_days is None


def test_there_is_no_such_payer(db: Database, books: Books) -> None:
    assert books
    with pytest.raises(NotFound):
        payer_facts(db, PayerId(999), TODAY)
