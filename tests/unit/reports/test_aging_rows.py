from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.reports.aging import AgingBy, AgingKind, aging
from clinicbill.reports.aging_rows import aging_rows
from clinicbill.workflows.take_payment import take_payment
from tests.support.ledgers import a_payment, a_remittance, a_service, billed, post
from tests.support.practice import TODAY, a_patient, a_practice, open_memory_practice, stamp_on

if TYPE_CHECKING:
    from sqlite_utils import Database

TWO = [("98941", "AT", "65.00"), ("97110", "GP", "52.00")]


@pytest.fixture
def db() -> Database:
    """Two patients of Medicare and one of Harbor, one line of them paid with a share, one prepayment."""
    db = open_memory_practice()
    office = a_practice(db)
    ruth, sung = a_patient(db, "Alvarez", "Ruth"), a_patient(db, "Cho", "Sung")
    first = billed(db, ruth, office.medicare, TWO, on=date(2026, 10, 1))
    billed(db, sung, office.medicare, on=date(2026, 8, 3))
    billed(db, a_patient(db, "Dunn", "Marge"), office.commercial)
    share = a_service("98941-AT", "65.00", "32.30", "CO-45 24.46, PR-2 8.24", from_on=first.on)
    post(db, a_remittance([a_payment(first.number, [share])]), stamp_on(date(2026, 11, 10)))
    take_payment(db, stamp_on(date(2026, 11, 20)), sung, Money(2000), "cash")
    return db


def test_the_rows_of_a_payer_oldest_first_with_all_that_tells_them(db: Database) -> None:
    first, second = aging_rows(db, as_of=TODAY, kind=AgingKind.PAYER, name_id=1)
    assert (first.patient.sorted(), first.visit_on, first.claim_number, first.claim_status) == (
        "Cho, Sung",
        date(2026, 8, 3),
        "CB000002",
        "sent",
    )
    assert (first.age, first.open_amount, first.payer, first.procedure) == (
        112,
        Money(6500),
        "Medicare Part B Oregon",
        "98941",
    )
    assert (second.patient.last, second.procedure, second.open_amount) == ("Alvarez", "97110", Money(5200))


def test_a_bucket_shows_its_rows_only(db: Database) -> None:
    (row,) = aging_rows(db, as_of=TODAY, kind=AgingKind.PAYER, name_id=1, bucket=3)
    assert row.patient.last == "Cho"
    assert aging_rows(db, as_of=TODAY, kind=AgingKind.PAYER, name_id=1, bucket=0) == []


def test_patients_and_credits(db: Database) -> None:
    (share,) = aging_rows(db, as_of=TODAY, kind=AgingKind.PATIENTS)
    assert (share.patient.last, share.claim_number, share.aged_from, share.age) == (
        "Alvarez",
        "CB000001",
        date(2026, 11, 10),
        13,
    )
    (credit,) = aging_rows(db, as_of=TODAY, kind=AgingKind.UNAPPLIED)
    assert (credit.open_amount, credit.visit_on, credit.claim_number) == (Money(-2000), None, "")


def test_every_row_and_bucket_adds_up_to_its_number_on_any_day(db: Database) -> None:
    for as_of in (
        date(2026, 8, 2),
        date(2026, 10, 1),
        date(2026, 11, 9),
        date(2026, 11, 10),
        TODAY,
        date(2027, 3, 1),
    ):
        for by in AgingBy:
            for row in aging(db, as_of=as_of, by=by).rows:
                items = aging_rows(db, as_of=as_of, kind=row.kind, name_id=row.name_id)
                assert Money.total(item.open_amount for item in items) == row.total
                for bucket, amount in enumerate(row.amounts):
                    found = aging_rows(db, as_of=as_of, kind=row.kind, name_id=row.name_id, bucket=bucket)
                    assert Money.total(item.open_amount for item in found) == amount


def test_the_rows_of_somebody_need_a_name(db: Database) -> None:
    for kind in (AgingKind.PAYER, AgingKind.PATIENT):
        with pytest.raises(ValueError, match="whose"):
            aging_rows(db, as_of=TODAY, kind=kind)


def test_a_limit_gives_the_oldest(db: Database) -> None:
    (row,) = aging_rows(db, as_of=TODAY, kind=AgingKind.PAYER, name_id=1, limit=1)
    assert row.visit_on == date(2026, 8, 3)
