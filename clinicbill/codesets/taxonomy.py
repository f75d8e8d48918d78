"""What a provider taxonomy code means, from the NUCC list that the office has loaded.

Source: NUCC, Health Care Provider Taxonomy; its copyright notice comes with every answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from clinicbill.codesets.files.taxonomy_file import TABLE
from clinicbill.codesets.register import LoadedRelease, System, release_on
from clinicbill.codesets.release_store import list_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """One taxonomy code; `notice` must stand wherever the names are shown."""

    code: str
    grouping: str
    classification: str
    specialization: str
    name: str
    section: str
    release: str
    notice: str


def taxonomies(on: date, folder: Path | None = None) -> Mapping[str, Taxonomy]:
    """Every code of the release that answers for the day; nothing where none is loaded."""
    release = release_on(System.TAXONOMY, on, folder)
    return _listed(release) if release else {}


def get_taxonomy(code: str, on: date, folder: Path | None = None) -> Taxonomy | None:
    """One code; None for an unknown one, or where none is loaded."""
    return taxonomies(on, folder).get(code.strip().upper())


@lru_cache(maxsize=4)
def _listed(release: LoadedRelease) -> Mapping[str, Taxonomy]:
    rows = list_rows(release.path, TABLE)
    return MappingProxyType(
        {row["code"]: Taxonomy(**row, release=release.name, notice=release.notice) for row in rows}
    )
