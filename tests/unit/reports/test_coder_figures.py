from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.reports.coder_figures import (
    AGAIN,
    HELD,
    VISITS,
    coder_choices,
    coder_work,
    hours_words,
    pace_cells,
    pace_rows,
    percent,
    query_words,
    tenths,
    viewer_of,
)
from clinicbill.reports.report_table import Days
from tests.support.coders import CODER, OWNER, some_coders
from tests.support.practice import TODAY

MINE = Days(from_on=TODAY, to_on=TODAY, viewer=CODER)


def test_a_days_work_in_cells_and_rows() -> None:
    made = some_coders()
    work = coder_work(made.db, MINE, CODER.user_id)
    assert pace_cells(work) == (3, 0, "0:05 h", "12.0", 1, "5:00 h", 0, "0 d")
    assert [row.what for row in pace_rows(work, VISITS)] == [
        "Finished 09:00", "Finished 09:05", "Finished 09:50",
    ]  # fmt: skip
    assert pace_rows(work, AGAIN) == []
    assert [row.detail for row in pace_rows(work, HELD)] == ["5:00 h, still waits"]
    assert pace_cells(work.on(TODAY)) == pace_cells(work)
    assert query_words(work, TODAY) == ""
    assert coder_choices(made.db, MINE, CODER.user_id) == []


def test_nobody_sees_without_a_name_or_a_share() -> None:
    made = some_coders()
    with pytest.raises(NotAllowed):
        viewer_of(Days(from_on=TODAY, to_on=TODAY))
    with pytest.raises(NotAllowed):
        coder_work(made.db, Days(from_on=TODAY, to_on=TODAY, viewer=OWNER), CODER.user_id)


def test_figures_as_people_read_them() -> None:
    assert [hours_words(timedelta(minutes=one)) for one in (0, 65, 2880)] == ["0:00 h", "1:05 h", "2 d"]
    assert [tenths(Fraction(one, 100)) for one in (125, 124, 100000)] == ["1.3", "1.2", "1,000.0"]
    assert tenths(None) is None
    assert [percent(Fraction(one, 1000)) for one in (955, 999, 1000, 0)] == ["96 %", "99 %", "100 %", "0 %"]
