"""One diagnosis, one day, one answer: how visits and claims ask the code library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from clinicbill.basics.dates import slashed
from clinicbill.codesets import store
from clinicbill.codesets.icd10 import CodeNote, flat_code, get_code, notes, valid_replacements
from clinicbill.codesets.release import ICD10CM, release_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.codesets.release import ReleaseUsed
    from clinicbill.codesets.store import Row

_MOST_OFFERED = 4
# What the edits of a visit ask about.
_TOLD = frozenset({"excludes1", "code_first", "use_additional"})
_MOST_INSTEAD = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAnswer:
    """What the code library says of a diagnosis on a day.

    Attributes:
        known: the code is in the release, billable or as a header.
        billable: it may stand on a claim.
        covers: the release is the one in force on the day; else the nearest was asked.
        said: the line for the claim: "checked against code set 4/2026 …".
        instead: billable codes to choose from where this one is not.
        title: its title; empty where it is unknown.
        notes: its Excludes1, code first and use additional code notes, inherited ones among them.
    """

    known: bool
    billable: bool
    covers: bool
    said: str
    instead: tuple[str, ...] = ()
    title: str = ""
    notes: tuple[CodeNote, ...] = ()


class CodeLookUp(Protocol):
    """Whoever can look up a diagnosis as of a day."""

    def look_up(self, code: str, on: date) -> CodeAnswer:
        """What the release of that day says of the code, given with its dot."""


class DiagnosisCodes(CodeLookUp, Protocol):
    """Whoever can also tell which release answers."""

    def release_on(self, on: date) -> str:
        """The release that answers for a day, such as "4/2026"."""


class State(StrEnum):
    """What a code is on a day."""

    VALID = "valid"
    HEADER = "header"
    DELETED = "deleted"
    NOT_YET = "not yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a code is on a day, over all releases of the library.

    Attributes:
        title: its own, from the release that has it.
        first_on: of a code that begins only later: its first day.
        last_on: of a code that was deleted: the last day it was valid.
        instead: billable codes of the day to choose from.
        said: one line for the person; empty for a valid code.
    """

    code: str
    title: str
    state: State
    first_on: date | None = None
    last_on: date | None = None
    instead: tuple[str, ...] = ()
    said: str = ""


def standing(library: CodeLibrary, code: str, on: date) -> Standing:
    """Whether a code, typed with or without its dot, may be used on a day, and what to use where it may not."""
    used = release_for(library, on)
    found = get_code(library, code, on)
    instead = tuple(other.code for other in valid_replacements(library, code, on, limit=_MOST_INSTEAD))
    if found is not None and found.billable:
        return Standing(code=found.code, title=found.title, state=State.VALID)
    if found is not None:
        return Standing(
            code=found.code,
            title=found.title,
            state=State.HEADER,
            instead=instead,
            said=f"{found.code} is a header and needs more characters; {_use(instead)}",
        )
    return _of_another_release(library, code, used, instead)


def _of_another_release(
    library: CodeLibrary, code: str, used: ReleaseUsed, instead: tuple[str, ...]
) -> Standing:
    """A code that an earlier release had or a later one has."""
    flat = flat_code(code)
    having = [
        (date.fromisoformat(row["from_on"]), found)
        for row in library.releases(ICD10CM)
        if (found := library.read(store.get_code, str(row["name"]), flat)) is not None
    ]
    later = [pair for pair in having if pair[0] > used.from_on]
    earlier = [pair for pair in having if pair[0] < used.from_on]
    if earlier:
        last_on = _gone_on(library, flat, earlier[-1][0]) - timedelta(days=1)
        said = f"{earlier[-1][1]['code']} was deleted and is valid until {slashed(last_on)} only; {_use(instead)}"
        return _elsewhere(earlier[-1][1], State.DELETED, instead, said, last_on=last_on)
    if later:
        said = f"{later[0][1]['code']} is valid from {slashed(later[0][0])} on only; {_use(instead)}"
        return _elsewhere(later[0][1], State.NOT_YET, instead, said, first_on=later[0][0])
    return Standing(
        code=code.strip().upper(),
        title="",
        state=State.UNKNOWN,
        instead=instead,
        said=f"There is no code {code.strip().upper()} in code set {used.release}; {_use(instead)}",
    )


def _elsewhere(
    row: Row, state: State, instead: tuple[str, ...], said: str, *,
    first_on: date | None = None, last_on: date | None = None,
) -> Standing:  # fmt: skip
    return Standing(
        code=row["code"],
        title=row["title"],
        state=state,
        first_on=first_on,
        last_on=last_on,
        instead=instead,
        said=said,
    )


def _gone_on(library: CodeLibrary, flat: str, after: date) -> date:
    """The first day of the first release after that day which does not have the code."""
    return next(
        first
        for row in library.releases(ICD10CM)
        if (first := date.fromisoformat(row["from_on"])) > after
        and library.read(store.get_code, str(row["name"]), flat) is None
    )


def _use(instead: Sequence[str]) -> str:
    if not instead:
        return "search for what is meant."
    more = " …" if len(instead) > _MOST_OFFERED else ""
    return f"use {', '.join(instead[:_MOST_OFFERED])}{more}"


class LibraryCodes:
    """Asks the library and remembers: the same few codes stand on most claims of an office."""

    def __init__(self, library: CodeLibrary) -> None:
        self._library = library
        self._releases: dict[date, ReleaseUsed] = {}
        self._answers: dict[tuple[str, str], CodeAnswer] = {}

    def look_up(self, code: str, on: date) -> CodeAnswer:
        """What the release of that day, or the nearest one, says of the code, given with its dot."""
        used = self._release(on)
        key = (used.release, code)
        if key not in self._answers:
            self._answers[key] = self._ask(used, code, on)
        answer = self._answers[key]
        # The same release answers for days it covers and for days it does not.
        return (
            answer if answer.said == used.message else replace(answer, covers=used.covers, said=used.message)
        )

    def release_on(self, on: date) -> str:
        """The release that answers for a day, such as "4/2026"."""
        return self._release(on).release

    def _release(self, on: date) -> ReleaseUsed:
        if on not in self._releases:
            self._releases[on] = release_for(self._library, on)
        return self._releases[on]

    def _ask(self, used: ReleaseUsed, code: str, on: date) -> CodeAnswer:
        found = get_code(self._library, code, on)
        billable = found is not None and found.billable
        instead = () if billable else valid_replacements(self._library, code, on, limit=_MOST_OFFERED)
        return CodeAnswer(
            known=found is not None,
            billable=billable,
            covers=used.covers,
            said=used.message,
            instead=tuple(other.code for other in instead[:_MOST_OFFERED]),
            title=found.title if found is not None else "",
            notes=tuple(note for note in notes(self._library, code, on) if note.kind in _TOLD),
        )
