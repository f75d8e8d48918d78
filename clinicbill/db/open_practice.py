"""An open practice: connections for any thread, its backups, its users' passwords, until it is closed."""

from __future__ import annotations

import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from clinicbill.basics.dates import now
from clinicbill.basics.errors import CannotDo, ClinicBillError, NotAllowed, NotAPractice, NotFound
from clinicbill.basics.identifiers import UserId
from clinicbill.db import backup, connect, keys, passwords, restored, retention, slot_lock
from clinicbill.db.recovery import recovery_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

    from clinicbill.db.lock import ProgramLock


class OpenPractice:
    """A practice that is unlocked and locked against other programs until `close`.

    It holds no connection of its own, so it may be made on one thread and used on all others.

    Attributes:
        path: the practice file.
        file_id: what tells this practice from every other, also in its keys file and backups.
        user_name, user_id, role: who unlocked it, as in the table `user`.
        was_left: the last program did not close the file properly; a look at `connect.damage` is due.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        lock: ProgramLock,
        user_name: str | None,
        *,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """Read who the user is; `user_name` None means the first owner.

        What a crash or a restore left to do is done first: a renaming is finished or taken back, and the numbers
        of a restored copy jump.
        """
        self.path = path
        self.was_left = lock.was_left
        self._key = key
        self._lock = lock
        with self.connect() as db:
            self.file_id = read_file_id(db, path)
            user = find_user(db, self._settle_names(db, user_name))
            if restored.settle_copy(db, user_id=user["id"], at=clock()):
                backup.manifest_path(path).unlink(
                    missing_ok=True
                )  # opened where it lay, it is a copy no more
        self.user_name = str(user["name"])
        self.user_id = UserId(user["id"])
        self.role = str(user["role"])

    def __enter__(self) -> OpenPractice:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def connect(self, *, read_only: bool = False) -> Database:
        """A new connection for the calling thread, which closes it again."""
        if not self._key:
            raise CannotDo(f"{self.path.name} is locked; nothing was changed; unlock it with your password.")
        return connect.connect(self.path, self._key, read_only=read_only)

    def close(self) -> None:
        """Empty the write-ahead log, forget the key and let other programs in; a second time does nothing.

        Every thread closes its own connections first.
        """
        if not self._key:
            return
        try:
            # On a full disk the log stays as it is; nothing is lost, the next open reads it.
            with suppress(ClinicBillError), self.connect() as db:
                connect.checkpoint(db, wait=False)
        finally:
            self._key = b""
            self._lock.release()

    def recovery_key(self) -> str:
        """The recovery key to print and lock away: it opens the practice without keys file and password."""
        return recovery_text(self._key)

    def back_up(
        self, folder: Path | None = None, *, at: datetime, reason: str = backup.BY_HAND
    ) -> backup.Backup:
        """Make a verified copy; see `backup.back_up`. Without a folder: beside the practice."""
        chosen = folder or backup.backup_folder(self.path)
        return backup.back_up(self.path, self._key, chosen, at=at, reason=reason)

    def back_up_changes(
        self, second: Path | None, *, at: datetime, pulse: Callable[[], object] = lambda: None
    ) -> list[backup.Backup]:
        """Make a verified copy wherever the newest one is not of now, and thin out there.

        Args:
            second: another folder beside the usual one, such as a USB disk.
            at: the UTC moment.
            pulse: as for `backup.back_up`.

        Raises:
            NotWritable, PracticeFileError: of the first folder that failed; the other one was tried too.
        """
        made: list[backup.Backup] = []
        failures: list[ClinicBillError] = []
        for folder in (backup.backup_folder(self.path), *([second] if second else [])):
            try:
                with self.connect() as db:
                    changed = backup.is_changed(db, self.path, folder, self.file_id)
                if changed:
                    made.append(
                        backup.back_up(
                            self.path, self._key, folder, at=at, reason=backup.AUTOMATIC, pulse=pulse
                        )
                    )
                    retention.thin_out(folder, self.file_id, as_of=at)
            except ClinicBillError as error:
                failures.append(error)
        if failures:
            raise failures[0]
        return made

    def add_slot(self, user_name: str, password: str, *, cost: keys.Cost = keys.USUAL) -> None:
        """Give a user of the table `user` a first or a new password, or the keys file a first slot.

        Raises:
            CannotDo: the password is too short.
            NotFound: there is no such active user.
        """
        passwords.check_password(password)
        with self.connect() as db:
            name = str(find_user(db, user_name)["name"])
        slot = slot_lock.new_slot(self.file_id, name, password, self._key, cost)
        keys.write_keys(keys.keys_path(self.path), self._keys_or_new().with_slot(slot))

    def change_password(self, old: str, new: str, *, cost: keys.Cost = keys.USUAL) -> None:
        """Exchange the password of the user who unlocked; not a byte of the practice file changes.

        Raises:
            WrongPassword: the old one is not right.
            CannotDo: the new one is too short.
        """
        passwords.check_password(new)
        book = keys.read_keys(keys.keys_path(self.path))
        slot_lock.open_slot(book.file_id, book.slot(self.user_name), old)
        self.add_slot(self.user_name, new, cost=cost)

    def remove_slot(self, user_name: str, *, at: datetime, folder: Path | None = None) -> str:
        """Take a user's way in, encrypt the file with a new key, and return the new recovery key.

        Without the new key the one removed could open later copies of this file with an old keys file. The other
        users keep their passwords. The order makes a crash harmless: verified backup; keys file without the
        user in which every other slot holds both keys; then the new key, in one transaction. Opening finishes what
        was begun. Every other connection is closed first. Backups made before still open with the old keys.

        Raises:
            CannotDo: it is the user's own slot.
        """
        path = keys.keys_path(self.path)
        book = keys.read_keys(path)
        gone = book.slot(user_name)
        if gone.label.casefold() == self.user_name.casefold():
            raise CannotDo("You cannot remove yourself; nothing was changed; let another owner do it.")
        self.back_up(folder, at=at, reason=backup.BEFORE_NEW_KEY)
        new_key = secrets.token_bytes(connect.KEY_BYTES)
        rest = book.without(gone.label)
        for slot in rest.slots:
            rest = rest.with_slot(slot_lock.hand_over(book.file_id, slot, self._key, new_key))
        keys.write_keys(path, rest)
        with self.connect() as db:
            connect.rekey(db, new_key)
        self._key = new_key
        return recovery_text(new_key)

    def has_slot(self, user_name: str) -> bool:
        """Whether a password of this user opens the practice."""
        try:
            labels = keys.user_names(self.path)
        except NotAPractice:
            return False
        return user_name.strip().casefold() in (label.casefold() for label in labels)

    @contextmanager
    def renaming(self, old: str, new: str) -> Iterator[None]:
        """The block gives a user another name in the table `user`; the slot follows, the password stays.

        The order never locks anybody out: first the slot takes the new name and remembers the old one, then the
        block commits, then the slot forgets. After a crash in between opening looks which name the table says.

        Raises:
            CannotDo: the slot was tampered with, or another slot has the new name; the block did not run.
        """
        path = keys.keys_path(self.path)
        if old != new and self.has_slot(old):
            book = keys.read_keys(path)
            slot = book.slot(old)
            if any(other.label.casefold() == new.casefold() for other in book.slots if other.id != slot.id):
                raise CannotDo(f"Somebody has a password as {new}; nothing was changed; choose another name.")
            keys.write_keys(
                path, book.with_slot(slot_lock.renamed(book.file_id, slot, new, self._key, was=old))
            )
        try:
            yield
        finally:
            with self.connect() as db:
                self._settle_names(db, None)
                own = connect.scalar(db, "select name from user where id = ?", [self.user_id])
            self.user_name = str(own)

    def _settle_names(self, db: Database, user_name: str | None) -> str | None:
        """End every renaming in the keys file the way the table `user` has it; the user's name after that."""
        path = keys.keys_path(self.path)
        try:
            book = keys.read_keys(path)
        except NotAPractice:
            return user_name
        for slot in [slot for slot in book.slots if slot.was and book.file_id == self.file_id]:
            names = "select name from user where name = ?"
            name = connect.scalar(db, names, [slot.label]) or connect.scalar(db, names, [slot.was])
            if name is None:
                continue
            with suppress(CannotDo):  # tampered with: it opens nothing, and stays as it is
                settled = slot_lock.renamed(book.file_id, slot, str(name), self._key)
                book = book.with_slot(settled)
                keys.write_keys(path, book)
                if user_name is not None and user_name.casefold() == slot.label.casefold():
                    user_name = settled.label
        return user_name

    def _keys_or_new(self) -> keys.KeysFile:
        """The keys file, or an empty one where it is lost, unreadable or of another practice (which is set aside)."""
        path = keys.keys_path(self.path)
        try:
            book = keys.read_keys(path)
        except NotAPractice:
            book = keys.KeysFile(file_id="")
        if book.file_id == self.file_id:
            return book
        if path.exists():
            path.replace(path.with_name(f"{path.name} set aside {secrets.token_hex(2)}"))
        return keys.KeysFile(file_id=self.file_id)


