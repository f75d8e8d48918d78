"""Which procedures an add-on code may be added to (NCCI), from what the office has loaded.

Source: CMS, NCCI Policy Manual, chapter I, section R: type 1 has all its primary codes listed, type 2 none (the
contractor decides), type 3 some.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.codesets.files.add_on_file import ANY_PRIMARY, TABLE
from clinicbill.codesets.register import LoadedRelease, System, release_on
from clinicbill.codesets.release_store import list_where

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOn:
    """One add-on code on a day.

    Attributes:
        kind: "1" only the listed primaries, "2" those of the contractor, "3" the listed ones and the contractor's.
        primaries: the codes one of which must be on the claim.
        from_on, to_on: the days of the release that says so; covers: whether the day asked for lies in it.
    """

    code: str
    kind: str
    primaries: frozenset[str]
    release: str
    from_on: date
    to_on: date | None
    covers: bool

    @property
    def others_possible(self) -> bool:
        """Whether the contractor may accept a primary that is not listed."""
        return self.kind != "1"


def primaries_of(code: str, on: date, folder: Path | None = None) -> AddOn | None:
    """What the add-on code may be added to on the day; None for a code that is no add-on, or where none is loaded."""
    release = release_on(System.ADD_ON, on, folder)
    return _add_on(release, code.strip().upper(), on) if release else None


@lru_cache(maxsize=1024)
def _add_on(release: LoadedRelease, code: str, on: date) -> AddOn | None:
    day = on.isoformat()
    rows = [
        row
        for row in list_where(release.path, TABLE, "code", [code])
        if row["from_on"] <= day and (row["to_on"] is None or row["to_on"] >= day)
    ]
    if not rows:
        return None
    return AddOn(
        code=code,
        kind=max(row["kind"] for row in rows),
        primaries=frozenset(row["primary_code"] for row in rows) - {ANY_PRIMARY},
        release=release.name,
        from_on=release.from_on,
        to_on=release.to_on,
        covers=release.covers(on),
    )
