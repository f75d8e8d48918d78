"""A starter list of HCPCS Level II codes: injected drugs, braces, supplies and services such offices bill.

Source: CMS, HCPCS Level II, by code; short names of our own. The list is a help, not the whole set: a code that is
not in it is no mistake. It holds no CPT and no dental (D) codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.codesets.code_list import ListedCode, get_listed, read_list

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

FILE = "hcpcs.csv"


def hcpcs() -> Mapping[str, ListedCode]:
    """Every code of the list."""
    return read_list(FILE)


def get_hcpcs(code: str, on: date) -> ListedCode | None:
    """The code if the list has it and it may be used on the day."""
    return get_listed(FILE, code, on)


def find_hcpcs(text: str, *, on: date, limit: int = 20) -> list[ListedCode]:
    """The codes that begin with the text, then those whose name has all its words, in the list's order."""
    typed = text.strip().casefold()
    if not typed:
        return []
    usable = [code for code in hcpcs().values() if on in code.in_force]
    begins = [code for code in usable if code.code.casefold().startswith(typed)]
    named = [code for code in usable if all(word in code.name.casefold() for word in typed.split())]
    return list(dict.fromkeys([*begins, *named]))[:limit]
