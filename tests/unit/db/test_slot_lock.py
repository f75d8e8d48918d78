"""The lock of a slot: tampering, handing over a new key, another name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.errors import CannotDo, NotAPractice, WrongPassword
from clinicbill.db import keys, slot_lock
from tests.unit.db.practice_files import PASSWORD

KEY = bytes(range(32))
NEW_KEY = bytes(range(32, 64))


def a_slot(label: str = "Anna", *, password: str = PASSWORD) -> keys.Slot:
    return slot_lock.new_slot("f1", label, password, KEY, keys.CHEAPEST)


def test_a_password_gives_the_key_back() -> None:
    slot = a_slot()
    assert slot_lock.open_slot("f1", slot, PASSWORD) == slot_lock.Opened(wrapped_key=KEY, handed_key=None)
    assert KEY not in slot.wrapped


def test_two_slots_share_nothing() -> None:
    first, second = a_slot(), a_slot()
    assert {first.salt, first.nonce, first.wrapped, first.id}.isdisjoint(
        {second.salt, second.nonce, second.wrapped, second.id}
    )


@pytest.mark.parametrize("password", ["", "birch lamp ", "Birch lamp", "birch"])
def test_wrong_password(password: str) -> None:
    with pytest.raises(WrongPassword, match=r"Anna.*recovery key"):
        slot_lock.open_slot("f1", a_slot(), password)


def test_the_same_letters_from_another_keyboard() -> None:
    slot = a_slot(password="caf\u00e9")
    assert slot_lock.open_slot("f1", slot, "cafe\u0301").wrapped_key == KEY


def test_no_empty_password() -> None:
    with pytest.raises(CannotDo, match="cannot be empty"):
        a_slot(password="")


@pytest.mark.parametrize(
    "tampered",
    [
        replace(a_slot(), label="Ben"),
        replace(a_slot(), id="0" * 16),
        replace(a_slot(), wrapped=b""),
        replace(a_slot(), nonce=b""),
        replace(a_slot(), handed=b"nonsense"),
    ],
    ids=["label", "id", "wrapped", "nonce", "handed"],
)
def test_a_tampered_slot_does_not_open(tampered: keys.Slot) -> None:
    with pytest.raises(WrongPassword):
        slot_lock.open_slot("f1", tampered, PASSWORD)


def test_a_slot_of_another_practice_does_not_open() -> None:
    with pytest.raises(WrongPassword):
        slot_lock.open_slot("f2", a_slot(), PASSWORD)


@pytest.mark.parametrize(
    "cost",
    [
        keys.Cost(memory_kib=1024),
        keys.Cost(memory_kib=16_000_000),
        keys.Cost(passes=0),
        keys.Cost(passes=1000),
        keys.Cost(lanes=0),
        keys.Cost(lanes=64),
    ],
)
def test_absurd_cost_is_refused_before_it_is_paid(cost: keys.Cost) -> None:
    with pytest.raises(NotAPractice, match="tampered with"):
        slot_lock.open_slot("f1", replace(a_slot(), cost=cost), PASSWORD)


def test_hand_over_needs_no_password() -> None:
    handed = slot_lock.hand_over("f1", a_slot(), KEY, NEW_KEY)
    assert slot_lock.open_slot("f1", handed, PASSWORD) == slot_lock.Opened(
        wrapped_key=KEY, handed_key=NEW_KEY
    )
    assert NEW_KEY not in handed.handed
    again = slot_lock.hand_over("f1", handed, NEW_KEY, KEY)
    assert slot_lock.open_slot("f1", again, PASSWORD).handed_key == KEY


def test_hand_over_refuses_an_exchanged_public_key() -> None:
    planted = replace(a_slot(), public=a_slot("Ben").public)
    with pytest.raises(CannotDo, match="new password first"):
        slot_lock.hand_over("f1", planted, KEY, NEW_KEY)


def test_handed_key_is_bound_to_its_slot() -> None:
    ben = slot_lock.hand_over("f1", a_slot("Ben"), KEY, NEW_KEY)
    with pytest.raises(WrongPassword):
        slot_lock.open_slot("f1", replace(a_slot(), handed=ben.handed), PASSWORD)


# Another name for a slot -----------------------------------------------------------------------------


def test_a_renamed_slot_opens_with_the_same_password() -> None:
    renamed = slot_lock.renamed("f1", a_slot(), "Anna Berg", KEY, was="Anna")
    assert (renamed.label, renamed.was) == ("Anna Berg", "Anna")
    assert slot_lock.open_slot("f1", renamed, PASSWORD).wrapped_key == KEY
    again = slot_lock.renamed("f1", renamed, "Anna Cole", KEY)
    assert (again.label, again.was) == ("Anna Cole", "")
    assert slot_lock.open_slot("f1", again, PASSWORD).wrapped_key == KEY


def test_a_renamed_slot_takes_a_new_key_over() -> None:
    renamed = slot_lock.renamed("f1", a_slot(), "Anna Berg", KEY)
    handed = slot_lock.hand_over("f1", renamed, KEY, NEW_KEY)
    assert slot_lock.open_slot("f1", handed, PASSWORD).handed_key == NEW_KEY
    back = slot_lock.renamed("f1", handed, "Anna", NEW_KEY)
    assert slot_lock.open_slot("f1", back, PASSWORD).handed_key == NEW_KEY
    anew = slot_lock.relocked("f1", back, PASSWORD, NEW_KEY)
    assert (anew.label, anew.bound) == ("Anna", "")
    assert slot_lock.open_slot("f1", anew, PASSWORD) == slot_lock.Opened(wrapped_key=NEW_KEY, handed_key=None)


RENAMED = slot_lock.renamed("f1", a_slot("Ben"), "Benno", KEY, was="Ben")


@pytest.mark.parametrize(
    "tampered",
    [
        replace(RENAMED, label="Anna"),
        replace(RENAMED, was="Anna"),
        replace(RENAMED, label_mac=b""),
        replace(RENAMED, bound="", label="Ben", was="Anna"),
        replace(RENAMED, bound="Anna"),
        replace(a_slot("Ben"), bound="Ben", label="Anna"),
        replace(a_slot("Ben"), was="Anna"),
    ],
    ids=["label", "was", "mac", "unbound", "bound", "planted label", "planted was"],
)
def test_nobody_takes_another_name_without_the_key(tampered: keys.Slot) -> None:
    with pytest.raises(WrongPassword):
        slot_lock.open_slot("f1", tampered, PASSWORD)
    with pytest.raises(CannotDo, match="tampered with"):
        slot_lock.hand_over("f1", tampered, KEY, NEW_KEY)
    with pytest.raises(CannotDo, match="tampered with"):
        slot_lock.renamed("f1", tampered, "Somebody", KEY)


def test_a_blank_password_is_none() -> None:
    with pytest.raises(CannotDo, match="cannot be empty"):
        a_slot(password="         ")
