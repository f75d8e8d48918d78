from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.ledger.insurance_money import provider_adjustment
from clinicbill.ledger.store import add_posting
from clinicbill.reports.aging import BUCKET_WORDS, AgingBy, AgingKind, aging
from clinicbill.workflows.take_payment import take_payment
from tests.support.ledgers import a_payment, a_remittance, a_service, billed, charge_visit, post
from tests.support.practice import (
    STAMP,
    TODAY,
    Office,
    a_patient,
    a_practice,
    a_visit,
    open_memory_practice,
    stamp_on,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.reports.aging import AgingReport


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def office(db: Database) -> Office:
    return a_practice(db)


def table(report: AgingReport) -> dict[str, list[int]]:
    return {row.name: [amount.cents for amount in row.amounts] for row in report.rows}


@pytest.mark.parametrize(
    ("age", "bucket"),
    [
        (0, 0),
        (29, 0),
        (30, 0),
        (31, 1),
        (60, 1),
        (61, 2),
        (90, 2),
        (91, 3),
        (120, 3),
        (121, 4),
        (4000, 4),
    ],
)
@pytest.mark.parametrize("insured", [True, False])
def test_the_edges_of_the_buckets(db: Database, office: Office, age: int, bucket: int, insured: bool) -> None:
    on = TODAY - timedelta(age)
    payer = office.medicare if insured else None
    charge_visit(db, a_visit(db, a_patient(db), on=on), payer, on=on)
    (row,) = aging(db, as_of=TODAY).rows
    assert [amount.cents for amount in row.amounts] == [6500 if at == bucket else 0 for at in range(5)]


def test_an_empty_practice_has_an_empty_report(db: Database, office: Office) -> None:
    report = aging(db, as_of=TODAY)
    assert (report.rows, report.total, report.amounts) == ((), Money(0), (Money(0),) * len(BUCKET_WORDS))


def story(db: Database, office: Office) -> None:
    """Visit on 10/01 charged 10/02 to Medicare, paid 11/10 with a share of 8.24; visit of 07/01 to Harbor; 20.00 paid."""
    ruth, sung = a_patient(db, "Alvarez", "Ruth"), a_patient(db, "Cho", "Sung")
    claim = billed(db, ruth, office.medicare, on=date(2026, 10, 1), charged_on=date(2026, 10, 2))
    billed(db, sung, office.commercial, on=date(2026, 7, 1))
    share = a_service("98941-AT", "65.00", "32.30", "CO-45 24.46, PR-2 8.24", from_on=claim.on)
    assert post(db, a_remittance([a_payment(claim.number, [share])]), stamp_on(date(2026, 11, 10))).done
    take_payment(db, stamp_on(date(2026, 11, 20)), sung, Money(2000), "cash")


def test_by_payer_patients_and_credits_have_rows_of_their_own(db: Database, office: Office) -> None:
    story(db, office)
    report = aging(db, as_of=TODAY)
    assert [(row.name, row.kind) for row in report.rows] == [
        ("Harbor Mutual PPO", AgingKind.PAYER),
        ("Patients", AgingKind.PATIENTS),
        ("Unapplied credits", AgingKind.UNAPPLIED),
    ]
    assert table(report) == {
        "Harbor Mutual PPO": [0, 0, 0, 0, 6500],
        "Patients": [824, 0, 0, 0, 0],
        "Unapplied credits": [-2000, 0, 0, 0, 0],
    }
    assert report.total == Money(5324)
    assert report.over_90 == Money(6500)


def test_by_patient_everything_of_a_patient_is_one_row_and_the_total_is_the_same(
    db: Database, office: Office
) -> None:
    story(db, office)
    report = aging(db, as_of=date(2026, 11, 9), by="patient")
    assert table(report) == {"Alvarez, Ruth M": [0, 6500, 0, 0, 0], "Cho, Sung": [0, 0, 0, 0, 6500]}
    assert [row.insurance for row in report.rows] == [Money(6500), Money(6500)]
    today = aging(db, as_of=TODAY, by=AgingBy.PATIENT)
    assert table(today)["Unapplied credits"] == [-2000, 0, 0, 0, 0]
    assert (today.rows[0].name, today.rows[0].insurance) == ("Alvarez, Ruth M", Money(0))
    assert today.total == aging(db, as_of=TODAY).total


def test_a_share_ages_from_the_day_it_became_the_patients(db: Database, office: Office) -> None:
    story(db, office)
    assert table(aging(db, as_of=date(2026, 12, 10)))["Patients"] == [824, 0, 0, 0, 0]
    assert table(aging(db, as_of=date(2026, 12, 11)))["Patients"] == [0, 824, 0, 0, 0]


@pytest.mark.parametrize(
    ("as_of", "total"),
    [
        (date(2026, 6, 30), 0),
        (date(2026, 7, 1), 6500),
        (date(2026, 10, 1), 6500),
        (date(2026, 10, 2), 13000),
        (date(2026, 11, 9), 13000),
        (date(2026, 11, 10), 7324),
        (date(2026, 11, 20), 5324),
        (date(9999, 12, 31), 5324),
        (date(1, 1, 1), 0),
    ],
)
def test_as_of_a_day_means_entries_up_to_it(db: Database, office: Office, as_of: date, total: int) -> None:
    story(db, office)
    assert aging(db, as_of=as_of).total == Money(total)


def test_provider_level_money_is_no_receivable(db: Database, office: Office) -> None:
    takeback = provider_adjustment(
        on=TODAY, payer_id=office.medicare, remittance_id=None, amount=Money(1500), reason="WO"
    )
    assert takeback is not None
    add_posting(db, STAMP, takeback)
    assert aging(db, as_of=TODAY).rows == ()


def test_a_credit_of_a_payer_lowers_its_row_and_a_row_of_nothing_is_left_out(
    db: Database, office: Office
) -> None:
    claim = billed(db, a_patient(db), office.medicare)
    paid = a_service("98941-AT", "65.00", "70.00", "OA-94 -5.00", from_on=claim.on)
    post(db, a_remittance([a_payment(claim.number, [paid])]))
    assert table(aging(db, as_of=TODAY)) == {"Medicare Part B Oregon": [-500, 0, 0, 0, 0]}
    other = billed(db, a_patient(db, "Cho", "Sung"), office.medicare, [("98940", "", "5.00")])
    assert other.charges == (Money(500),)
    assert aging(db, as_of=TODAY).rows == ()


def test_two_patients_of_one_name_are_two_rows(db: Database, office: Office) -> None:
    for _ in range(2):
        charge_visit(db, a_visit(db, a_patient(db), on=TODAY), None, on=TODAY)
    rows = aging(db, as_of=TODAY, by="patient").rows
    assert [(row.name, row.name_id) for row in rows] == [("Alvarez, Ruth M", 1), ("Alvarez, Ruth M", 2)]
