"""Password in, database key out: the wait after wrong passwords, and a change of key that a crash cut short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.errors import NotAPractice, WrongPassword
from clinicbill.db import connect, keys, slot_lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


def unlock(
    path: Path, user_name: str, password: str, clock: Callable[[], datetime], sleep: Callable[[float], None]
) -> bytes:
    """The database key out of a user's slot, after the wait that wrong passwords have earned.

    Where another user was removed since, the slot holds a newer key too: it is put to use, and the slot is
    locked up anew with it.

    Raises:
        WrongPassword: the failure is counted in the keys file.
        NotAPractice: the database does not open with the key in the keys file.
    """
    keys_file = keys.keys_path(path)
    book = keys.read_keys(keys_file)
    slot = book.slot(user_name)
    if wait := keys.seconds_to_wait(slot, clock()):
        sleep(wait)
    try:
        opened = slot_lock.open_slot(book.file_id, slot, password)
    except WrongPassword:
        keys.write_keys(keys_file, book.with_slot(keys.failed(slot, clock())))
        raise
    if opened.handed_key is None:
        if slot.failures:
            keys.write_keys(keys_file, book.with_slot(keys.forgiven(slot)))
        return opened.wrapped_key
    _finish_rekey(path, opened.wrapped_key, opened.handed_key)
    own = slot_lock.relocked(book.file_id, slot, password, opened.handed_key)
    keys.write_keys(keys_file, book.with_slot(own))
    return opened.handed_key


def _finish_rekey(path: Path, old_key: bytes, new_key: bytes) -> None:
    """A crash between the new keys file and the new key leaves the file under the old one."""
    if not opens(path, new_key):
        with connect.connect(path, old_key) as db:
            connect.rekey(db, new_key)


def opens(path: Path, key: bytes) -> bool:
    """Whether the key opens the file."""
    try:
        connect.connect(path, key, read_only=True).close()
    except NotAPractice:
        return False
    return True
