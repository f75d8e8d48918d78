from __future__ import annotations

from datetime import timedelta

from clinicbill.reports.my_coding import my_coding, my_coding_rows, my_hours, my_hours_rows
from clinicbill.reports.report_table import TOTAL, Days
from tests.support.coders import CODER, OWNER, at, some_coders
from tests.support.practice import TODAY, a_visit

DAYS = Days(from_on=TODAY - timedelta(days=3), to_on=TODAY, viewer=CODER)


def test_a_row_a_day_that_adds_up() -> None:
    made = some_coders()
    a_visit(made.db, stamp=at(7, 30))
    table = my_coding(made.db, DAYS)
    assert [row.key for row in table.rows] == ["2026-11-22", "2026-11-23"]
    assert table.total is not None
    assert table.cell(table.total, "Visits") == 4
    assert table.chart is not None
    assert [value.cents for value in table.chart.series[0].values] == [100, 300]
    for row in (*table.rows, table.total):
        for head in ("Visits", "Again", "Put on hold", "Queries"):
            assert len(my_coding_rows(made.db, DAYS, row.key, head)) == table.cell(row, head)


def test_a_row_an_hour() -> None:
    made = some_coders()
    table = my_hours(made.db, DAYS)
    assert [row.cells for row in table.rows] == [("09:00–10:00", 3, "100 %")]
    assert len(my_hours_rows(made.db, DAYS, "9", "Visits")) == 3
    assert len(my_hours_rows(made.db, DAYS, TOTAL, "Visits")) == 3


def test_others_are_not_in_it() -> None:
    made = some_coders()
    table = my_coding(made.db, Days(from_on=TODAY, to_on=TODAY, viewer=OWNER))
    assert table.rows == ()
    assert my_hours(made.db, Days(from_on=TODAY, to_on=TODAY, viewer=OWNER)).rows == ()