def read_file_id(db: Database, path: Path) -> str:
    """What tells this practice from every other.

    Raises:
        NotAPractice: the file is encrypted with this key but was made by another program.
    """
    has_meta = connect.scalar(db, "select 1 from sqlite_schema where type = 'table' and name = 'meta'")
    found = has_meta and connect.scalar(db, "select value from meta where key = 'file_id'")
    if not found:
        raise NotAPractice(
            f"{path.name} is encrypted but no practice file; nothing was changed; choose another file."
        )
    return str(found)


def read_file_kind(db: Database) -> str:
    """Whether the file calls itself a practice or a demo; empty where it says nothing."""
    return str(connect.scalar(db, "select value from meta where key = 'file_kind'") or "")


def find_user(db: Database, name: str | None) -> connect.Row:
    """The row of an active user; None means the first owner.

    Raises:
        NotFound: no such user.
        NotAllowed: no longer active.
    """
    if name is None:
        row = connect.one(db, "select * from user where role = 'owner' and active = 1 order by id limit 1")
    else:
        row = connect.one(db, "select * from user where name = ?", [name.strip()])
    if row is None:
        raise NotFound(
            f"There is no user “{name or 'owner'}” in this practice; nothing was changed; choose another."
        )
    if not row["active"]:
        raise NotAllowed(f"{row['name']} is no longer a user here; nothing was changed; ask an owner.")
    return row
