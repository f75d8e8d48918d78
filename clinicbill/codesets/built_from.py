"""What the code library is made from: the packaged release, all that the office has loaded, and our word lists."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.codesets import register
from clinicbill.codesets.icd10_tabular import packaged_tabular
from clinicbill.codesets.index_build import IndexEdition

if TYPE_CHECKING:
    from clinicbill.codesets.register import LoadedRelease

# Raise it with every change of a table or of what is written into one: older files are then built anew.
SCHEMA_VERSION = 8
WORD_FILES = ("codes/icd10_words.toml", "codes/icd10_terms.csv")
# Each release takes some 60 MB; visits older than the oldest are checked against that one.
_MOST_RELEASES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release of the code set: when it is in force, and the file it comes from.

    Attributes:
        sha256: of that file; empty for the packaged one, whose is taken when it is written.
        titles_only: it is an order file, which has no notes.
    """

    name: str
    from_on: date
    to_on: date | None
    origin: str
    path: Path
    sha256: str = ""
    titles_only: bool = False

    @property
    def in_force(self) -> tuple[str, str, str | None]:
        """Name, first and last day as every row carries them."""
        return self.name, self.from_on.isoformat(), self.to_on.isoformat() if self.to_on else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Everything that one library is made from, the oldest release first; one of them has notes."""

    releases: tuple[Release, ...]
    indexes: tuple[IndexEdition, ...] = ()

    @property
    def stamp(self) -> str:
        """Of the tables, the word lists, and the bytes of every release and index."""
        digest = hashlib.sha256(_own_stamp().encode())
        told = [(one.name, one.from_on, one.to_on, one.sha256) for one in self.releases]
        told += [(one.name, one.from_on, one.to_on, one.sha256) for one in self.indexes]
        digest.update(repr(told).encode())
        return digest.hexdigest()[:16]


def packaged_release() -> Release:
    """The April 2026 release inside the dependency; its end is not known: a successor is not loaded."""
    return Release(
        name="4/2026",
        from_on=date(2026, 4, 1),
        to_on=None,
        origin="ICD-10-CM Tabular List, April 1 2026 (CDC/NCHS, CMS), as packed in simple-icd-10-cm 1.5.0",
        path=packaged_tabular(),
    )


def loaded_sources(folder: Path | None = None) -> Sources:
    """The packaged release and everything active that the office has loaded.

    A loaded tabular list replaces the packaged one of the same day; an order file counts only where no tabular list
    of its day is there. Of many releases the newest are kept, so that the library stays of bounded size.

    Raises:
        UnreadableFile: the register of loaded releases is damaged.
    """
    releases = {release.from_on: release for release in (packaged_release(),)}
    for loaded in register.list_releases(folder, register.System.ICD10CM):
        releases[loaded.from_on] = _loaded_release(loaded, titles_only=False)
    for loaded in register.list_releases(folder, register.System.ICD10CM_ORDER):
        if loaded.from_on not in releases or releases[loaded.from_on].titles_only:
            releases[loaded.from_on] = _loaded_release(loaded, titles_only=True)
    named = {release.name: release for release in releases.values()}
    newest = sorted(named.values(), key=lambda release: release.from_on)[-_MOST_RELEASES:]
    if all(release.titles_only for release in newest):
        newest = [packaged_release(), *newest[1:]]
    indexes = register.list_releases(folder, register.System.ICD10CM_INDEX)
    return Sources(releases=tuple(newest), indexes=tuple(_edition(loaded) for loaded in indexes))


def _loaded_release(loaded: LoadedRelease, *, titles_only: bool) -> Release:
    return Release(
        name=loaded.name,
        from_on=loaded.from_on,
        to_on=loaded.to_on,
        origin=f"{loaded.title} ({loaded.origin})",
        path=loaded.path,
        sha256=loaded.sha256,
        titles_only=titles_only,
    )


def _edition(loaded: LoadedRelease) -> IndexEdition:
    return IndexEdition(
        part=loaded.part or "main",
        name=loaded.name,
        from_on=loaded.from_on,
        to_on=loaded.to_on,
        origin=f"{loaded.title} ({loaded.origin})",
        sha256=loaded.sha256,
        path=loaded.path,
    )


@lru_cache(maxsize=1)
def _own_stamp() -> str:
    """Of the tables, our word lists and the packaged tabular list."""
    digest = hashlib.sha256(str(SCHEMA_VERSION).encode())
    for name in WORD_FILES:
        digest.update(asset(name).read_bytes())
    source = packaged_tabular()
    digest.update(f"{source.name} {source.stat().st_size}".encode())
    return digest.hexdigest()
