"""The keys file beside a practice: one slot per user, and the wait that wrong passwords earn.

What is inside a slot, and what opens it, is the work of `slot_lock`. The file holds no patient data; copy, move and
backup take it along.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from clinicbill.basics.dates import moment_text, parse_moment
from clinicbill.basics.errors import CannotDo, DatabaseTooNew, NotAPractice, NotFound
from clinicbill.db.place import replace_file

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

FORMAT = 1
_MOST_FILE_BYTES = 1_000_000
_MOST_DELAY_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """How much work one guess at a password takes (RFC 9106: memory, passes, lanes)."""

    memory_kib: int = 65536
    passes: int = 3
    lanes: int = 1

    def is_sane(self) -> bool:
        """Whether it is neither a give-away nor an attack on this computer's memory."""
        return 8192 <= self.memory_kib <= 524_288 and 1 <= self.passes <= 10 and 1 <= self.lanes <= 4


USUAL = Cost()
CHEAPEST = Cost(memory_kib=8192, passes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One user's way in.

    Attributes:
        label: the user's name, as in the table `user`.
        bound: the name the lock is bound to, where the user was renamed since; empty: the label.
        was: the name before, while a renaming is under way; see `OpenPractice.renaming`.
        label_mac: proves, to whoever holds the database key, that `bound`, `label` and `was` belong together.
        wrapped: database key and private key, locked up with the password.
        public: the public key of the pair.
        public_mac: proves, to whoever holds the database key, that the public key was not exchanged.
        handed: a newer database key, locked up with the public key; empty unless one was handed over.
        failures: wrong passwords in a row; `failed_at` the moment of the last.
    """

    id: str
    label: str
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes
    public: bytes
    public_mac: bytes
    bound: str = ""
    was: str = ""
    label_mac: bytes = b""
    handed: bytes = b""
    failures: int = 0
    failed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysFile:
    """All slots of one practice, known by its `file_id`."""

    format: int = FORMAT
    file_id: str
    slots: tuple[Slot, ...] = ()

    def slot(self, name: str | None) -> Slot:
        """The slot of a user; None means the only one.

        Raises:
            NotFound: no such user.
            CannotDo: None was given and there are several.
        """
        labels = ", ".join(slot.label for slot in self.slots)
        if name is None:
            if len(self.slots) == 1:
                return self.slots[0]
            raise CannotDo(
                f"Several users share this practice ({labels}); nothing was opened; say which one you are."
            )
        for slot in self.slots:
            if slot.label.casefold() == name.strip().casefold():
                return slot
        raise NotFound(f"No user “{name}” has a password here; nothing was changed; the users are {labels}.")

    def with_slot(self, slot: Slot) -> KeysFile:
        """With this slot in place of itself as it was, or of the one of the same label, or added."""

        def gives_way(other: Slot) -> bool:
            return other.id == slot.id or other.label.casefold() == slot.label.casefold()

        if any(gives_way(other) for other in self.slots):
            return replace(self, slots=tuple(slot if gives_way(other) else other for other in self.slots))
        return replace(self, slots=(*self.slots, slot))

    def without(self, label: str) -> KeysFile:
        """Without the slot of this label."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot.label != label))


def keys_path(practice: Path) -> Path:
    """The keys file that belongs to a practice file."""
    return practice.with_name(f"{practice.name}.keys")


def read_keys(path: Path) -> KeysFile:
    """Read a keys file.

    Raises:
        NotAPractice: missing or unreadable; the sentence names the recovery key.
        DatabaseTooNew: a newer program wrote it.
    """
    try:
        with path.open("rb") as file:
            found = msgspec.json.decode(file.read(_MOST_FILE_BYTES), type=KeysFile)
    except FileNotFoundError:
        raise NotAPractice(
            f"The keys file {path.name} is missing; the practice itself is safe; put the keys file back "
            "beside it (each backup has one), or open the practice with the printed recovery key."
        ) from None
    except (OSError, msgspec.MsgspecError):
        raise NotAPractice(
            f"The keys file {path.name} cannot be read; the practice itself is safe; put back the one "
            "from a backup, or open the practice with the printed recovery key."
        ) from None
    if found.format > FORMAT:
        raise DatabaseTooNew(
            f"The keys file {path.name} was written by a newer clinicbill; nothing was changed; "
            "install the newest version and open it again."
        )
    return found


def write_keys(path: Path, content: KeysFile) -> None:
    """Write a keys file, whole or not at all."""
    replace_file(path, msgspec.json.format(msgspec.json.encode(content), indent=1))


def user_names(practice: Path) -> list[str]:
    """Who can unlock a practice, for the unlock window.

    Raises:
        NotAPractice, DatabaseTooNew: as `read_keys`.
    """
    return [slot.label for slot in read_keys(keys_path(practice)).slots]


def seconds_until_next_try(practice: Path, user_name: str | None, at: datetime) -> int:
    """How long opening would sleep first because of that user's wrong passwords."""
    return seconds_to_wait(read_keys(keys_path(practice)).slot(user_name), at)


def seconds_to_wait(slot: Slot, at: datetime) -> int:
    """How long the next try has to wait after wrong passwords: 1, 2, 4 … 60 s from the last; nobody is locked out."""
    if not slot.failures:
        return 0
    delay = min(1 << min(slot.failures - 1, 6), _MOST_DELAY_SECONDS)
    try:
        passed = (at - parse_moment(slot.failed_at)).total_seconds()
    except ValueError:
        passed = 0.0
    return max(0, min(delay, math.ceil(delay - passed)))


def failed(slot: Slot, at: datetime) -> Slot:
    """The slot after one more wrong password."""
    return replace(slot, failures=slot.failures + 1, failed_at=moment_text(at))


def forgiven(slot: Slot) -> Slot:
    """The slot after a right password."""
    return replace(slot, failures=0, failed_at="")
