"""Procedure modifiers these offices use: item 24D and 837P SV101-3 to SV101-6.

Source: CMS, HCPCS Level II modifiers, and the AMA's where the office has loaded them; before that two-digit modifiers
by number, with short words of our own. The list is a help, not the whole set: a modifier that is not in it is no
mistake.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from clinicbill.codesets.code_list import ListedCode, read_list
from clinicbill.codesets.files.hcpcs_file import MODIFIER
from clinicbill.codesets.loaded_list import loaded_list
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

FILE = "modifiers.csv"


def modifiers(on: date | None = None) -> Mapping[str, ListedCode]:
    """Every modifier by its two characters: a loaded one wins over the starter list's."""
    loaded = [loaded_list(system, MODIFIER, on) for system in (System.HCPCS, System.CPT)]
    if not any(loaded):
        return read_list(FILE)
    return MappingProxyType({**read_list(FILE), **(loaded[0] or {}), **(loaded[1] or {})})


def get_modifier(code: str, on: date) -> ListedCode | None:
    """The modifier if a list has it and it may be used on the day."""
    found = modifiers(on).get(code.strip().upper())
    return found if found is not None and on in found.in_force else None
