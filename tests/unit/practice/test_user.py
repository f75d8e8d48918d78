from __future__ import annotations

from clinicbill.practice.rows import columns_of, record_of
from clinicbill.practice.user import Role, User


def test_the_roles_are_those_of_the_table_and_come_back() -> None:
    assert [role.value for role in Role] == ["front_desk", "biller", "owner"]
    for role in Role:
        user = User(name="Dana Reyes", role=role, active=False)
        assert record_of(User, columns_of(user)) == user
