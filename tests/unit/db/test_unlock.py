"""From the password to the database key."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from clinicbill.basics.errors import WrongPassword
from clinicbill.db import keys
from clinicbill.db.connect import KEY_BYTES, connect
from clinicbill.db.keys import seconds_until_next_try
from clinicbill.db.recovery import key_from_text
from clinicbill.db.unlock import opens, unlock
from tests.unit.db.practice_files import PASSWORD, Clock, a_practice, add_user, opened


def test_the_wait_is_kept_on_disk_and_per_user(tmp_path: Path) -> None:
    path, _ = a_practice(tmp_path)
    with opened(path) as practice:
        add_user(practice, "Ben", "oak door")
    clock = Clock()
    for _ in range(3):
        with pytest.raises(WrongPassword):
            unlock(path, "Anna", "wrong", clock, clock.sleep)
    assert seconds_until_next_try(path, "Anna", clock.at) == 4
    assert seconds_until_next_try(path, "Anna", clock.at + timedelta(seconds=3)) == 1
    assert seconds_until_next_try(path, "Ben", clock.at) == 0
    unlock(path, "Anna", PASSWORD, clock, clock.sleep)
    assert seconds_until_next_try(path, "Anna", clock.at) == 0


def test_wrong_password_leaves_the_slot_otherwise_alone(tmp_path: Path) -> None:
    path, _ = a_practice(tmp_path)
    before = keys.read_keys(keys.keys_path(path)).slots[0]
    clock = Clock()
    with pytest.raises(WrongPassword):
        unlock(path, "Anna", "wrong", clock, clock.sleep)
    assert keys.forgiven(keys.read_keys(keys.keys_path(path)).slots[0]) == before


def test_opens_after_a_power_cut(tmp_path: Path) -> None:
    path, _ = a_practice(tmp_path)
    cut = tmp_path / "cut.clinicbill"
    with opened(path) as practice, practice.connect() as db:
        db.execute("update practice set phone = '1'")
        for ending in ("", "-wal"):  # no -shm: it is not on the disk
            Path(f"{cut}{ending}").write_bytes(Path(f"{path}{ending}").read_bytes())
        key = key_from_text(practice.recovery_key())
    assert opens(cut, key)
    assert not opens(cut, bytes(KEY_BYTES))
    with connect(cut, key) as db:
        assert db.execute("select phone from practice").fetchone()[0] == "1"


def test_opens(tmp_path: Path) -> None:
    path, _ = a_practice(tmp_path)
    clock = Clock()
    assert opens(path, unlock(path, "Anna", PASSWORD, clock, clock.sleep))
    assert not opens(path, bytes(KEY_BYTES))
