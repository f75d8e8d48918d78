from __future__ import annotations

from clinicbill.coding.audits.pace_sharing_store import save_sharing
from clinicbill.reports.coders import coders, coders_rows
from clinicbill.reports.report_table import TOTAL, Days
from tests.support.coders import CODER, OWNER, some_coders
from tests.support.practice import TODAY

DAYS = Days(from_on=TODAY, to_on=TODAY, viewer=OWNER)


def test_an_owner_sees_a_coder_once_she_shares() -> None:
    made = some_coders()
    table = coders(made.db, DAYS)
    assert table.rows == ()
    assert table.about.endswith("1 coder not shared with you")
    save_sharing(made.db, CODER, shared=True)
    table = coders(made.db, DAYS)
    assert [(row.cells[0], table.cell(row, "Visits")) for row in table.rows] == [("Mo Quist", 3)]
    assert "not shared" not in table.about
    for key in (str(CODER.user_id), TOTAL):
        assert len(coders_rows(made.db, DAYS, key, "Visits")) == 3
