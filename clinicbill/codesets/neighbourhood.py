"""What stands around a code in the tabular list on a day: its neighbours, all notes that hold, its 7th characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.codesets import store
from clinicbill.codesets.icd10 import (
    CodeNote,
    Icd10Code,
    chapter_title,
    flat_code,
    get_code,
    notes,
    section_title,
)
from clinicbill.codesets.look_up import Standing, standing
from clinicbill.codesets.release import release_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.codesets.store import Row

_CATEGORY_LENGTH = 3
_SEVENTH_KINDS = frozenset({"seventh", "seventh_note"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """One line of the list around a code.

    Attributes:
        depth: 0 for the category, 1 for what is set in below it, and so on.
        here: whether it is the code itself, or the stem of a code with a 7th character.
    """

    code: str
    title: str
    billable: bool
    depth: int
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeventhCharacter:
    """A 7th character that the code can take: what it means, the full code, and whether the code has it."""

    character: str
    meaning: str
    code: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """All that a side pane shows of a code.

    Attributes:
        code: None where the release of the day has no such code; `standing` then says why.
        around: of the category what lies on the way to the code, beside it and directly below it, in the list's order.
        own, inherited: notes at the code, and at what stands above it, the nearest first; without the 7th characters.
        section, chapter: label and title: "M50-M54 Other dorsopathies (M50-M54)".
        release: the line that says which release answers.
    """

    code: Icd10Code | None
    standing: Standing
    around: tuple[Neighbour, ...] = ()
    own: tuple[CodeNote, ...] = ()
    inherited: tuple[CodeNote, ...] = ()
    sevenths: tuple[SeventhCharacter, ...] = ()
    section: str = ""
    chapter: str = ""
    release: str = ""


def neighbourhood(library: CodeLibrary, code: str, on: date) -> Neighbourhood:
    """What stands around a code, typed with or without its dot. Some milliseconds."""
    used = release_for(library, on)
    stands = standing(library, code, on)
    found = get_code(library, code, on)
    if found is None:
        return Neighbourhood(code=None, standing=stands, release=used.message)
    stem = found.parent if found.seventh else found.code
    rows = library.read(store.list_stems_from, used.release, flat_code(stem)[:_CATEGORY_LENGTH])
    held = [note for note in notes(library, found.code, on) if note.kind not in _SEVENTH_KINDS]
    return Neighbourhood(
        code=found,
        standing=stands,
        around=tuple(_around(rows, stem)),
        # What the list says of a stem it says of the code with a 7th character.
        own=tuple(note for note in held if note.owner in (found.code, stem)),
        inherited=tuple(note for note in held if note.owner not in (found.code, stem)),
        sevenths=tuple(_sevenths(library, used.release, stem, found.code)),
        section=f"{found.section} {section_title(library, found)}",
        chapter=f"{found.chapter} {chapter_title(library, found)}",
        release=used.message,
    )


def _around(rows: Sequence[Row], stem: str) -> Iterator[Neighbour]:
    parents = {row["code"]: row["parent"] for row in rows}
    depths = _depths(parents)
    on_the_way = {stem, *_above(parents, stem)}
    for row in rows:
        if row["code"] in on_the_way or row["parent"] in on_the_way:
            yield Neighbour(
                code=row["code"],
                title=row["title"],
                billable=bool(row["billable"]),
                depth=depths[row["code"]],
                here=row["code"] == stem,
            )


def _above(parents: Mapping[str, str], code: str) -> Iterator[str]:
    while (code := parents.get(code, "")) in parents:
        yield code


def _depths(parents: Mapping[str, str]) -> Mapping[str, int]:
    """The list names what stands above before what stands below, so each depth is known when it is asked."""
    found: dict[str, int] = {}
    for code, parent in parents.items():
        found[code] = found.get(parent, -1) + 1
    return found


def _sevenths(library: CodeLibrary, release: str, stem: str, code: str) -> Iterator[SeventhCharacter]:
    row = library.read(store.get_code, release, flat_code(stem))
    title = row["title"] if row else ""
    for child in library.read(store.list_children, release, stem):
        if child["seventh"]:
            yield SeventhCharacter(
                character=child["seventh"],
                meaning=child["title"].removeprefix(title).lstrip(", "),
                code=child["code"],
                here=child["code"] == code,
            )
