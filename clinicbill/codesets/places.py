"""Places of service: the two digits of item 24B and of 837P CLM05-1 and SV105.

Source: CMS, "Place of Service Codes for Professional Claims": its own table where the office has loaded it, else the
same codes with short names of our own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.codesets.code_list import ListedCode, read_list
from clinicbill.codesets.loaded_list import loaded_list
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

FILE = "places.csv"
_PLACE = "place"


def places(on: date | None = None) -> Mapping[str, ListedCode]:
    """Every place of service by its two digits."""
    loaded = loaded_list(System.POS, _PLACE, on)
    return read_list(FILE) if loaded is None else loaded


def get_place(code: str, on: date) -> ListedCode | None:
    """The place if it may be used on the day; None for an unknown one."""
    found = places(on).get(code.strip().upper())
    return found if found is not None and on in found.in_force else None
