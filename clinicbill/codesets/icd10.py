"""One diagnosis code as of a day: its title, its notes, what stands above and below it, what to use instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets import store
from clinicbill.codesets.release import release_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.codesets.store import Row

_NOT_CODE = re.compile(r"[^0-9A-Z]")
_CATEGORY_LENGTH = 3
# What a heading says only of itself.
_OWN_KINDS = frozenset({"inclusion"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Icd10Code:
    """One row of ICD-10-CM.

    Attributes:
        code: with its dot.
        billable: False for a heading, which needs more characters.
        parent: the code above it; empty for a category.
        section: such as M50-M54; chapter: such as 13.
        seventh: its 7th character; empty where it has none.
        to_on: the last day of its release; None where no end is known.
    """

    code: str
    title: str
    billable: bool
    parent: str
    section: str
    chapter: str
    seventh: str
    release: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeNote:
    """One instruction that holds for a code.

    Attributes:
        kind: inclusion, includes, excludes1, excludes2, code_first, use_additional, code_also, note,
            seventh_note or seventh.
        owner: the code, section or chapter at which it stands.
    """

    kind: str
    text: str
    owner_kind: str
    owner: str


def get_code(library: CodeLibrary, code: str, on: date) -> Icd10Code | None:
    """The code, typed with or without its dot and in any case, or None where the release has none such."""
    row = library.read(store.get_code, release_for(library, on).release, flat_code(code))
    return _record(row) if row else None


def is_billable(library: CodeLibrary, code: str, on: date) -> bool:
    """Whether a claim may carry the code: it exists in the release of the day and is no heading."""
    found = get_code(library, code, on)
    return found is not None and found.billable


def children(library: CodeLibrary, code: str, on: date) -> list[Icd10Code]:
    """The codes directly below, in the list's order; for a code with 7th characters, those."""
    found = get_code(library, code, on)
    return (
        [_record(row) for row in library.read(store.list_children, found.release, found.code)]
        if found
        else []
    )


def parents(library: CodeLibrary, code: str, on: date) -> list[Icd10Code]:
    """The codes above, the category first."""
    found = get_code(library, code, on)
    return list(_upward(library, found, on))[::-1] if found else []


def section_title(library: CodeLibrary, code: Icd10Code) -> str:
    """The title of the section the code stands in."""
    row = library.read(store.get_block, code.release, "section", code.chapter, code.section)
    return str(row["title"]) if row else ""


def chapter_title(library: CodeLibrary, code: Icd10Code) -> str:
    """The title of the chapter the code stands in."""
    row = library.read(store.get_block, code.release, "chapter", code.chapter, code.chapter)
    return str(row["title"]) if row else ""


def notes(library: CodeLibrary, code: str, on: date, *, inherited: bool = True) -> list[CodeNote]:
    """The notes that hold for a code: its own, then those of what stands above it, nearest first.

    7th characters are told by the nearest that defines them. Excludes notes of a section or chapter hold for every
    code in it (ICD-10-CM Official Guidelines, section I.A.12).
    """
    found = get_code(library, code, on)
    if found is None:
        return []
    own = _notes_at(library, found.release, "code", found.code)
    if not inherited:
        return own
    seen_sevenths = any(note.kind == "seventh" for note in own)
    for owner_kind, owner in _above(library, found, on):
        above = [
            note
            for note in _notes_at(library, found.release, owner_kind, owner)
            if note.kind not in _OWN_KINDS
        ]
        if seen_sevenths:
            above = [note for note in above if note.kind != "seventh"]
        seen_sevenths = seen_sevenths or any(note.kind == "seventh" for note in above)
        own.extend(above)
    return own


def valid_replacements(library: CodeLibrary, code: str, on: date, *, limit: int = -1) -> list[Icd10Code]:
    """The billable codes to use instead of one that is not billable.

    For a heading those below it: M54.5 gives M54.50, M54.51 and M54.59. For a code that does not exist those below
    the longest beginning of it that does. Nothing for a code that is billable, or where nothing begins so. At most
    `limit` of them, -1 for all: below S82 there are thousands.
    """
    release = release_for(library, on).release
    flat = flat_code(code)
    row = library.read(store.get_code, release, flat)
    if row and row["billable"]:
        return []
    while row is None and len(flat) > _CATEGORY_LENGTH:
        flat = flat[:-1]
        row = library.read(store.get_code, release, flat)
    if row is None:
        return []
    return [_record(below) for below in library.read(store.list_billable_from, release, flat, limit)]


def _upward(library: CodeLibrary, code: Icd10Code, on: date) -> Iterator[Icd10Code]:
    parent = get_code(library, code.parent, on) if code.parent else None
    while parent is not None:
        yield parent
        parent = get_code(library, parent.parent, on) if parent.parent else None


def _above(library: CodeLibrary, code: Icd10Code, on: date) -> Iterator[tuple[str, str]]:
    for parent in _upward(library, code, on):
        yield "code", parent.code
    # 39 sections bear the label of their only category: the kind keeps them apart.
    yield "section", code.section
    yield "chapter", code.chapter


def _notes_at(library: CodeLibrary, release: str, owner_kind: str, owner: str) -> list[CodeNote]:
    rows = library.read(store.list_notes, release, owner_kind, owner)
    return [CodeNote(**row) for row in rows]


def flat_code(code: str) -> str:
    """A code as typed, without dot and blanks, in capitals."""
    return _NOT_CODE.sub("", code.upper())


def _record(row: Row) -> Icd10Code:
    return Icd10Code(
        code=row["code"],
        title=row["title"],
        billable=bool(row["billable"]),
        parent=row["parent"],
        section=row["section"],
        chapter=row["chapter"],
        seventh=row["seventh"],
        release=row["release"],
        from_on=date.fromisoformat(row["from_on"]),
        to_on=date.fromisoformat(row["to_on"]) if row["to_on"] else None,
    )
