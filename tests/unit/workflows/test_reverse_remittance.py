from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed, NotFound
from clinicbill.basics.identifiers import RemittanceId
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.db.connect import rows, scalar
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.entries_store import entries_of
from clinicbill.ledger.store import drift, line_balances
from clinicbill.remits import store
from clinicbill.remits.answers_store import claim_status
from clinicbill.remits.store import RemittanceStatus
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.reverse_remittance import reverse_remittance
from clinicbill.workflows.take_payment import take_payment
from tests.support.ledgers import MedicareDay, as_835, medicare_day, receive
from tests.support.practice import STAMP, a_practice, open_memory_practice, stamp_on

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def day(db: Database) -> MedicareDay:
    return medicare_day(db, a_practice(db))


EARLIER = RemittanceId(1)


def balances(db: Database) -> list[Any]:
    return rows(db, "select * from open_balance order by 1, 2, 3, 4, 5")


def statuses(db: Database) -> list[Any]:
    return rows(db, "select id, status from claim order by id")


def cash(db: Database, remittance_id: RemittanceId) -> Money:
    found = entries_of(db, remittance_id=remittance_id, accounts=[Account.CASH])
    return Money.total(row.entry.amount for row in found)


def test_reversing_restores_balances_and_states_and_posting_again_works(
    db: Database, day: MedicareDay
) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    before, states = balances(db), statuses(db)
    assert post_remittance(db, STAMP, remittance_id).done
    posted, posted_states = balances(db), statuses(db)
    for _ in range(3):
        outcome = reverse_remittance(db, STAMP, remittance_id, why="Posted to the wrong month")
        assert outcome.done
        assert (balances(db), statuses(db)) == (before, states)
        assert store.get_remittance(db, remittance_id).status is RemittanceStatus.REVERSED
        assert cash(db, remittance_id) == Money(0)
        again = post_remittance(db, STAMP, remittance_id)
        assert again.changed
        assert (balances(db), statuses(db)) == (posted, posted_states)
        assert cash(db, remittance_id) == Money(3044)
    assert drift(db) == []


def test_every_undoing_points_at_what_it_undoes(db: Database, day: MedicareDay) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    post_remittance(db, STAMP, remittance_id)
    reverse_remittance(db, STAMP, remittance_id, why="x")
    made = rows(
        db, "select kind, reverses_id, description from posting where remittance_id = ?", [remittance_id]
    )
    kinds = [row["kind"] for row in made]
    assert (
        kinds.count("reversal") == kinds.count("insurance_payment") + kinds.count("provider_adjustment") == 5
    )
    assert kinds.count("restored") == kinds.count("payer_reversal") == 1
    assert all(row["reverses_id"] for row in made if row["kind"] in ("reversal", "payer_reversal"))


def test_after_reversal_another_file_of_the_same_payment_may_be_posted(
    db: Database, day: MedicareDay
) -> None:
    first = receive(db, as_835(day.remittance), "first.835")
    post_remittance(db, STAMP, first)
    second = receive(db, as_835(day.remittance, line_end=""), "second.835")
    assert post_remittance(db, STAMP, second).changed == frozenset()
    reverse_remittance(db, STAMP, first, why="x")
    assert post_remittance(db, STAMP, second).changed
    assert post_remittance(db, STAMP, first).changed == frozenset()


def test_what_a_later_remittance_takes_back_is_reversed_after_that_one(
    db: Database, day: MedicareDay
) -> None:
    """The payment of 11/06 was taken back by the remittance of 11/20: last in, first out."""
    remittance_id = receive(db, as_835(day.remittance))
    post_remittance(db, STAMP, remittance_id)
    with pytest.raises(CannotDo, match="8812345, posted 11/23/2026, takes back a payment of this remittance"):
        reverse_remittance(db, STAMP, EARLIER, why="x")
    reverse_remittance(db, STAMP, remittance_id, why="x")
    assert reverse_remittance(db, STAMP, EARLIER, why="x").done
    assert cash(db, EARLIER) == cash(db, remittance_id) == Money(0)
    assert scalar(db, "select count(*) from open_balance where account = 'patient_receivable'") == 0
    assert line_balances(db, day.ekberg_first.lines) == {}
    assert post_remittance(db, STAMP, EARLIER).done
    assert post_remittance(db, STAMP, remittance_id).done
    assert cash(db, remittance_id) == Money(3044)
    assert drift(db) == []


def test_a_patients_payment_in_between_becomes_a_credit_on_the_line(db: Database, day: MedicareDay) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    post_remittance(db, STAMP, remittance_id)
    take_payment(db, STAMP, day.cho.patient_id, Money(578), "cash")
    assert claim_status(db, day.cho.claim_id) is ClaimStatus.PAID_IN_FULL
    reverse_remittance(db, STAMP, remittance_id, why="x")
    assert claim_status(db, day.cho.claim_id) is ClaimStatus.SENT
    owed = rows(
        db, "select account, balance_cents from open_balance where service_line_id = ?", [day.cho.lines[0]]
    )
    assert {row["account"]: row["balance_cents"] for row in owed} == {
        "payer_receivable": 5000,
        "patient_receivable": -578,
    }


def test_a_claim_that_has_moved_on_stays_where_it_is(db: Database, day: MedicareDay) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    post_remittance(db, STAMP, remittance_id)
    change_status(db, STAMP, day.dunn.claim_id, ClaimStatus.REPLACED, text="Corrected")
    reverse_remittance(db, STAMP, remittance_id, why="x")
    assert claim_status(db, day.dunn.claim_id) is ClaimStatus.REPLACED


def test_the_accounting_day_is_that_of_the_reversal(db: Database, day: MedicareDay) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    post_remittance(db, STAMP, remittance_id)
    reverse_remittance(db, stamp_on(date(2026, 12, 1)), remittance_id, why="x")
    days = {
        row["posted_on"]
        for row in rows(db, "select posted_on from posting where kind in ('reversal', 'restored')")
    }
    assert "2026-12-01" in days


def test_who_why_and_what(db: Database, day: MedicareDay) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    with pytest.raises(CannotDo, match="is not posted"):
        reverse_remittance(db, STAMP, remittance_id, why="x")
    with pytest.raises(NotFound):
        reverse_remittance(db, STAMP, RemittanceId(99), why="x")
    with pytest.raises(NotAllowed):
        reverse_remittance(db, replace(STAMP, role="front_desk"), EARLIER, why="x")
    assert reverse_remittance(db, STAMP, EARLIER, why=" ").findings[0].rule == "L16"
