from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotAllowed, NotFound
from clinicbill.basics.identifiers import ProviderId
from clinicbill.db.history import changes_of
from clinicbill.practice import store
from clinicbill.practice.provider_number import ProviderNumber
from clinicbill.practice.user import Role
from clinicbill.workflows.keep_provider_number import keep_provider_number
from tests.support.practice import STAMP, TODAY, Office, a_practice, open_memory_practice, stamp_on

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def office(db: Database) -> Office:
    return a_practice(db)


def number(office: Office) -> ProviderNumber:
    return ProviderNumber(provider_id=office.provider, payer_id=office.commercial, number=" PX889 ")


def test_a_number_is_kept_changed_and_taken_back(db: Database, office: Office) -> None:
    outcome = keep_provider_number(db, STAMP, number(office))
    assert outcome.message == "Saved the number of Anna Lindqvist DC at Harbor Mutual PPO"
    assert outcome.changed == {"setup"}
    [kept] = store.list_provider_numbers(db)
    assert (kept.id, kept.qualifier, kept.number) == (outcome.row_id, "G2", "PX889")
    keep_provider_number(db, STAMP, replace(kept, qualifier="0B"))
    gone = keep_provider_number(db, STAMP, replace(kept, qualifier="0B", active=False))
    assert gone.message.startswith("Took back the number of")
    assert store.list_provider_numbers(db) == []
    changed = [change.field for change in changes_of(db, "provider_number", kept.id)]
    assert changed == ["", "qualifier", "active"]
    assert keep_provider_number(db, STAMP, number(office)).done


def test_a_second_one_is_refused(db: Database, office: Office) -> None:
    keep_provider_number(db, STAMP, number(office))
    again = keep_provider_number(db, STAMP, number(office))
    assert [finding.rule for finding in again.findings] == ["S32"]
    assert not again.done
    elsewhere = keep_provider_number(db, STAMP, replace(number(office), payer_id=office.medicare))
    assert elsewhere.done


def test_who_may(db: Database, office: Office) -> None:
    with pytest.raises(NotAllowed):
        keep_provider_number(db, stamp_on(TODAY, role=Role.FRONT_DESK), number(office))
    with pytest.raises(NotFound):
        keep_provider_number(db, STAMP, replace(number(office), provider_id=ProviderId(99)))
