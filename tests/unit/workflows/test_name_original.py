from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import claims_with_status, get_claim
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.clock import Clock
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind
from clinicbill.practice.store import get_user
from clinicbill.workflows.name_original import name_original

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 23)


def test_the_payers_number_is_kept_until_the_claim_is_sent(tmp_path: Path) -> None:
    path = make_demo(tmp_path, DemoKind.CHIRO, as_of=DAY, days=12)
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        stamp = Clock(get_user(db, opened.user_id)).stamp(DAY)
        ready = claims_with_status(db, ClaimStatus.READY)[0]
        name_original(db, stamp, ready.id, " 26327000123 ")
        assert get_claim(db, ready.id).original_reference == "26327000123"
        sent = claims_with_status(db, ClaimStatus.FILE_CREATED)[0]
        with pytest.raises(CannotDo, match="nothing was changed"):
            name_original(db, stamp, sent.id, "1")
