from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.coding.abn_store import save_abn
from clinicbill.db.connect import write
from clinicbill.reports.abn_log import BILLED, abn_log, abn_log_rows
from clinicbill.reports.report_table import TOTAL, Days, ReportTable, behind_total
from tests.support.coded_days import an_abn
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, a_line, a_visit

if TYPE_CHECKING:
    from clinicbill.basics.identifiers import PatientId
    from clinicbill.coding.abn import Abn

DAYS = Days(from_on=TODAY - timedelta(days=60), to_on=TODAY)


@pytest.fixture
def place() -> Workplace:
    return Workplace()


def give(place: Workplace, patient: PatientId, **fields: object) -> Abn:
    usual = {
        "patient_id": patient,
        "given_on": TODAY - timedelta(days=20),
        "signed_on": TODAY - timedelta(days=20),
    }
    abn = an_abn(**(usual | {"estimated": Money(6500)} | fields))
    with write(place.db):
        return replace(abn, id=save_abn(place.db, abn, STAMP))


def shown(table: ReportTable) -> list[list[str]]:
    rows = [*table.rows, *([table.total] if table.total is not None else [])]
    return [[str(cell) for cell in row.cells] for row in rows]


def test_no_notice_says_so(place: Workplace) -> None:
    table = abn_log(place.db, DAYS)
    assert (table.rows, table.total, table.empty) == ((), None, "No notice was given in these days.")


def test_a_line_with_ga_rests_on_the_newest_notice_that_covers_it_and_counts_once(place: Workplace) -> None:
    patient = place.patient()
    old = give(place, patient, given_on=TODAY - timedelta(days=50), signed_on=TODAY - timedelta(days=50))
    new = give(place, patient)
    a_visit(
        place.db,
        patient,
        on=TODAY,
        lines=[a_line("98941", "GA", "65.00", on=TODAY), a_line("97140", "GP", "48.00", on=TODAY)],
    )
    a_visit(
        place.db,
        patient,
        on=TODAY - timedelta(days=30),
        lines=[a_line("98941", "GA", "60.00", on=TODAY - timedelta(days=30))],
    )
    table = abn_log(place.db, DAYS)
    assert [row.cells[-1] for row in table.rows] == [Money(6500), Money(6000)]
    assert table.total is not None
    assert table.cell(table.total, BILLED) == Money(12500)
    for abn, cents in ((new, 6500), (old, 6000)):
        behind = abn_log_rows(place.db, DAYS, str(abn.id), BILLED)
        assert behind_total(behind) == Money(cents)
        assert [row.code for row in behind] == ["98941 GA"]
    assert behind_total(abn_log_rows(place.db, DAYS, TOTAL, BILLED)) == Money(12500)


def test_who_did_not_sign_or_refused_or_got_an_old_edition_is_told(place: Workplace) -> None:
    patient = place.patient()
    give(place, patient, signed_on=None, option=None)
    give(place, patient, signed_on=None, refused=True, option=2)
    give(place, patient, edition="01/31/2026")
    assert [row[5] for row in shown(abn_log(place.db, DAYS))[:3]] == [
        f"{TODAY - timedelta(days=20):%m/%d/%Y}, outdated edition", "refused", "not signed",
    ]  # fmt: skip
    assert [row[6] for row in shown(abn_log(place.db, DAYS))[:3]] == ["1", "2", "none"]


def test_what_was_given_on_other_days_is_not_listed(place: Workplace) -> None:
    give(place, place.patient(), given_on=TODAY - timedelta(days=61))
    assert not abn_log(place.db, DAYS).rows
