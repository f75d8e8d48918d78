"""One diagnosis, one day, one answer: how visits and claims ask the code library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from clinicbill.codesets.icd10 import get_code, valid_replacements
from clinicbill.codesets.release import release_for

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.codesets.release import ReleaseUsed

_MOST_OFFERED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAnswer:
    """What the code library says of a diagnosis on a day.

    Attributes:
        known: the code is in the release, billable or as a header.
        billable: it may stand on a claim.
        covers: the release is the one in force on the day; else the nearest was asked.
        said: the line for the claim: "checked against code set 4/2026 …".
        instead: billable codes to choose from where this one is not.
    """

    known: bool
    billable: bool
    covers: bool
    said: str
    instead: tuple[str, ...] = ()


class CodeLookUp(Protocol):
    """Whoever can look up a diagnosis as of a day."""

    def look_up(self, code: str, on: date) -> CodeAnswer:
        """What the release of that day says of the code, given with its dot."""


class DiagnosisCodes(CodeLookUp, Protocol):
    """Whoever can also tell which release answers."""

    def release_on(self, on: date) -> str:
        """The release that answers for a day, such as "4/2026"."""


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
        instead = () if billable else valid_replacements(self._library, code, on)
        return CodeAnswer(
            known=found is not None,
            billable=billable,
            covers=used.covers,
            said=used.message,
            instead=tuple(other.code for other in instead[:_MOST_OFFERED]),
        )
