"""The lock of a slot: a password locks the database key up, and gives it back.

A slot is Argon2id (password, salt) → key-encryption key → AES-256-GCM around the 32-byte database key and the
private half of a key pair of the user's own. The public half lets whoever has the practice open hand a *new*
database key to every remaining user when one is removed, without knowing their passwords. Roles are not
cryptographic: every slot opens everything.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from dataclasses import dataclass, replace

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clinicbill.basics.errors import CannotDo, NotAPractice, WrongPassword
from clinicbill.db.keys import USUAL, Cost, Slot

KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Opened:
    """What a password gave out of a slot.

    Attributes:
        wrapped_key: the database key of the time when the slot was written.
        handed_key: the newer one that was handed over since, if any.
    """

    wrapped_key: bytes
    handed_key: bytes | None


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
