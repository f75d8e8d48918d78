from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.claims.current_store import load_office
from clinicbill.claims.office_profile import OfficeProfile
from clinicbill.claims.profile_store import (
    claims_to_try,
    list_profiles,
    profile_book,
    save_profile,
    users_of,
)
from clinicbill.claims.profiles import built_in
from clinicbill.db.history import changes_of
from clinicbill.patients.store import get_coverage, save_coverage
from clinicbill.practice import store
from clinicbill.practice.provider_number import ProviderNumber
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY

if TYPE_CHECKING:
    from clinicbill.basics.identifiers import PayerId

OWN = OfficeProfile(
    key="own_larch",
    name="Larch PPO",
    extends="commercial",
    from_on=date(2026, 1, 1),
    to_on=date(2030, 1, 1),
    settings={"pointers": 1, "illness_dates": [["onset", ""], ["accident", ""]]},
    source="Letter of 12/02/2025",
)


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def use(at: Workplace, payer_id: PayerId, key: str) -> None:
    store.save_payer(at.db, replace(store.get_payer(at.db, payer_id), profile=key), STAMP)


def test_a_profile_is_read_as_it_was_written(at: Workplace) -> None:
    row_id = save_profile(at.db, OWN, STAMP)
    assert list_profiles(at.db) == [replace(OWN, id=row_id)]
    save_profile(at.db, replace(OWN, id=row_id, settings={"pointers": 2}, active=False), STAMP)
    assert list_profiles(at.db) == []
    [kept] = list_profiles(at.db, with_inactive=True)
    assert kept.settings == {"pointers": 2}
    changed = {
        change.field: change.after for change in changes_of(at.db, "payer_profile", row_id) if change.field
    }
    assert changed == {"settings": '{"pointers": 2}', "active": 0}


def test_a_practice_without_profiles_has_those_of_the_program(at: Workplace) -> None:
    assert profile_book(at.db) is built_in()


def test_claims_are_made_by_the_profile_of_the_office(at: Workplace) -> None:
    save_profile(at.db, OWN, STAMP)
    use(at, at.office.commercial, "own_larch")
    claim = at.content(at.claim().id)
    assert claim.profile is not None
    assert (claim.profile.key, claim.profile.pointers) == ("own_larch", 1)
    assert claim.profile.illness_dates[0].qualifier == ""


def test_an_insurance_may_have_a_form_of_its_own(at: Workplace) -> None:
    save_profile(at.db, OWN, STAMP)
    record = at.claim()
    save_coverage(at.db, replace(get_coverage(at.db, record.coverage_id), profile="own_larch"), STAMP)
    claim = at.content(record.id)
    assert claim.profile is not None
    assert claim.profile.key == "own_larch"
    assert users_of(at.db, "own_larch") == ["Harbor Mutual PPO, one insurance"]
    assert [claim.id for claim in claims_to_try(at.db, ["own_larch"])] == [record.id]
    assert claims_to_try(at.db, ["commercial"]) == []


def test_the_claims_a_profile_may_be_tried_on(at: Workplace) -> None:
    first, second = at.claim("Ruiz"), at.claim("Soto")
    found = claims_to_try(at.db, ["medicare", "commercial"])
    assert [claim.id for claim in found] == [second.id, first.id]
    assert (found[0].number, found[0].patient) == (second.patient_control_number, "Soto, Karla")
    assert (found[0].payer, found[0].service_on) == ("Harbor Mutual PPO", TODAY)
    assert claims_to_try(at.db, ["commercial"], limit=1) == found[:1]
    at.db.execute("update claim set status = 'void' where id = ?", [second.id])
    assert [claim.id for claim in claims_to_try(at.db, ["commercial"])] == [first.id]
    assert claims_to_try(at.db, []) == []
    assert users_of(at.db, "commercial") == ["Harbor Mutual PPO"]


@pytest.mark.parametrize(("text", "count"), [("ruiz", 1), ("karla harbor", 1), ("ruiz medicare", 0)])
def test_claims_are_found_by_number_patient_or_payer(at: Workplace, text: str, count: int) -> None:
    record = at.claim("Ruiz")
    assert len(claims_to_try(at.db, [], text)) == count
    assert [claim.id for claim in claims_to_try(at.db, [], record.patient_control_number.lower())] == [
        record.id
    ]


def test_the_payers_numbers_of_our_people_stand_on_its_claims(at: Workplace) -> None:
    number = ProviderNumber(
        provider_id=at.office.provider, payer_id=at.office.commercial, qualifier="G2", number="PX 889"
    )
    store.save_provider_number(at.db, number, STAMP)
    other = load_office(at.db).numbers[at.office.commercial][at.office.provider]
    assert (other.qualifier, other.number) == ("G2", "PX 889")
    [line] = at.content(at.claim(on=TODAY).id).lines
    assert line.rendering.other_id == other
