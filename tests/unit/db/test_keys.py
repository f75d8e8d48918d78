"""The keys file: its slots, and waiting after wrong passwords."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.errors import CannotDo, DatabaseTooNew, NotAPractice, NotFound
from clinicbill.db import keys, slot_lock
from tests.unit.db.practice_files import AT, PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(32))


def a_slot(label: str = "Anna", *, password: str = PASSWORD) -> keys.Slot:
    return slot_lock.new_slot("f1", label, password, KEY, keys.CHEAPEST)


def test_usual_cost_is_what_was_decided() -> None:
    assert keys.Cost(memory_kib=65536, passes=3, lanes=1) == keys.USUAL
    assert keys.USUAL.is_sane()


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


def test_a_renamed_slot_takes_its_own_place() -> None:
    anna, ben = a_slot(), a_slot("Ben")
    book = keys.KeysFile(file_id="f1", slots=(anna, ben))
    renamed = book.with_slot(slot_lock.renamed("f1", anna, "Zoe", KEY))
    assert [slot.label for slot in renamed.slots] == ["Zoe", "Ben"]
    assert renamed.slot("zoe").id == anna.id
