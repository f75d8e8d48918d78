"""Procedure modifiers these offices use: item 24D and 837P SV101-3 to SV101-6.

Source: CMS, HCPCS Level II modifiers; two-digit modifiers by number, with short words of our own. The list is a
help, not the whole set: a modifier that is not in it is no mistake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.codesets.code_list import ListedCode, get_listed, read_list

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

FILE = "modifiers.csv"


def modifiers() -> Mapping[str, ListedCode]:
    """Every modifier of the list by its two characters."""
    return read_list(FILE)


def get_modifier(code: str, on: date) -> ListedCode | None:
    """The modifier if the list has it and it may be used on the day."""
    return get_listed(FILE, code, on)
