from __future__ import annotations

from datetime import date

import pytest

from clinicbill.basics.identifiers import PatientId
from clinicbill.basics.money import Money
from clinicbill.reports.report_table import (
    BehindRow,
    CellKind,
    Days,
    ReportColumn,
    ReportRow,
    ReportTable,
    behind_total,
)

TABLE = ReportTable(
    id="x",
    title="X",
    about="",
    columns=(ReportColumn("Who", CellKind.TEXT), ReportColumn("Open", CellKind.MONEY, opens=True)),
    rows=(ReportRow("1", ("Ames", Money(500))),),
)


def test_cells_are_found_by_their_head() -> None:
    assert TABLE.cell(TABLE.rows[0], "Open") == Money(500)
    with pytest.raises(ValueError, match="Owed"):
        TABLE.column("Owed")


@pytest.mark.parametrize("kind", list(CellKind))
def test_words_and_codes_stand_left_numbers_right(kind: CellKind) -> None:
    assert ReportColumn("x", kind).right is (kind not in (CellKind.TEXT, CellKind.CODE))


def test_days_of_another_patient_are_the_same_days() -> None:
    days = Days(from_on=date(2026, 11, 1), to_on=date(2026, 11, 23))
    assert days.of(PatientId(7)) == Days(
        from_on=date(2026, 11, 1), to_on=date(2026, 11, 23), patient_id=PatientId(7)
    )


def test_rows_behind_add_up() -> None:
    rows = [BehindRow(key=str(n), on=None, who="", what="", amount=Money(n)) for n in (5, -2)]
    assert behind_total(rows) == Money(3)
    assert behind_total([]) == Money(0)
