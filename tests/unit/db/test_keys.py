"""The keys file: slots, tampering, handing over a new key, waiting after wrong passwords."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.errors import CannotDo, DatabaseTooNew, NotAPractice, NotFound, WrongPassword
from clinicbill.db import keys
from tests.unit.db.practice_files import AT, PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(32))
NEW_KEY = bytes(range(32, 64))


def a_slot(label: str = "Anna", *, password: str = PASSWORD) -> keys.Slot:
    return keys.new_slot("f1", label, password, KEY, keys.CHEAPEST)


def test_usual_cost_is_what_was_decided() -> None:
    assert keys.Cost(memory_kib=65536, passes=3, lanes=1) == keys.USUAL
    assert keys.USUAL.is_sane()


def test_a_password_gives_the_key_back() -> None:
    slot = a_slot()
    assert keys.open_slot("f1", slot, PASSWORD) == keys.Opened(wrapped_key=KEY, handed_key=None)
    assert KEY not in slot.wrapped


def test_two_slots_share_nothing() -> None:
    first, second = a_slot(), a_slot()
    assert {first.salt, first.nonce, first.wrapped, first.id}.isdisjoint(
        {second.salt, second.nonce, second.wrapped, second.id}
    )


@pytest.mark.parametrize("password", ["", "birch lamp ", "Birch lamp", "birch"])
def test_wrong_password(password: str) -> None:
    with pytest.raises(WrongPassword, match=r"Anna.*recovery key"):
        keys.open_slot("f1", a_slot(), password)


def test_the_same_letters_from_another_keyboard() -> None:
    slot = a_slot(password="caf\u00e9")
    assert keys.open_slot("f1", slot, "cafe\u0301").wrapped_key == KEY


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
        keys.open_slot("f1", tampered, PASSWORD)


def test_a_slot_of_another_practice_does_not_open() -> None:
    with pytest.raises(WrongPassword):
        keys.open_slot("f2", a_slot(), PASSWORD)


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
        keys.open_slot("f1", replace(a_slot(), cost=cost), PASSWORD)


def test_hand_over_needs_no_password() -> None:
    handed = keys.hand_over("f1", a_slot(), KEY, NEW_KEY)
    assert keys.open_slot("f1", handed, PASSWORD) == keys.Opened(wrapped_key=KEY, handed_key=NEW_KEY)
    assert NEW_KEY not in handed.handed
    again = keys.hand_over("f1", handed, NEW_KEY, KEY)
    assert keys.open_slot("f1", again, PASSWORD).handed_key == KEY


def test_hand_over_refuses_an_exchanged_public_key() -> None:
    planted = replace(a_slot(), public=a_slot("Ben").public)
    with pytest.raises(CannotDo, match="new password first"):
        keys.hand_over("f1", planted, KEY, NEW_KEY)


def test_handed_key_is_bound_to_its_slot() -> None:
    ben = keys.hand_over("f1", a_slot("Ben"), KEY, NEW_KEY)
    with pytest.raises(WrongPassword):
        keys.open_slot("f1", replace(a_slot(), handed=ben.handed), PASSWORD)


def test_wait_doubles_up_to_a_minute_and_never_locks_out() -> None:
    slot = a_slot()
    waits = []
    for _ in range(9):
        slot = keys.failed(slot, AT)
        waits.append(keys.seconds_to_wait(slot, AT))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert keys.seconds_to_wait(slot, AT + timedelta(seconds=45)) == 15
    assert keys.seconds_to_wait(slot, AT + timedelta(seconds=60)) == 0
    assert keys.seconds_to_wait(keys.forgiven(slot), AT) == 0


def test_a_clock_set_back_does_not_lengthen_the_wait() -> None:
    slot = keys.failed(a_slot(), AT)
    assert keys.seconds_to_wait(slot, AT - timedelta(days=400)) == 1
    assert keys.seconds_to_wait(replace(slot, failed_at="yesterday"), AT) == 1


def test_file_round_trip(tmp_path: Path) -> None:
    path = keys.keys_path(tmp_path / "x.clinicbill")
    assert path.name == "x.clinicbill.keys"
    book = keys.KeysFile(file_id="f1", slots=(a_slot(), keys.failed(a_slot("Ben"), AT)))
    keys.write_keys(path, book)
    assert keys.read_keys(path) == book
    assert os.name != "posix" or path.stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_missing_file_names_the_recovery_key(tmp_path: Path) -> None:
    with pytest.raises(NotAPractice, match=r"missing; the practice itself is safe.*recovery key"):
        keys.read_keys(tmp_path / "x.keys")


@given(st.binary(max_size=200))
def test_no_content_crashes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.keys"
    path.write_bytes(content)
    with pytest.raises(NotAPractice, match="cannot be read"):
        keys.read_keys(path)


def test_truncated_file_is_a_sentence(tmp_path: Path) -> None:
    whole = msgspec.json.encode(keys.KeysFile(file_id="f1", slots=(a_slot(),)))
    path = tmp_path / "x.keys"
    for length in range(0, len(whole) - 1, 7):
        path.write_bytes(whole[:length])
        with pytest.raises(NotAPractice):
            keys.read_keys(path)


def test_newer_file(tmp_path: Path) -> None:
    keys.write_keys(tmp_path / "x.keys", keys.KeysFile(format=keys.FORMAT + 1, file_id="f1"))
    with pytest.raises(DatabaseTooNew, match="newest version"):
        keys.read_keys(tmp_path / "x.keys")


def test_which_slot() -> None:
    anna, ben = a_slot(), a_slot("Ben")
    assert keys.KeysFile(file_id="f1", slots=(anna,)).slot(None) == anna
    both = keys.KeysFile(file_id="f1", slots=(anna, ben))
    assert both.slot(" ben ") == ben
    with pytest.raises(CannotDo, match="Anna, Ben"):
        both.slot(None)
    with pytest.raises(NotFound, match=r"“Carl”.*Anna, Ben"):
        both.slot("Carl")


def test_slots_are_replaced_added_removed() -> None:
    anna, ben = a_slot(), a_slot("Ben")
    book = keys.KeysFile(file_id="f1", slots=(anna,)).with_slot(ben)
    assert book.slots == (anna, ben)
    newer = a_slot("anna")
    assert book.with_slot(newer).slots == (newer, ben)
    assert book.without("Anna").slots == (ben,)


def test_user_names(tmp_path: Path) -> None:
    practice = tmp_path / "x.clinicbill"
    keys.write_keys(keys.keys_path(practice), keys.KeysFile(file_id="f1", slots=(a_slot(), a_slot("Ben"))))
    assert keys.user_names(practice) == ["Anna", "Ben"]
    with pytest.raises(NotAPractice):
        keys.user_names(tmp_path / "y.clinicbill")


# Another name for a slot -----------------------------------------------------------------------------


def test_a_renamed_slot_opens_with_the_same_password() -> None:
    renamed = keys.renamed("f1", a_slot(), "Anna Berg", KEY, was="Anna")
    assert (renamed.label, renamed.was) == ("Anna Berg", "Anna")
    assert keys.open_slot("f1", renamed, PASSWORD).wrapped_key == KEY
    again = keys.renamed("f1", renamed, "Anna Cole", KEY)
    assert (again.label, again.was) == ("Anna Cole", "")
    assert keys.open_slot("f1", again, PASSWORD).wrapped_key == KEY


def test_a_renamed_slot_takes_a_new_key_over() -> None:
    renamed = keys.renamed("f1", a_slot(), "Anna Berg", KEY)
    handed = keys.hand_over("f1", renamed, KEY, NEW_KEY)
    assert keys.open_slot("f1", handed, PASSWORD).handed_key == NEW_KEY
    back = keys.renamed("f1", handed, "Anna", NEW_KEY)
    assert keys.open_slot("f1", back, PASSWORD).handed_key == NEW_KEY
    anew = keys.relocked("f1", back, PASSWORD, NEW_KEY)
    assert (anew.label, anew.bound) == ("Anna", "")
    assert keys.open_slot("f1", anew, PASSWORD) == keys.Opened(wrapped_key=NEW_KEY, handed_key=None)


RENAMED = keys.renamed("f1", a_slot("Ben"), "Benno", KEY, was="Ben")


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
        keys.open_slot("f1", tampered, PASSWORD)
    with pytest.raises(CannotDo, match="tampered with"):
        keys.hand_over("f1", tampered, KEY, NEW_KEY)
    with pytest.raises(CannotDo, match="tampered with"):
        keys.renamed("f1", tampered, "Somebody", KEY)


def test_a_renamed_slot_takes_its_own_place() -> None:
    anna, ben = a_slot(), a_slot("Ben")
    book = keys.KeysFile(file_id="f1", slots=(anna, ben))
    renamed = book.with_slot(keys.renamed("f1", anna, "Zoe", KEY))
    assert [slot.label for slot in renamed.slots] == ["Zoe", "Ben"]
    assert renamed.slot("zoe").id == anna.id


def test_a_blank_password_is_none() -> None:
    with pytest.raises(CannotDo, match="cannot be empty"):
        a_slot(password="         ")
