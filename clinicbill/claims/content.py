"""A Claim as JSON and back: how what was sent lies in the practice file for years."""

from __future__ import annotations

import msgspec

from clinicbill.basics.errors import UnreadableFile
from clinicbill.claims.claim import Claim  # noqa: TC001  # msgspec reads it at run time

# Raised when a field changes its meaning; older versions stay readable.
VERSION = 1


class _Stored(msgspec.Struct):
    version: int
    claim: Claim


_DECODER = msgspec.json.Decoder(_Stored)


def to_json(claim: Claim) -> str:
    """The claim as one line of JSON; the same claim always gives the same text."""
    return msgspec.json.encode(_Stored(VERSION, claim)).decode()


def from_json(text: str) -> Claim:
    """Read what `to_json` wrote.

    Raises:
        UnreadableFile: the text is no stored claim, or of a version this program does not know.
    """
    try:
        stored = _DECODER.decode(text)
    except msgspec.MsgspecError as error:
        raise UnreadableFile(
            "A stored claim cannot be read; nothing was changed: restore the last backup, or send us the file’s version."
        ) from error
    if stored.version != VERSION:
        raise UnreadableFile(
            f"This claim was stored by a newer clinicbill (version {stored.version}); nothing was changed: update the program."
        )
    return stored.claim
