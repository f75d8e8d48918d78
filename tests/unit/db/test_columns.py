from __future__ import annotations

import pytest
import sqlcipher3

from clinicbill.db.columns import date_column


@pytest.mark.parametrize(
    ("null", "day", "taken"),
    [
        (True, None, True),
        (False, None, False),
        (True, "2026-02-28", True),
        (True, "2026-02-30", False),
        (False, "2026-2-3", False),
        (True, "", False),
    ],
)
def test_only_days_that_exist_are_kept(null: bool, day: str | None, taken: bool) -> None:
    db = sqlcipher3.connect(":memory:")
    db.execute(f"create table visit ({date_column('on_day', null=null)}) strict")
    try:
        db.execute("insert into visit (on_day) values (?)", [day])
    except sqlcipher3.IntegrityError:
        assert not taken
    else:
        assert taken
    finally:
        db.close()
