from __future__ import annotations

from datetime import UTC, date, datetime

from clinicbill.basics.identifiers import UserId
from clinicbill.basics.stamp import Stamp


def test_columns_name_the_writer_and_the_moment() -> None:
    stamp = Stamp(user_id=UserId(3), at=datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC), on=date(2026, 11, 23))
    assert stamp.columns() == {"user_id": 3, "changed_at": "2026-11-23T15:04:05Z"}
