"""KnownCodes: what the code library said of the codes on the screen, so that no rule has to ask it while one types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets import store
from clinicbill.codesets.look_up import CodeAnswer, LibraryCodes
from clinicbill.codesets.release import newer_release_due, release_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.codesets.library import CodeLibrary

# Nothing is held against a code before the library has been asked.
_UNASKED = CodeAnswer(known=True, billable=True, covers=True, said="")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFact:
    """One code on one day: its title in the code set used, and the set's answer."""

    code: str
    on: date
    title: str
    answer: CodeAnswer


class KnownCodes:
    """Answers as the code library does, from memory."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, date], CodeFact] = {}
        self._titles: dict[str, str] = {}

    def learn(self, facts: Iterable[CodeFact]) -> None:
        """Remember more."""
        for fact in facts:
            self._facts[fact.code, fact.on] = fact
            self._titles[fact.code] = fact.title or self._titles.get(fact.code, "")

    def unknown(self, codes: Iterable[str], on: date) -> tuple[str, ...]:
        """Which of the codes the library has not been asked for on that day."""
        return tuple(code for code in codes if (code, on) not in self._facts)

    def title(self, code: str) -> str:
        """The title; empty while unknown."""
        return self._titles.get(code, "")

    def look_up(self, code: str, on: date) -> CodeAnswer:
        """What the code set of that day says of the code."""
        fact = self._facts.get((code, on))
        return fact.answer if fact is not None else _UNASKED


def read_codes(library: CodeLibrary, codes: Iterable[str], on: date) -> tuple[CodeFact, ...]:
    """Ask the library; call it inside a job."""
    asked = LibraryCodes(library)
    release = release_for(library, on).release
    facts = []
    for code in dict.fromkeys(codes):
        row = library.read(store.get_code, release, code.replace(".", ""))
        title = str(row["title"]) if row else ""
        facts.append(CodeFact(code=code, on=on, title=title, answer=asked.look_up(code, on)))
    return tuple(facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSet:
    """Which code set answers for a day: its name, the line for the visit, and a newer one that is due."""

    name: str = ""
    covers: bool = True
    said: str = ""
    due: str = ""


def read_code_set(library: CodeLibrary, on: date, as_of: date) -> CodeSet:
    """The code set used for a day, and whether a newer one is in force today; call it inside a job."""
    used = release_for(library, on)
    due = newer_release_due(library, as_of)
    return CodeSet(
        name=used.release, covers=used.covers, said=used.message, due=due.message if due is not None else ""
    )
