"""The table of boxes (resources/forms/cms1500_provenance.toml), and what is said of where a value comes from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from clinicbill.basics.assets import asset


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRow:
    """One row of the table: what the box is, its rule in our own words, its origin, its place in the 837P."""

    title: str
    rule: str
    source: str
    record: str
    field: str
    path: str
    file: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a value comes from.

    Attributes:
        record, field: as the screen calls them; empty where the box holds nothing of the claim.
        path: dotted place in the Claim, lists counted from 0: "case.initial_treatment_on", "lines.2.charge".
        value: what stands there, as the screen shows it.
        file_qualifier: the DTP qualifier of a date of the case; else empty.
        file_start: how the segment of a number begins that may be of several kinds, such as REF*G2; else empty.
        file_at: which of the other insurances of the file it is, from 0.
    """

    record: str = ""
    field: str = ""
    path: str = ""
    value: str = ""
    file_qualifier: str = ""
    file_start: str = ""
    file_at: int = 0


def box_row(item: str) -> BoxRow:
    """The row of one box.

    Raises:
        KeyError: the form has no such box.
    """
    return _rows()[item]


@cache
def provenance_table() -> dict[str, Any]:
    """The whole table: `box` by item, `event` by field of the case."""
    return tomllib.loads(asset("forms/cms1500_provenance.toml").read_text(encoding="utf-8"))


@cache
def _rows() -> dict[str, BoxRow]:
    return {
        item: BoxRow(**{**row, "file": tuple((loop, start) for loop, start in row["file"])})
        for item, row in provenance_table()["box"].items()
    }
