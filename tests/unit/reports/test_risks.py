from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.assets import asset
from clinicbill.basics.money import Money
from clinicbill.reports.receivables import read_receivables
from clinicbill.reports.risks import Risk, RiskKind, find_risks
from tests.support.books import some_books
from tests.support.ledgers import billed
from tests.support.practice import TODAY, a_patient, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture(scope="module")
def db() -> Database:
    made = open_memory_practice()
    some_books(made)
    return made


def risks(db: Database, day: date = TODAY) -> dict[RiskKind, Risk]:
    return {risk.kind: risk for risk in find_risks(read_receivables(db, day), most=9)}


def test_each_risk_is_the_sum_of_its_rows(db: Database) -> None:
    found = risks(db)
    assert {kind: risk.amount for kind, risk in found.items()} == {
        RiskKind.LIMIT: Money(5000),
        RiskKind.OLD: Money(16700),
        RiskKind.SILENT: Money(11700),
        RiskKind.DENIED: Money(11300),
        RiskKind.REJECTED: Money(5000),
    }
    for risk in found.values():
        assert risk.amount == Money.total(row.amount for row in risk.rows)
        assert asset(f"icons/{risk.icon}.svg").exists()


def test_what_is_lost_soon_comes_first_then_the_largest(db: Database) -> None:
    found = find_risks(read_receivables(db, TODAY))
    assert [risk.kind for risk in found] == [RiskKind.LIMIT, RiskKind.OLD, RiskKind.SILENT]


def test_the_words_come_from_the_rows(db: Database) -> None:
    found = risks(db)
    assert found[RiskKind.LIMIT].title == "$50.00 is lost by 12/23"
    assert found[RiskKind.LIMIT].text == (
        "1 claim nobody has accepted. First: Cho, Harbor Mutual PPO, limit 12/12, in 19 days."
    )
    assert found[RiskKind.OLD].title == "Harbor Mutual PPO: $167.00 is over 90 days"
    assert found[RiskKind.OLD].text.startswith("77.7 % of what it owes, 2 claims")
    assert found[RiskKind.DENIED].text == (
        "2 claims, the oldest 53 days, most of it at Medicare Part B Oregon."
    )
    assert found[RiskKind.SILENT].text.endswith("at Harbor Mutual PPO.")


def test_a_limit_that_is_over_is_no_longer_lost_soon_but_told_with_the_rejected(db: Database) -> None:
    found = risks(db, date(2026, 12, 13))
    assert RiskKind.LIMIT not in found
    assert "For 1 the filing limit is over." in found[RiskKind.REJECTED].text
    assert RiskKind.LIMIT in risks(db, date(2026, 12, 12))


def test_a_payer_slows_down_where_its_middle_bucket_grows() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    lines = [("98941", "", "65.00"), ("97140", "", "48.00")]
    billed(db, a_patient(db, "Alvarez"), office.commercial, lines, on=date(2026, 9, 15))
    found = risks(db)
    assert found[RiskKind.SLOWER].title == "Harbor Mutual PPO slows down"
    assert found[RiskKind.SLOWER].text == "61–90 days grew from $0.00 to $113.00 since 10/31."
    assert found[RiskKind.SLOWER].amount == Money(11300)


def test_nothing_to_watch_where_nothing_is_owed() -> None:
    db = open_memory_practice()
    a_practice(db)
    assert find_risks(read_receivables(db, TODAY)) == []
