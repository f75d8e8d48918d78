"""The most units of a service on one line or day (MUE), from what the office has loaded.

Source: CMS, NCCI Policy Manual, chapter I, section V: adjudication indicator 1 per line, 2 per day without exception,
3 per day and open to appeal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.codesets.files.unit_file import TABLE
from clinicbill.codesets.register import LoadedRelease, System, release_on
from clinicbill.codesets.release_store import list_where

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLimit:
    """The limit of one code.

    Attributes:
        value: the most units.
        indicator: "1" per line, "2" per day absolutely, "3" per day but open to appeal.
        from_on, to_on: the days of the release that says so; covers: whether the day asked for lies in it.
    """

    code: str
    value: int
    indicator: str
    rationale: str
    release: str
    from_on: date
    to_on: date | None
    covers: bool


def unit_limit(code: str, on: date, folder: Path | None = None) -> UnitLimit | None:
    """The limit on a day; None where the code has none or nothing is loaded."""
    release = release_on(System.MUE, on, folder)
    return _limit(release, code.strip().upper(), covers=release.covers(on)) if release else None


@lru_cache(maxsize=1024)
def _limit(release: LoadedRelease, code: str, *, covers: bool) -> UnitLimit | None:
    for row in list_where(release.path, TABLE, "code", [code]):
        return UnitLimit(
            code=code,
            value=row["value"],
            indicator=row["indicator"],
            rationale=row["rationale"],
            release=release.name,
            from_on=release.from_on,
            to_on=release.to_on,
            covers=covers,
        )
    return None
