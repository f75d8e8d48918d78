"""The keys file beside a practice: one slot per user, in which a password locks up the database key.

A slot is Argon2id (password, salt) → key-encryption key → AES-256-GCM around the 32-byte database key and the
private half of a key pair of the user's own. The public half lets whoever has the practice open hand a *new*
database key to every remaining user when one is removed, without knowing their passwords. The file holds no
patient data; copy, move and backup take it along. Roles are not cryptographic: every slot opens everything.
"""

from __future__ import annotations

import hmac
import math
import secrets
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clinicbill.basics.dates import moment_text, parse_moment
from clinicbill.basics.errors import CannotDo, DatabaseTooNew, NotAPractice, NotFound, WrongPassword
from clinicbill.db.place import replace_file

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

FORMAT = 1
KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
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


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Opened:
    """What a password gave out of a slot.

    Attributes:
        wrapped_key: the database key of the time when the slot was written.
        handed_key: the newer one that was handed over since, if any.
    """

    wrapped_key: bytes
    handed_key: bytes | None


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


def new_slot(file_id: str, label: str, password: str, key: bytes, cost: Cost = USUAL) -> Slot:
    """Lock the database key up with a password; takes about 0.15 s at the usual cost.

    Raises:
        CannotDo: the password is empty or blank.
    """
    if not password.strip():
        raise CannotDo("A password cannot be empty; nothing was changed; choose another.")
    return _locked_up(file_id, label, password, key, cost)


def relocked(file_id: str, slot: Slot, password: str, key: bytes) -> Slot:
    """The user's slot anew, around the key that was handed over; the password that opened it is not judged again."""
    return _locked_up(file_id, slot.label, password, key, slot.cost)


def _locked_up(file_id: str, label: str, password: str, key: bytes, cost: Cost) -> Slot:
    private = X25519PrivateKey.generate()
    slot = Slot(
        id=secrets.token_hex(8),
        label=label,
        cost=cost,
        salt=secrets.token_bytes(_SALT_BYTES),
        nonce=secrets.token_bytes(_NONCE_BYTES),
        wrapped=b"",
        public=private.public_key().public_bytes_raw(),
        public_mac=b"",
    )
    wrapped = AESGCM(_password_key(slot, password)).encrypt(
        slot.nonce, key + private.private_bytes_raw(), _bound_to(file_id, slot)
    )
    return replace(slot, wrapped=wrapped, public_mac=_public_mac(file_id, slot, key))


def open_slot(file_id: str, slot: Slot, password: str) -> Opened:
    """Unlock a slot; touches no database.

    Raises:
        WrongPassword: it is not this slot's password, or the slot was tampered with.
        NotAPractice: the slot asks for an absurd amount of work or memory.
    """
    if not slot.cost.is_sane():
        raise NotAPractice(
            f"The keys file was tampered with: the slot of {slot.label} asks for {slot.cost.memory_kib} KiB of memory; "
            "the practice itself is safe; put back the keys file from a backup, or use the recovery key."
        )
    bound = _bound_to(file_id, slot)
    try:
        both = AESGCM(_password_key(slot, password)).decrypt(slot.nonce, slot.wrapped, bound)
        handed = _unsealed(slot, both[KEY_BYTES:], bound) if slot.handed else None
    except (InvalidTag, ValueError):
        raise WrongPassword(
            f"That is not the password of {slot.label}; nothing was changed; "
            "try again, or open the practice with the printed recovery key."
        ) from None
    if not _is_named_by(file_id, slot, handed or both[:KEY_BYTES]):
        raise WrongPassword(
            f"The name {slot.label} in the keys file was not written by clinicbill; nothing was changed; "
            "put back the keys file from a backup, or open the practice with the printed recovery key."
        )
    return Opened(wrapped_key=both[:KEY_BYTES], handed_key=handed)


def hand_over(file_id: str, slot: Slot, key: bytes, new_key: bytes) -> Slot:
    """The slot with the new database key added for its user, whose password stays as it is.

    Raises:
        CannotDo: the slot's public key was not written by somebody who held the database key.
    """
    _check_genuine(file_id, slot, key)
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(slot.public))
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_derived(shared, b"clinicbill handed")).encrypt(nonce, new_key, _bound_to(file_id, slot))
    handed = once.public_key().public_bytes_raw() + nonce + sealed
    new = replace(slot, handed=handed, public_mac=_public_mac(file_id, slot, new_key))
    return replace(new, label_mac=_label_mac(file_id, new, new_key)) if new.bound else new


def renamed(file_id: str, slot: Slot, label: str, key: bytes, *, was: str = "") -> Slot:
    """The slot under another name, for whoever holds the database key; its user's password stays as it is.

    The lock stays bound to the name it was made with, for only its password could bind it anew. That the new name
    belongs to it is proved by a MAC under the database key, which `open_slot` and `hand_over` ask for.

    Args:
        file_id: of the practice.
        slot: as it is now.
        label: the new name.
        key: the database key of now.
        was: the name before, while the practice file may still say it.

    Raises:
        CannotDo: the slot was tampered with.
    """
    _check_genuine(file_id, slot, key)
    new = replace(slot, label=label, bound=slot.bound or slot.label, was=was)
    return replace(new, label_mac=_label_mac(file_id, new, key))


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


def _bound_to(file_id: str, slot: Slot) -> bytes:
    """What the lock is bound to, so that a slot cannot be relabelled or moved to another practice."""
    return f"clinicbill|{file_id}|{slot.id}|{slot.bound or slot.label}".encode()


def _password_key(slot: Slot, password: str) -> bytes:
    # Compatibility composition: the same password typed on macOS and on Windows is the same bytes.
    secret = unicodedata.normalize("NFKC", password).encode()
    cost = slot.cost
    return hash_secret_raw(
        secret,
        slot.salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=32,
        type=Type.ID,
    )


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


def _check_genuine(file_id: str, slot: Slot, key: bytes) -> None:
    """Refuse a slot whose public key or name was not written by somebody who held the database key."""
    same = hmac.compare_digest(slot.public_mac, _public_mac(file_id, slot, key))
    if not (same and _is_named_by(file_id, slot, key)):
        raise CannotDo(
            f"The key of {slot.label} in the keys file was tampered with; nothing was changed; "
            f"give {slot.label} a new password first."
        )


def _is_named_by(file_id: str, slot: Slot, key: bytes) -> bool:
    """Whether the name is the one the lock is bound to, or was given by somebody who held the database key."""
    if not (slot.bound or slot.was):
        return True
    return hmac.compare_digest(slot.label_mac, _label_mac(file_id, slot, key))


def _label_mac(file_id: str, slot: Slot, key: bytes) -> bytes:
    names = msgspec.json.encode([file_id, slot.id, slot.bound, slot.label, slot.was])
    return hmac.digest(_derived(key, b"clinicbill label"), names, "sha256")


def _public_mac(file_id: str, slot: Slot, key: bytes) -> bytes:
    return hmac.digest(_derived(key, b"clinicbill public"), _bound_to(file_id, slot) + slot.public, "sha256")


def _unsealed(slot: Slot, private: bytes, bound: bytes) -> bytes:
    once, rest = slot.handed[:KEY_BYTES], slot.handed[KEY_BYTES:]
    shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(once))
    return AESGCM(_derived(shared, b"clinicbill handed")).decrypt(
        rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], bound
    )
