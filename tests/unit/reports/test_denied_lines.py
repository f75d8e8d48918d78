from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.ledger.store import line_balances
from clinicbill.remits.remittance import Adjustment
from clinicbill.remits.store import list_remittances
from clinicbill.reports.denied_lines import denied_lines, denied_total, main_reason, open_by_claim
from clinicbill.workflows.correct_claim import correct_claim
from clinicbill.workflows.move_to_patient import move_to_patient
from clinicbill.workflows.reverse_remittance import reverse_remittance
from tests.support.books import DENIED, Books, some_books
from tests.support.ledgers import a_payment, a_remittance, a_service, medicare_day, post
from tests.support.practice import STAMP, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def books(db: Database) -> Books:
    return some_books(db)


def test_denied_lines_are_what_the_ledger_still_has_open(db: Database, books: Books) -> None:
    found = denied_lines(db)
    assert [line.patient.last for line in found] == ["Dunn", "Ekberg"]
    assert denied_total(found) == DENIED
    owed = line_balances(db, [line.line_id for line in found])
    for line in found:
        assert Money.total(one.amount for one in owed[line.line_id]) == line.open_amount
    assert [line.line_id for line in found] == [books.dunn.lines[0], books.ekberg.lines[1]]


def test_a_line_says_why_and_what_to_do_in_our_own_words(db: Database, books: Books) -> None:
    dunn, ekberg = denied_lines(db)
    assert books
    assert (dunn.reason, dunn.gloss, dunn.procedure) == ("CO-50", "Held not medically necessary", "98941")
    assert "Appeal" in dunn.advice
    assert (dunn.denied_on, dunn.trace_number) == (date(2026, 11, 20), "8812345")
    assert (ekberg.reason, ekberg.charge, ekberg.paid) == ("CO-97", Money(4800), Money(0))


def test_only_where_a_public_rule_sets_one_there_is_an_appeal_limit(db: Database, books: Books) -> None:
    dunn, ekberg = denied_lines(db)
    assert books
    # 120 days after receipt, five days for the mail: 42 CFR 405.942.
    assert dunn.appeal_on == date(2027, 3, 25)
    assert ekberg.appeal_on is None


def test_a_line_moved_to_the_patient_is_denied_no_more(db: Database, books: Books) -> None:
    move_to_patient(db, STAMP, books.dunn.patient_id, [books.dunn.lines[0]], why="signed notice")
    assert [line.patient.last for line in denied_lines(db)] == ["Ekberg"]


def test_a_line_that_was_sent_again_waits_for_that_answer(db: Database, books: Books) -> None:
    # Medicare takes no replacement; the other payer does.
    correct_claim(db, STAMP, books.ekberg.claim_id, original_reference="ICN9")
    assert [line.patient.last for line in denied_lines(db)] == ["Dunn"]


def test_a_later_payment_ends_a_denial(db: Database, books: Books) -> None:
    first, second = books.ekberg.lines
    day = {"from_on": books.ekberg.on, "to_on": books.ekberg.on}
    paid = a_service("97140", "48.00", "20.00", "CO-45 28.00", line_control_number=f"L{second}", **day)
    again = a_remittance(
        [a_payment(books.ekberg.number, [paid], last="Ekberg", charge=Money(4800))],
        payer_name="HARBOR MUTUAL PPO",
        payer_id="HM512",
        trace_number="0099300",
    )
    assert first
    assert post(db, again, name="again.835").done
    assert [line.patient.last for line in denied_lines(db)] == ["Dunn"]


def test_a_reversed_remittance_denies_nothing(db: Database, books: Books) -> None:
    assert books
    number = next(row.id for row in list_remittances(db) if row.trace_number == "8812345")
    reverse_remittance(db, STAMP, number, why="wrong file")
    assert [line.patient.last for line in denied_lines(db)] == ["Ekberg"]


def test_the_day_with_a_reversal_and_a_correction_has_one_denial(db: Database) -> None:
    day = medicare_day(db, a_practice(db))
    assert post(db, day.remittance).done
    found = denied_lines(db)
    assert [(line.patient.last, line.open_amount, line.reason) for line in found] == [
        ("Dunn", Money(6500), "CO-50")
    ]


def test_lines_of_one_claim_stand_together(db: Database, books: Books) -> None:
    found = open_by_claim(denied_lines(db))
    assert set(found) == {books.dunn.claim_id, books.ekberg.claim_id}


def test_nothing_is_denied_in_an_empty_practice(db: Database) -> None:
    a_practice(db)
    assert denied_lines(db) == []


def test_the_main_reason_takes_most_away() -> None:
    small = Adjustment(group="CO", reason="45", amount=Money(500))
    large = Adjustment(group="CO", reason="97", amount=Money(4300))
    assert main_reason([small, large]) is large
    assert main_reason([]) is None


def test_a_claim_that_is_on_its_way_has_no_denied_line(db: Database, books: Books) -> None:
    db.table("claim").update(books.dunn.claim_id, {"status": str(ClaimStatus.SENT), **STAMP.columns()})
    assert [line.patient.last for line in denied_lines(db)] == ["Ekberg"]
