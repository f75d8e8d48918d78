from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import stops
from clinicbill.practice.checks import practice_findings
from clinicbill.practice.store import get_practice, list_payers, list_procedures, list_users

if TYPE_CHECKING:
    from sqlite_utils import Database


def test_the_invented_office_passes_its_own_checks(db: Database) -> None:
    assert not stops(practice_findings(get_practice(db)))


def test_everything_set_up_would_ask_for_is_there(db: Database) -> None:
    assert len(list_payers(db)) == 9
    assert len(list_procedures(db)) >= 10
    assert {str(user.role) for user in list_users(db)} == {"owner", "biller", "front_desk"}
