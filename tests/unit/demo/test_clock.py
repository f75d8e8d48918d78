from __future__ import annotations

from datetime import date

from clinicbill.basics.identifiers import UserId
from clinicbill.demo.clock import Clock
from clinicbill.practice.user import Role, User


def test_the_moment_is_the_invented_one() -> None:
    clock = Clock(User(id=UserId(7), name="Dana Reyes", role=Role.BILLER))
    stamp = clock.stamp(date(2026, 11, 23), 20)
    assert (stamp.user_id, stamp.on, stamp.role) == (7, date(2026, 11, 23), "biller")
    assert stamp.columns()["changed_at"] == "2026-11-23T20:00:00Z"
