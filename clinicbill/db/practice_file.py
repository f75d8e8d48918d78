"""Makes and opens a practice file: password or recovery key in, an open practice out, or a sentence why not."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from clinicbill import __version__
from clinicbill.basics.dates import moment_text, now
from clinicbill.basics.errors import CannotDo, NotAPractice, NotWritable, WrongPassword
from clinicbill.db import connect, keys, place, slot_lock, upgrade
from clinicbill.db.lock import ProgramLock, this_holder
from clinicbill.db.open_practice import OpenPractice, read_file_id
from clinicbill.db.recovery import key_from_text, recovery_text
from clinicbill.db.unlock import opens, unlock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

__all__ = ["SUFFIX", "OpenPractice", "create_practice", "open_practice", "open_with_recovery_key"]

SUFFIX = ".clinicbill"
_ROOM_FOR_A_NEW_FILE = 2_000_000
_PLAIN_SQLITE = b"SQLite format 3\0"


def create_practice(
    path: Path,
    *,
    practice_name: str,
    owner_name: str,
    owner_password: str,
    at: datetime,
    practice_kind: str = "chiro",
    file_kind: str = "practice",
    program: str = "clinicbill",
    cost: keys.Cost = keys.USUAL,
) -> tuple[OpenPractice, str]:
    """Make a practice with one owner; returns it open, and the recovery key, which is shown once.

    Args:
        path: ends in .clinicbill and names nothing that exists.
        practice_name: as it stands on claims; everything else about it is set up later.
        owner_name: the first user.
        owner_password: of that user.
        at: the moment (UTC) that all first rows carry.
        practice_kind: "chiro" or "ortho", as in `practice.kind`.
        file_kind: "practice" or "demo", as in `meta`.
        program: named to whoever finds the file in use.
        cost: of the owner's slot.

    Raises:
        NotWritable: a network share, a read-only or full place, or a file that exists.
        CannotDo: the owner's name or password is empty.
    """
    _check_new(path)
    owner_name = owner_name.strip()
    if not owner_name:
        raise CannotDo("The owner has no name; nothing was made; type the name to unlock the practice with.")
    with _locked(path, owner_name, program, at) as lock:
        key = secrets.token_bytes(connect.KEY_BYTES)
        file_id = secrets.token_hex(16)
        slot = slot_lock.new_slot(file_id, owner_name, owner_password, key, cost)
        new = path.with_name(f".{path.name}.new")
        try:
            facts = {"file_id": file_id, "created_at": moment_text(at), "file_kind": file_kind}
            with connect.create(new, key) as db:
                _fill(db, facts, practice_name, practice_kind, owner_name)
                connect.checkpoint(db)
            place.sync_file(new)
            keys.write_keys(keys.keys_path(path), keys.KeysFile(file_id=file_id, slots=(slot,)))
            new.replace(path)
            place.sync_folder(path.parent)
        finally:
            new.unlink(missing_ok=True)
        return OpenPractice(path, key, lock, owner_name), recovery_text(key)


def _fill(
    db: Database, facts: dict[str, str], practice_name: str, practice_kind: str, owner_name: str
) -> None:
    """The first rows: what the file is, its owner (who is user 1), the practice."""
    written = {"user_id": 1, "changed_at": facts["created_at"]}
    with connect.write(db):
        upgrade.install(db)
        for name, value in {**facts, "created_by_program": __version__}.items():
            db.table("meta").insert({"key": name, "value": value})
        db.table("user").insert({"id": 1, "name": owner_name, "role": "owner", **written})
        db.table("practice").insert({"id": 1, "name": practice_name, "kind": practice_kind, **written})


def _check_new(path: Path) -> None:
    if path.suffix != SUFFIX:
        raise NotWritable(f"{path.name} does not end in {SUFFIX}; nothing was made; choose a name that does.")
    for existing in (path, keys.keys_path(path)):
        if existing.exists():
            raise NotWritable(f"{existing} exists already; it was left as it is; choose another name.")
    place.check_local(path)
    place.check_folder(path.parent, room_bytes=_ROOM_FOR_A_NEW_FILE)


def open_practice(
    path: Path,
    password: str,
    *,
    user_name: str | None = None,
    program: str = "clinicbill",
    clock: Callable[[], datetime] = now,
    sleep: Callable[[float], None] = time.sleep,
) -> OpenPractice:
    """Open a practice with a user's password; takes about 0.2 s, on any thread.

    After wrong passwords it sleeps first, for as long as `keys.seconds_until_next_try` says. A file of an older
    program is backed up and brought up to date.

    Args:
        path: the practice file; its keys file lies beside it.
        password: of that user.
        user_name: may be left out where there is only one user.
        program: named to whoever finds the file in use.
        clock: the moment now (UTC).
        sleep: waits for a number of seconds.

    Raises:
        WrongPassword: and the wait before the next try grows: 1, 2, 4 … 60 s.
        NotAPractice: missing, empty, foreign, damaged, or keys missing or of another practice.
        DatabaseTooNew: a newer program wrote it; not a byte was changed.
        DatabaseBusy: another program has it open; the sentence says who.
        NotWritable: network share, read-only, full.
        NotFound, CannotDo: no such user; or several users and none named.
        NotAllowed: the user is no longer active.
    """
    _check_existing(path)
    keys_file = keys.keys_path(path)
    label = keys.read_keys(keys_file).slot(user_name).label
    with _locked(path, label, program, clock()) as lock:
        place.check_file(path)
        key = unlock(path, label, password, clock, sleep)
        file_id = keys.read_keys(keys_file).file_id
        with connect.connect(path, key) as db:
            if read_file_id(db, path) != file_id:
                raise NotAPractice(
                    f"The keys file beside {path.name} belongs to another practice; nothing was changed; "
                    "put its own keys file there (each backup has one), or use the recovery key."
                )
        upgrade.bring_up_to_date(path, key, clock())
        return OpenPractice(path, key, lock, label)


def open_with_recovery_key(
    path: Path,
    recovery_key: str,
    *,
    user_name: str | None = None,
    new_password: str | None = None,
    program: str = "clinicbill",
    clock: Callable[[], datetime] = now,
    cost: keys.Cost = keys.USUAL,
) -> OpenPractice:
    """Open a practice with the printed recovery key; no keys file is needed.

    The moment is kept in `meta.recovery_key_used_at`, so that the owner can be told at the next unlock.

    Args:
        path: the practice file.
        recovery_key: as printed, in any case and spacing.
        user_name: whose work it will be; the first owner where left out.
        new_password: is set for that user; the keys file is made anew where it is lost.
        program: named to whoever finds the file in use.
        clock: the moment now (UTC).
        cost: of the new password's slot.

    Raises:
        WrongPassword: the key has a typing mistake, or does not open this file.
        NotAPractice, DatabaseTooNew, DatabaseBusy, NotWritable, NotFound, NotAllowed: as `open_practice`.
    """
    _check_existing(path)
    key = key_from_text(recovery_key)
    with _locked(path, user_name or "recovery key", program, clock()) as lock:
        place.check_file(path)
        if not opens(path, key):
            raise WrongPassword(
                f"This recovery key does not open {path.name}; nothing was changed; "
                "check that it is the newest one printed for this practice, or restore a backup."
            )
        upgrade.bring_up_to_date(path, key, clock())
        practice = OpenPractice(path, key, lock, user_name)
        with practice.connect() as db, connect.write(db):
            used = {"key": "recovery_key_used_at", "value": moment_text(clock())}
            db.table("meta").upsert(used, pk="key")
        if new_password is not None:
            practice.add_slot(practice.user_name, new_password, cost=cost)
        return practice


def _check_existing(path: Path) -> None:
    """What can be said about a file without its key."""
    place.check_local(path)
    connect.check_present(path)
    try:
        with path.open("rb") as file:
            start = file.read(len(_PLAIN_SQLITE))
    except OSError as error:
        raise NotWritable(
            f"{path.name} cannot be read ({error.strerror}); nothing was changed; "
            "give yourself the right to read and write it, or sign in as the account that made it."
        ) from error
    if start == _PLAIN_SQLITE:
        raise NotAPractice(
            f"{path.name} is an unencrypted database and no practice file; nothing was changed; choose another file."
        )


@contextmanager
def _locked(path: Path, user: str, program: str, at: datetime) -> Iterator[ProgramLock]:
    """Hold the lock; let it go again only if the block raises."""
    lock = ProgramLock(path, this_holder(user, program, at))
    try:
        yield lock
    except BaseException:
        lock.release()
        raise
