"""User: a person at the keyboard, with a role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clinicbill.basics.identifiers import UserId

# An id of 0: not saved yet.
_NEW = UserId(0)


class Role(StrEnum):
    """What a user may do; the acts of each role are listed in `workflows.permissions`."""

    FRONT_DESK = "front_desk"
    BILLER = "biller"
    OWNER = "owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A user of this practice file.

    Attributes:
        id: our row; 0 until it is saved.
        name: unique, whatever the case of its letters.
    """

    id: UserId = _NEW
    name: str
    role: Role = Role.OWNER
    active: bool = True
