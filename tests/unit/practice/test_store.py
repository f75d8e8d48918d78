from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import FacilityId, PayerId, ProcedureId, ProviderId, UserId
from clinicbill.basics.money import Money
from clinicbill.db.history import changes_of
from clinicbill.practice import store
from clinicbill.practice.practice import Practice
from clinicbill.practice.procedure import Fee
from clinicbill.practice.provider import ProviderKind
from clinicbill.practice.user import Role, User
from tests.support.practice import (
    COMMERCIAL,
    LINDQVIST,
    OFFICE,
    OKAFOR,
    PRACTICE,
    STAMP,
    a_practice,
    open_memory_practice,
)


def test_a_new_file_is_not_set_up() -> None:
    db = open_memory_practice()
    assert store.find_practice(db) is None
    assert not store.is_set_up(db)
    with pytest.raises(NotFound, match="set-up"):
        store.get_practice(db)
    store.save_practice(db, Practice(name="Cedar Spine"), STAMP)
    assert not store.is_set_up(db)


def test_the_practice_is_one_row_that_changes() -> None:
    db = open_memory_practice()
    store.save_practice(db, PRACTICE, STAMP)
    store.save_practice(db, replace(PRACTICE, phone="5415550199"), STAMP)
    assert store.is_set_up(db)
    assert store.get_practice(db) == replace(PRACTICE, phone="5415550199")
    assert [change.field for change in changes_of(db, "practice", 1)] == ["", "phone"]


def test_providers_are_listed_by_kind_and_name() -> None:
    db = open_memory_practice()
    a_practice(db)
    retired = store.save_provider(db, replace(LINDQVIST, active=False), STAMP)
    assert store.list_providers(db, ProviderKind.REFERRING) == [replace(OKAFOR, id=ProviderId(2))]
    assert [provider.id for provider in store.list_providers(db, ProviderKind.RENDERING)] == [1]
    assert [provider.id for provider in store.list_providers(db, with_inactive=True)] == [1, retired, 2]
    assert store.get_provider(db, ProviderId(1)) == replace(LINDQVIST, id=ProviderId(1))


def test_facilities_and_payers() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    assert store.get_facility(db, office.facility) == replace(OFFICE, id=office.facility)
    assert store.list_facilities(db) == [replace(OFFICE, id=office.facility)]
    assert store.get_payer(db, office.commercial) == replace(COMMERCIAL, id=office.commercial)
    store.save_payer(db, replace(COMMERCIAL, id=office.commercial, active=False), STAMP)
    names = [payer.name for payer in store.list_payers(db)]
    assert names == sorted(names, key=str.casefold)
    assert COMMERCIAL.name not in names
    assert len(store.list_payers(db, with_inactive=True)) == 4
    store.save_facility(db, replace(OFFICE, id=FacilityId(1), active=False), STAMP)
    assert store.list_facilities(db) == []


def test_procedures_and_their_fees() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    procedure = store.find_procedure(db, "98941")
    assert procedure is not None
    assert store.get_procedure(db, procedure.id) == procedure
    assert store.find_procedure(db, "99999") is None
    codes = [found.code for found in store.list_procedures(db)]
    assert codes == sorted(codes)
    special = Fee(
        procedure_id=procedure.id,
        payer_id=office.medicare,
        modifier="AT",
        from_on=date(2026, 1, 1),
        charge=Money(6000),
    )
    fee_id = store.save_fee(db, special, STAMP)
    raised = Fee(procedure_id=procedure.id, from_on=date(2026, 7, 1), charge=Money(7000))
    store.save_fee(db, raised, STAMP)
    listed = store.list_fees(db, procedure.id)
    assert [fee.charge.cents for fee in listed] == [7000, 6500, 6000]
    assert listed[-1] == replace(special, id=fee_id)
    assert [fee.charge.cents for fee in store.fees_by_code(db)["98941"]] == [7000, 6500, 6000]
    assert len(store.list_fees(db)) == len(codes) + 2


def test_a_procedure_without_fees_has_an_empty_list() -> None:
    db = open_memory_practice()
    a_practice(db)
    procedure = store.find_procedure(db, "98940")
    assert procedure is not None
    new_id = store.save_procedure(db, replace(procedure, id=ProcedureId(0), code="G0283"), STAMP)
    assert store.fees_by_code(db)["G0283"] == []
    assert store.get_procedure(db, new_id).code == "G0283"


def test_users_are_found_whatever_the_case() -> None:
    db = open_memory_practice(owner="Dana Reyes")
    user = store.find_user(db, "dana reyes")
    assert user == User(id=UserId(1), name="Dana Reyes", role=Role.OWNER)
    assert store.get_user(db, UserId(1)) == user
    store.save_user(db, User(name="Al Front", role=Role.FRONT_DESK, active=False), STAMP)
    assert [user.name for user in store.list_users(db)] == ["Dana Reyes"]
    assert [user.name for user in store.list_users(db, with_inactive=True)] == ["Al Front", "Dana Reyes"]
    assert store.find_user(db, "nobody") is None


def test_payers_that_are_not_there() -> None:
    with pytest.raises(NotFound):
        store.get_payer(open_memory_practice(), PayerId(3))
