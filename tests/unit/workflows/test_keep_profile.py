from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.claims.office_profile import OfficeProfile
from clinicbill.claims.profile_store import list_profiles
from clinicbill.db.history import changes_of
from clinicbill.practice import store
from clinicbill.practice.user import Role
from clinicbill.workflows.keep_profile import keep_profile
from clinicbill.workflows.keep_setup import keep_payer
from tests.support.practice import STAMP, TODAY, Office, a_practice, open_memory_practice, stamp_on

if TYPE_CHECKING:
    from sqlite_utils import Database

NEW = OfficeProfile(
    name="Larch PPO",
    extends="commercial",
    from_on=date(2026, 1, 1),
    settings={"amount_paid": ["patient", "payers"]},
    source="Letter of 12/02/2025",
)


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def office(db: Database) -> Office:
    return a_practice(db)


def test_a_new_profile_gets_its_key_and_a_payer_may_have_it(db: Database, office: Office) -> None:
    outcome = keep_profile(db, STAMP, NEW)
    assert outcome.message == "Saved Larch PPO"
    assert outcome.changed == {"setup"}
    [kept] = list_profiles(db)
    assert (kept.id, kept.key) == (outcome.row_id, "own_larch_ppo")
    payer = store.get_payer(db, office.commercial)
    assert keep_payer(db, STAMP, replace(payer, profile=kept.key)).done
    assert not keep_payer(db, STAMP, replace(payer, profile="own_moon")).done


def test_a_changed_one_keeps_its_key_and_its_history(db: Database) -> None:
    row_id = keep_profile(db, STAMP, NEW).row_id
    [kept] = list_profiles(db)
    outcome = keep_profile(db, STAMP, replace(kept, name="Larch PPO Gold", settings={}))
    assert outcome.row_id == row_id
    [changed] = list_profiles(db)
    assert (changed.key, changed.name, changed.settings) == ("own_larch_ppo", "Larch PPO Gold", {})
    assert {change.field for change in changes_of(db, "payer_profile", kept.id)} == {"", "name", "settings"}


def test_the_same_name_is_another_version_of_it(db: Database) -> None:
    keep_profile(db, STAMP, replace(NEW, to_on=date(2026, 5, 31)))
    early = keep_profile(db, STAMP, replace(NEW, from_on=date(2026, 5, 1)))
    assert [finding.rule for finding in early.findings] == ["S37"]
    assert keep_profile(db, STAMP, replace(NEW, from_on=date(2026, 6, 1))).done
    assert {profile.key for profile in list_profiles(db)} == {"own_larch_ppo"}


def test_one_that_is_used_is_not_ended(db: Database, office: Office) -> None:
    keep_profile(db, STAMP, NEW)
    [kept] = list_profiles(db)
    keep_profile(db, STAMP, replace(NEW, name="Larch HMO", extends=kept.key))
    store.save_payer(db, replace(store.get_payer(db, office.commercial), profile=kept.key), STAMP)
    refused = keep_profile(db, STAMP, replace(kept, active=False))
    [told] = [finding for finding in refused.findings if finding.rule == "S41"]
    assert told.message == "Still used by Harbor Mutual PPO, the profile Larch HMO"
    assert not refused.done
    store.save_payer(db, replace(store.get_payer(db, office.commercial), profile="bcbs"), STAMP)
    [other] = [profile for profile in list_profiles(db) if profile.name == "Larch HMO"]
    assert keep_profile(db, STAMP, replace(other, active=False)).done
    assert keep_profile(db, STAMP, replace(kept, active=False)).done
    assert list_profiles(db) == []


def test_who_may(db: Database) -> None:
    with pytest.raises(NotAllowed):
        keep_profile(db, stamp_on(TODAY, role=Role.FRONT_DESK), NEW)
    assert keep_profile(db, stamp_on(TODAY, role=Role.BILLER), NEW).done
