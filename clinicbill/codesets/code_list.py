"""A small code list read from a CSV of resources/codes: code, our own short name, first and last day."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.basics.dates import Period
from clinicbill.codesets.sources import sources

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCode:
    """One code of a list.

    Attributes:
        name: short, in words of our own.
        in_force: the days it may be used on; an open side means no limit is known.
        release: the edition of the list it comes from.
    """

    code: str
    name: str
    in_force: Period
    release: str


@lru_cache(maxsize=8)
def read_list(file: str) -> Mapping[str, ListedCode]:
    """Every code of a list, in the file's order."""
    release = sources()[file].release
    with asset(f"codes/{file}").open(encoding="utf-8", newline="") as rows:
        codes = [
            ListedCode(
                code=row["code"],
                name=row["name"],
                in_force=Period(start_on=_day(row["from_on"]), end_on=_day(row["to_on"])),
                release=release,
            )
            for row in csv.DictReader(rows)
        ]
    return MappingProxyType({code.code: code for code in codes})


def get_listed(file: str, code: str, on: date) -> ListedCode | None:
    """The code if the list has it and it may be used on the day."""
    found = read_list(file).get(code.strip().upper())
    return found if found is not None and on in found.in_force else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
