from __future__ import annotations

from clinicbill.reports.report_table import TOTAL, Days
from clinicbill.reports.suggestion_choices import suggestion_choices_report, suggestion_choices_rows
from tests.support.coders import CODER, some_coders
from tests.support.practice import TODAY

DAYS = Days(from_on=TODAY, to_on=TODAY, viewer=CODER)


def test_rates_by_group_open_their_suggestions() -> None:
    made = some_coders()
    rows = (("M54.50", "M54.50", "accepted"), ("M54.50", "M54.59", "changed"), ("98941", "", "rejected"))
    for suggested, chosen, act in rows:
        made.db.table("suggestion_choice").insert(
            {
                "at": "2026-11-23T17:00:00Z", "user_id": 2, "encounter_id": made.visits[0],
                "phrase": "low back pain", "suggested": suggested, "chosen": chosen, "act": act,
            }
        )  # fmt: skip
    table = suggestion_choices_report(made.db, DAYS)
    assert [row.cells for row in table.rows] == [
        ("M54", 2, 1, 1, 0, "50 %", "50 %", "0 %"),
        ("Procedures", 1, 0, 0, 1, "0 %", "0 %", "100 %"),
    ]
    (changed,) = suggestion_choices_rows(made.db, DAYS, "M54", "Changed")
    assert (changed.code, changed.detail) == ("M54.50", "“low back pain”, M54.59 instead")
    assert len(suggestion_choices_rows(made.db, DAYS, TOTAL, "Suggested")) == 3
