from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.coding.audits.pace_sharing_store import (
    may_see,
    private_coders,
    require_sight,
    save_sharing,
    shares_figures,
    visible_coders,
)
from clinicbill.db.history import changes_of
from clinicbill.practice.user import Role
from tests.support.coders import CODER, OWNER, some_coders


def test_everybody_sees_themselves_and_nobody_else_at_first() -> None:
    db = some_coders().db
    assert may_see(db, CODER, CODER.user_id)
    assert not may_see(db, OWNER, CODER.user_id)
    assert [user.name for user in visible_coders(db, OWNER)] == ["Dana Reyes"]
    assert private_coders(db, OWNER) == 1
    with pytest.raises(NotAllowed, match="another coder’s own"):
        require_sight(db, OWNER, CODER.user_id)


def test_an_owner_sees_who_shares_and_a_biller_never_sees_others() -> None:
    db = some_coders().db
    save_sharing(db, CODER, shared=True)
    save_sharing(db, OWNER, shared=True)
    assert shares_figures(db, CODER.user_id)
    assert [user.name for user in visible_coders(db, OWNER)] == ["Dana Reyes", "Mo Quist"]
    assert private_coders(db, OWNER) == 0
    assert [user.name for user in visible_coders(db, CODER)] == ["Mo Quist"]
    assert not may_see(db, replace(OWNER, role=Role.BILLER.value), CODER.user_id)
    assert "shares_figures" in [change.field for change in changes_of(db, "user", CODER.user_id)]
    save_sharing(db, CODER, shared=False)
    assert not may_see(db, OWNER, CODER.user_id)
