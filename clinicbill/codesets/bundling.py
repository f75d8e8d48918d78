"""Pairs of procedures that are paid only once on a day (NCCI PTP edits), from what the office has loaded.

Source: CMS, NCCI Policy Manual, chapter I; the indicator says whether a modifier may separate the pair: 0 never,
1 with an NCCI-associated modifier, 9 the pair does not apply.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.codesets.files.ptp_file import OPEN_END
from clinicbill.codesets.register import LoadedRelease, System, list_releases, release_on
from clinicbill.codesets.release_store import list_pairs

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_NOT_APPLICABLE = "9"
_LATEST_YEAR = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledPair:
    """One pair: column 1 is paid, column 2 is not, unless a modifier may separate them.

    Attributes:
        to_on: the last day; None for a pair without an end.
        indicator: "0" no modifier helps, "1" one does.
        release: the release that says so, such as "10/2026".
        covers: whether that release is the one in force on the day asked for.
    """

    column1: str
    column2: str
    from_on: date
    to_on: date | None
    indicator: str
    rationale: str
    release: str
    covers: bool


def pairs(codes: Collection[str], on: date, folder: Path | None = None) -> list[BundledPair]:
    """The pairs among the codes of one day that are live on it, column 1 first; none where nothing is loaded.

    A pair with indicator 9 does not apply and is left out. Where a pair is listed twice, the live row counts, of two
    live ones the later one.
    """
    asked = frozenset(code.strip().upper() for code in codes)
    releases = _editions(on, folder)
    found: dict[tuple[str, str], BundledPair] = {}
    for release in releases if len(asked) > 1 else ():
        for pair in _live(release, asked, on):
            key = pair.column1, pair.column2
            if key not in found or found[key].from_on <= pair.from_on:
                found[key] = pair
    return [found[key] for key in sorted(found)]


def _editions(on: date, folder: Path | None) -> list[LoadedRelease]:
    """The releases of the quarter: one whole, or its four files where they were loaded one by one."""
    nearest = release_on(System.NCCI_PTP, on, folder)
    if nearest is None:
        return []
    same = [one for one in list_releases(folder, System.NCCI_PTP) if one.from_on == nearest.from_on]
    whole = max((place for place, one in enumerate(same) if not one.part), default=0)
    return same[whole:]


@lru_cache(maxsize=512)
def _live(release: LoadedRelease, asked: frozenset[str], on: date) -> tuple[BundledPair, ...]:
    rows = list_pairs(release.path, asked, int(on.strftime("%Y%m%d")))
    return tuple(
        BundledPair(
            column1=row["column1"],
            column2=row["column2"],
            from_on=_day(row["from_on"]),
            to_on=_day(row["to_on"]) if row["to_on"] != OPEN_END else None,
            indicator=row["indicator"],
            rationale=row["rationale"],
            release=release.name,
            covers=release.covers(on),
        )
        for row in rows
        if row["indicator"] != _NOT_APPLICABLE
    )


def _day(number: int) -> date:
    return date(min(number // 10_000, _LATEST_YEAR), number // 100 % 100, number % 100)
