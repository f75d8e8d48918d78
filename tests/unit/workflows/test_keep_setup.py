from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.basics.identifiers import PayerId
from clinicbill.basics.money import Money
from clinicbill.db.history import changes_of
from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import create_practice
from clinicbill.practice import store
from clinicbill.practice.payer_kinds import PAYER_KINDS
from clinicbill.practice.procedure import Fee, Procedure
from clinicbill.practice.user import Role, User
from clinicbill.workflows.keep_setup import (
    keep_facility,
    keep_payer,
    keep_practice,
    keep_procedure,
    keep_provider,
    keep_user,
    profile_findings,
    remove_user,
    restore_backup,
)
from tests.support.practice import (
    COMMERCIAL,
    LINDQVIST,
    OFFICE,
    PRACTICE,
    STAMP,
    TODAY,
    a_practice,
    open_memory_practice,
    stamp_on,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from clinicbill.db.open_practice import OpenPractice

FRONT_DESK = stamp_on(TODAY, role=Role.FRONT_DESK)
BILLER = stamp_on(TODAY, role=Role.BILLER)
NEW: list[tuple[Callable[..., Any], Any]] = [
    (keep_practice, PRACTICE),
    (keep_provider, LINDQVIST),
    (keep_facility, OFFICE),
    (keep_payer, COMMERCIAL),
]


@pytest.mark.parametrize(("keep", "record"), NEW)
def test_saving(keep: Callable[..., Any], record: Any) -> None:
    db = open_memory_practice()
    outcome = keep(db, BILLER, record)
    assert outcome.done
    assert outcome.findings == ()
    assert outcome.changed == {"setup"}
    assert outcome.message.startswith("Saved ")


@pytest.mark.parametrize(("keep", "record"), NEW)
def test_the_front_desk_may_not(keep: Callable[..., Any], record: Any) -> None:
    with pytest.raises(NotAllowed):
        keep(open_memory_practice(), FRONT_DESK, record)


@pytest.mark.parametrize(
    ("keep", "record"),
    [
        (keep_practice, replace(PRACTICE, npi="1987654321")),
        (keep_provider, replace(LINDQVIST, npi="")),
        (keep_facility, replace(OFFICE, pos="")),
        (keep_payer, replace(COMMERCIAL, payer_number="")),
    ],
)
def test_must_fix_writes_nothing(keep: Callable[..., Any], record: Any) -> None:
    db = open_memory_practice()
    outcome = keep(db, BILLER, record)
    assert not outcome.done
    assert store.find_practice(db) is None
    assert store.list_providers(db) == []
    assert store.list_facilities(db) == []
    assert store.list_payers(db) == []


def test_a_payer_profile_is_one_of_the_rules() -> None:
    outcome = keep_payer(open_memory_practice(), BILLER, replace(COMMERCIAL, profile="nobody"))
    assert [(finding.rule, finding.field) for finding in outcome.findings] == [("S19", "profile")]
    for kind in PAYER_KINDS:
        assert profile_findings(replace(COMMERCIAL, profile=kind.profile)) == []


def test_a_payer_is_changed_where_it_stands() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    payer = replace(store.get_payer(db, office.commercial), filing_limit_days=90)
    assert keep_payer(db, BILLER, payer).row_id == office.commercial
    assert changes_of(db, "payer", office.commercial)[-1].after == 90


def test_a_procedure_with_its_fees() -> None:
    db = open_memory_practice()
    a_practice(db)
    g0283 = Procedure(code="G0283", name="Electrical stimulation")
    fee = Fee(from_on=date(2026, 1, 1), charge=Money(2500))
    outcome = keep_procedure(db, BILLER, g0283, [fee])
    assert outcome.done
    saved = store.find_procedure(db, "G0283")
    assert saved is not None
    assert saved.id == outcome.row_id
    [kept] = store.list_fees(db, saved.id)
    assert kept.charge == Money(2500)
    raised = replace(fee, from_on=date(2027, 1, 1), charge=Money(2700))
    assert keep_procedure(db, BILLER, saved, [replace(kept, charge=Money(2600)), raised]).done
    assert [f.charge.cents for f in store.list_fees(db, saved.id)] == [2700, 2600]


def test_a_second_fee_of_the_same_day_is_refused_even_if_the_first_is_not_named() -> None:
    db = open_memory_practice()
    a_practice(db)
    cmt = store.find_procedure(db, "98941")
    assert cmt is not None
    again = Fee(from_on=date(2020, 1, 1), charge=Money(1))
    outcome = keep_procedure(db, BILLER, cmt, [again])
    assert [finding.rule for finding in outcome.findings] == ["S14"]
    assert len(store.list_fees(db, cmt.id)) == 1
    assert keep_procedure(db, BILLER, cmt, [replace(again, payer_id=PayerId(1))]).done


def test_one_code_one_row() -> None:
    db = open_memory_practice()
    a_practice(db)
    twin = Procedure(code="98941", name="Another name")
    outcome = keep_procedure(db, BILLER, twin, [Fee(from_on=TODAY, charge=Money(1))])
    assert [finding.rule for finding in outcome.findings] == ["S17"]


def test_the_group_npi_of_one_of_several_people() -> None:
    db = open_memory_practice()
    a_practice(db)
    store.save_provider(db, replace(LINDQVIST, npi="1666000025"), STAMP)
    outcome = keep_practice(db, BILLER, replace(PRACTICE, npi=LINDQVIST.npi))
    assert [finding.rule for finding in outcome.findings] == ["S03"]
    assert outcome.done


def test_users_are_the_owners_business() -> None:
    db = open_memory_practice()
    front = User(name="Al Front", role=Role.FRONT_DESK)
    with pytest.raises(NotAllowed):
        keep_user(db, BILLER, front)
    outcome = keep_user(db, STAMP, front)
    assert outcome.done
    assert [user.name for user in store.list_users(db)] == ["Al Front", "Dana Reyes"]
    twin = keep_user(db, STAMP, User(name="AL FRONT"))
    assert [finding.rule for finding in twin.findings] == ["S15"]


@pytest.mark.parametrize("change", [{"role": Role.BILLER}, {"active": False}])
def test_the_last_owner_stays(change: dict[str, Any]) -> None:
    db = open_memory_practice()
    [owner] = store.list_users(db)
    with pytest.raises(CannotDo) as refused:
        keep_user(db, STAMP, replace(owner, **change))
    assert str(refused.value) == (
        "Dana Reyes is the only owner; nothing was changed: make somebody else an owner first."
    )
    assert store.list_users(db, with_inactive=True) == [owner]
    keep_user(db, STAMP, User(name="Second", role=Role.OWNER))
    assert keep_user(db, STAMP, replace(owner, **change)).done


# A user's way in, and copies --------------------------------------------------------------------------


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[OpenPractice]:
    """A practice file of Dana, the owner, and Kim."""
    made, _ = create_practice(
        tmp_path / "cedar.clinicbill",
        practice_name="Cedar",
        owner_name="Dana",
        owner_password="birch lamp",
        at=STAMP.at,
        cost=CHEAPEST,
    )
    with made.connect() as db:
        store.save_user(db, User(name="Kim", role=Role.BILLER), STAMP)
    made.add_slot("Kim", "oak door", cost=CHEAPEST)
    with made:
        yield made


def user(practice: OpenPractice, name: str) -> User:
    with practice.connect() as db:
        found = store.find_user(db, name)
    assert found is not None
    return found


def test_a_user_is_removed_with_a_new_key(practice: OpenPractice) -> None:
    before = practice.recovery_key()
    outcome = remove_user(practice, STAMP, user(practice, "Kim"))
    assert outcome.message == "Kim cannot open the practice any more"
    assert outcome.changed == {"setup"}
    assert not user(practice, "Kim").active
    assert not practice.has_slot("Kim")
    assert practice.recovery_key() != before
    again = practice.recovery_key()
    assert remove_user(practice, STAMP, user(practice, "Kim")).done  # as after a crash before the row
    assert practice.recovery_key() == again


def test_nobody_is_removed_who_must_stay(practice: OpenPractice) -> None:
    before = practice.recovery_key()
    with pytest.raises(NotAllowed):
        remove_user(practice, BILLER, user(practice, "Kim"))
    with pytest.raises(CannotDo, match="is the only owner"):
        remove_user(practice, STAMP, user(practice, "Dana"))
    with practice.connect() as db:
        store.save_user(db, replace(user(practice, "Kim"), role=Role.OWNER), STAMP)
    with pytest.raises(CannotDo, match="cannot remove yourself"):
        remove_user(practice, STAMP, user(practice, "Dana"))
    named = remove_user(practice, STAMP, replace(user(practice, "Kim"), name="dana"))
    assert [found.rule for found in named.findings] == ["S15"]
    assert practice.recovery_key() == before
    assert user(practice, "Dana").active


def test_an_owner_restores(practice: OpenPractice, tmp_path: Path) -> None:
    copy = practice.back_up(at=STAMP.at).path
    target = tmp_path / "again.clinicbill"
    with pytest.raises(NotAllowed):
        restore_backup(BILLER, copy, target)
    assert not target.exists()
    assert restore_backup(STAMP, copy, target).message == f"Restored to {target}"
    assert target.exists()
