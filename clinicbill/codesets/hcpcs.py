"""HCPCS Level II codes: the release the office has loaded, else a starter list of what such offices bill.

Source: CMS, HCPCS Level II, by code; the starter list has short names of our own. It is a help, not the whole set: a
code that is not in it is no mistake. Neither holds CPT or dental (D) codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.codesets.code_list import ListedCode, read_list
from clinicbill.codesets.files.hcpcs_file import CODE
from clinicbill.codesets.loaded_list import loaded_list
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

FILE = "hcpcs.csv"


def hcpcs(on: date | None = None) -> Mapping[str, ListedCode]:
    """Every code of the list that answers for a day; without a day of the newest one."""
    loaded = loaded_list(System.HCPCS, CODE, on)
    return read_list(FILE) if loaded is None else loaded


def get_hcpcs(code: str, on: date) -> ListedCode | None:
    """The code if the list has it and it may be used on the day."""
    found = hcpcs(on).get(code.strip().upper())
    return found if found is not None and on in found.in_force else None


def find_hcpcs(text: str, *, on: date, limit: int = 20) -> list[ListedCode]:
    """The codes that begin with the text, then those whose name has all its words, in the list's order."""
    typed = text.strip().casefold()
    if not typed:
        return []
    usable = [code for code in hcpcs(on).values() if on in code.in_force]
    begins = [code for code in usable if code.code.casefold().startswith(typed)]
    named = [code for code in usable if all(word in code.name.casefold() for word in typed.split())]
    return list(dict.fromkeys([*begins, *named]))[:limit]
