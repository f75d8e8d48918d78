from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def _all(db: Database, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.execute(sql).fetchall()]


def test_claims_stand_in_many_states(db: Database) -> None:
    states = {row[0] for row in _all(db, "select distinct status from claim")}
    assert {"paid_in_full", "denied", "payer_accepted", "mailed", "ready"} <= states


def test_three_remittances_wait_each_for_another_reason(db: Database) -> None:
    waiting = _all(db, "select status_reason from remittance where status = 'waiting'")
    assert ("Out of balance by $0.24",) in waiting
    assert len(waiting) == 3


def test_posted_remittances_brought_their_money(db: Database) -> None:
    posted = _all(db, "select coalesce(sum(paid_cents), 0) from remittance where status = 'posted'")
    cash = _all(
        db,
        """select coalesce(sum(e.amount_cents), 0) from entry e join posting p on p.id = e.posting_id
           where e.account = 'cash' and p.remittance_id is not null""",
    )
    assert posted == cash
    assert posted != [(0,)]
