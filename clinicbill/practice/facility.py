"""Facility: a place where services are performed."""

from __future__ import annotations

from dataclasses import dataclass

from clinicbill.basics.identifiers import FacilityId
from clinicbill.basics.people import Address

# An id of 0: not saved yet.
_NEW = FacilityId(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A place of service with its address (2310C, item 32).

    Attributes:
        id: our row; 0 until it is saved.
        pos: the two-digit place-of-service code that visits there start with (item 24B).
        other_id: a number that is no NPI, for item 32b, under its qualifier 0B, G2 or LU.
    """

    id: FacilityId = _NEW
    name: str
    npi: str = ""
    pos: str = "11"
    other_id_qualifier: str = ""
    other_id: str = ""
    address: Address = Address()
    active: bool = True
