"""Places of service: the two digits of item 24B and of 837P CLM05-1 and SV105.

Source: CMS, "Place of Service Codes for Professional Claims"; short names of our own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.codesets.code_list import ListedCode, get_listed, read_list

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

FILE = "places.csv"


def places() -> Mapping[str, ListedCode]:
    """Every place of service by its two digits."""
    return read_list(FILE)


def get_place(code: str, on: date) -> ListedCode | None:
    """The place if it may be used on the day; None for an unknown one."""
    return get_listed(FILE, code, on)
