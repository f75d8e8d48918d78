"""A loaded list as `ListedCode` records: what the small look-ups answer from before they ask the starter lists."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from clinicbill.basics.dates import Period
from clinicbill.codesets.code_list import ListedCode
from clinicbill.codesets.files import cpt_file, hcpcs_file, place_file
from clinicbill.codesets.register import LoadedRelease, System, list_releases, release_on
from clinicbill.codesets.release_store import list_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TABLES = {table.system: table for table in (cpt_file.TABLE, hcpcs_file.TABLE, place_file.TABLE)}
_CPT_NAMES = ("medium", "short", "long")


def loaded_list(
    system: System, kind: str, on: date | None = None, folder: Path | None = None
) -> Mapping[str, ListedCode] | None:
    """Every entry of the release that answers for a day, the newest one without a day; None where none is loaded.

    The kind is "code", "modifier" or "place".
    """
    if on is not None:
        release = release_on(system, on, folder)
    else:
        loaded = list_releases(folder, system)
        release = max(loaded, key=lambda one: (one.from_on, one.id), default=None)
    return _listed(release, kind) if release else None


@lru_cache(maxsize=16)
def _listed(release: LoadedRelease, kind: str) -> Mapping[str, ListedCode]:
    return MappingProxyType(
        {
            row["code"]: ListedCode(
                code=row["code"],
                name=row["name"] if "name" in row else next((row[one] for one in _CPT_NAMES if row[one]), ""),
                in_force=Period(start_on=_day(row.get("from_on")), end_on=_day(row.get("to_on"))),
                release=release.name,
            )
            for row in list_rows(release.path, _TABLES[release.system])
            if row.get("kind", kind) == kind
        }
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
