"""What a release changes against the one in force before it, and which codes the office uses it touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from clinicbill.codesets import release_store
from clinicbill.codesets.files.read_release import TABLES
from clinicbill.codesets.icd10_order import read_order
from clinicbill.codesets.icd10_tabular import packaged_tabular, read_tabular
from clinicbill.codesets.register import System, list_releases
from clinicbill.codesets.sources import sources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path
    from typing import Any

    from clinicbill.codesets.load import Staged
    from clinicbill.codesets.register import LoadedRelease, NewRelease

MOST_LISTED = 500
ADDED, DELETED, REVISED, HEADER = "added", "deleted", "revised", "header"
_ICD = (System.ICD10CM, System.ICD10CM_ORDER)
Titles = Mapping[str, tuple[str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry that differs.

    Attributes:
        kind: "added", "deleted", "revised" or "header" (a code that was billable and is now a heading).
        entry: the code; for pairs and add-on codes both codes, "20610 / 20600".
        text: the title or the values, new ones first; of a deleted entry the old ones.
    """

    kind: str
    entry: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A code the office uses and what happens to it; `where` is the word it was given under, such as "favourites"."""

    where: str
    code: str
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseChanges:
    """Everything that differs.

    Attributes:
        before: the release compared with, such as "4/2026"; empty where there is none, and then nothing is listed.
        counts: "added", "deleted", "revised", "header" → how many.
        changes: the first `MOST_LISTED` of each kind.
        touched: those that the office uses, all of them.
    """

    before: str
    counts: Mapping[str, int]
    changes: tuple[Change, ...]
    touched: tuple[Touched, ...]


def changes_of(
    staged: Staged, used: Mapping[str, Collection[str]] | None = None, folder: Path | None = None
) -> ReleaseChanges:
    """Compare a release that was read, and is not yet in use, with the one in force the day before it begins.

    `used` holds the office's codes under a word of its own for each kind: favourites, procedures, open visits.

    Raises:
        UnreadableFile: the release before is damaged.
    """
    new = staged.release
    before = _release_before(new, staged.file, folder)
    used_flat = {where: {_flat(code) for code in codes} for where, codes in (used or {}).items()}
    if new.system in _ICD:
        name, old = _icd_before(before, new)
        changes = _icd_changes(_titles(new.system, staged.path), old) if name else iter(())
        return _counted(name, changes, used_flat)
    if before is None or new.system not in TABLES:
        return ReleaseChanges(before=before.name if before else "", counts={}, changes=(), touched=())
    return _counted(before.name, _table_changes(staged, before), used_flat)


def _release_before(new: NewRelease, file: str, folder: Path | None) -> LoadedRelease | None:
    """Of the same list and part, not the release itself: the latest that begins earlier, else one of the same day."""
    systems = _ICD if new.system in _ICD else (new.system,)
    older = [
        one
        for one in list_releases(folder)
        if one.system in systems
        and (one.part == new.part or new.system in _ICD)
        and one.from_on <= new.from_on
        and one.path.name != file
    ]
    return max(older, key=lambda one: (one.from_on, one.system == System.ICD10CM, one.id), default=None)


def _icd_before(before: LoadedRelease | None, new: NewRelease) -> tuple[str, Titles]:
    """The packaged release where nothing newer is loaded, unless it begins after the new one itself."""
    shipped = next(source for source in sources().values() if source.package)
    if before is not None and (before.from_on >= shipped.released_on or shipped.released_on > new.from_on):
        return before.name, _titles(before.system, before.path)
    if shipped.released_on > new.from_on:
        return "", {}
    return shipped.release, _titles(System.ICD10CM, packaged_tabular())


def _titles(system: System, path: Path) -> Titles:
    if system == System.ICD10CM_ORDER:
        return {line.flat: (line.title, line.billable) for line in read_order(path)}
    return {code.code.replace(".", ""): (code.title, code.billable) for code in read_tabular(path).codes}


_Found = tuple[Change, tuple[str, ...]]


def _icd_changes(new: Titles, old: Titles) -> Iterator[_Found]:
    for flat, (title, billable) in new.items():
        code = f"{flat[:3]}.{flat[3:]}" if len(flat) > 3 else flat
        if flat not in old:
            yield Change(kind=ADDED, entry=code, text=title), (flat,)
        elif old[flat][1] and not billable:
            yield Change(kind=HEADER, entry=code, text=title), (flat,)
        elif _words(old[flat][0]) != _words(title):
            yield Change(kind=REVISED, entry=code, text=title), (flat,)
    for flat, (title, _) in old.items():
        if flat not in new:
            code = f"{flat[:3]}.{flat[3:]}" if len(flat) > 3 else flat
            yield Change(kind=DELETED, entry=code, text=title), (flat,)


def _words(title: str) -> str:
    """Commas and case differ between the order file and the tabular list without a meaning."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in title.casefold()).split())


def _table_changes(staged: Staged, before: LoadedRelease) -> Iterator[_Found]:
    table = TABLES[staged.release.system]
    new_day = staged.release.from_on
    old_day = max(before.from_on, new_day - timedelta(days=1))
    for kind, entry, codes, text in release_store.list_changes(
        staged.path, before.path, table, new_day, old_day
    ):
        yield Change(kind=kind, entry=" / ".join(map(str, entry)), text=_joined(text)), tuple(map(str, codes))


def _joined(text: tuple[Any, ...]) -> str:
    return ", ".join(str(one) for one in text if one not in (None, ""))


def _counted(before: str, found: Iterable[_Found], used: Mapping[str, Collection[str]]) -> ReleaseChanges:
    counts = dict.fromkeys((ADDED, DELETED, REVISED, HEADER), 0)
    changes: list[Change] = []
    touched: list[Touched] = []
    for change, codes in found:
        counts[change.kind] += 1
        if counts[change.kind] <= MOST_LISTED:
            changes.append(change)
        for where, own in used.items():
            if all(code in own for code in codes):
                touched.append(Touched(where=where, code=change.entry, change=change))
    return ReleaseChanges(before=before, counts=counts, changes=tuple(changes), touched=tuple(touched))


def _flat(code: str) -> str:
    return code.replace(".", "").strip().upper()
