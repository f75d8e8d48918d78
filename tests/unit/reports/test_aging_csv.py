from __future__ import annotations

from datetime import date

from clinicbill.basics.money import Money
from clinicbill.reports.aging import AgingBy, AgingKind, AgingReport, AgingRow, aging
from clinicbill.reports.aging_csv import aging_csv, aging_rows_csv
from clinicbill.reports.aging_rows import aging_rows
from tests.support.ledgers import billed
from tests.support.practice import TODAY, a_patient, a_practice, open_memory_practice


def test_the_report_with_its_total() -> None:
    rows = (
        AgingRow(
            kind=AgingKind.PAYER,
            name="Harbor, PPO",
            name_id=2,
            amounts=(Money(6500), Money(0), Money(100), Money(0), Money(-1)),
        ),
    )
    text = aging_csv(AgingReport(as_of=date(2026, 11, 23), by=AgingBy.PAYER, rows=rows)).decode("utf-8-sig")
    assert text.split("\r\n") == [
        "As of,Payer,0-30 days,31-60 days,61-90 days,91-120 days,Over 120 days,Total",
        '2026-11-23,"Harbor, PPO",65.00,0.00,1.00,0.00,-0.01,65.99',
        "2026-11-23,Total,65.00,0.00,1.00,0.00,-0.01,65.99",
        "",
    ]


def test_the_rows_behind_a_number() -> None:
    db = open_memory_practice()
    billed(db, a_patient(db), a_practice(db).medicare)
    assert aging(db, as_of=TODAY).total == Money(6500)
    text = aging_rows_csv(aging_rows(db, as_of=TODAY, kind=AgingKind.PAYER, name_id=1)).decode("utf-8-sig")
    assert text.split("\r\n")[1] == (
        '"Alvarez, Ruth M",2026-11-09,CB000001,98941,Medicare Part B Oregon,2026-11-09,14,65.00'
    )
