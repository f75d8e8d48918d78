from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.claims.current_store import current_claim, load_office
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import claims_with_status, get_claim
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.clock import Clock
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind
from clinicbill.practice.store import get_user
from clinicbill.workflows.keep_claim_details import ClaimDetails, condition_codes_of, keep_claim_details

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 23)


def test_details_are_kept_until_the_claim_is_sent(tmp_path: Path) -> None:
    path = make_demo(tmp_path, DemoKind.CHIRO, as_of=DAY, days=12)
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        stamp = Clock(get_user(db, opened.user_id)).stamp(DAY)
        ready = claims_with_status(db, ClaimStatus.READY)[0]
        details = ClaimDetails(
            original_reference=" 26327000123 ",
            condition_codes=("W3",),
            additional_information="Second review,\n see letter ",
        )
        keep_claim_details(db, stamp, ready.id, details)
        record = get_claim(db, ready.id)
        assert record.original_reference == "26327000123"
        claim = current_claim(db, record, load_office(db))
        assert claim.condition_codes == ("W3",)
        assert claim.additional_information == "Second review, see letter"
        sent = claims_with_status(db, ClaimStatus.FILE_CREATED)[0]
        with pytest.raises(CannotDo, match="nothing was changed"):
            keep_claim_details(db, stamp, sent.id, ClaimDetails(original_reference="1"))


@pytest.mark.parametrize(
    ("typed", "codes"), [("", ()), (" w3 ", ("W3",)), ("W3, w4", ("W3", "W4")), ("AA;ab", ("AA", "AB"))]
)
def test_codes_are_read_as_people_type_them(typed: str, codes: tuple[str, ...]) -> None:
    assert condition_codes_of(typed) == codes
