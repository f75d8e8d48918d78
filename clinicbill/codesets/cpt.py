"""CPT codes from the AMA files that the office has licensed and loaded; nothing of them is shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.codesets.loaded_list import loaded_list
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from clinicbill.codesets.code_list import ListedCode

_CODE = "code"


def cpt(on: date | None = None) -> Mapping[str, ListedCode]:
    """Every code of the edition that answers for a day; nothing where none is loaded."""
    return loaded_list(System.CPT, _CODE, on) or {}


def get_cpt(code: str, on: date) -> ListedCode | None:
    """The code with its own medium descriptor; None for an unknown one, or where no edition is loaded."""
    return cpt(on).get(code.strip().upper())


def find_cpt(text: str, *, on: date, limit: int = 20) -> list[ListedCode]:
    """The codes that begin with the text, then those whose descriptor has all its words."""
    typed = text.strip().casefold()
    if not typed:
        return []
    codes = cpt(on).values()
    begins = [code for code in codes if code.code.casefold().startswith(typed)]
    named = [code for code in codes if all(word in code.name.casefold() for word in typed.split())]
    return list(dict.fromkeys([*begins, *named]))[:limit]
