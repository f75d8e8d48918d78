"""Codes the tabular list asks for beside a suggested one, where the note itself states their facts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.coding.notes.cues import AFFIRMED, spans_of
from clinicbill.coding.notes.lookup import normalised
from clinicbill.coding.notes.records import Evidence, Suggestion
from clinicbill.coding.notes.words import SIDE_WORDS, side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinicbill.coding.notes.lookup import Finder, Match
    from clinicbill.coding.notes.note import Note, Statement

_CONFIDENCE = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """One row of note_companions.toml.

    Attributes:
        beside: how the codes begin that ask for it.
        find: what the note says; its groups fill `code` or `words`.
        code: the code, `{n}` a number found; `words` what is looked up instead, by side and joint.
    """

    beside: tuple[str, ...]
    find: re.Pattern[str]
    code: str
    words: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionTable:
    """The rows, and which joint an abbreviation of its replacement means."""

    rows: tuple[Companion, ...]
    joints: Mapping[str, str]


@lru_cache(maxsize=1)
def companion_table() -> CompanionTable:
    """resources/rules/note_companions.toml, read once."""
    data = tomllib.loads(asset("rules/note_companions.toml").read_text("utf-8"))
    rows = tuple(
        Companion(
            beside=tuple(row["beside"]), find=re.compile(row["find"], re.IGNORECASE), code=row.get("code", ""),
            words=row.get("words", ""), why=row["why"],
        )
        for row in data["companion"]
    )  # fmt: skip
    return CompanionTable(rows=rows, joints=data["joints"])


def companions(note: Note, suggested: Iterable[Suggestion], finder: Finder) -> Iterator[Suggestion]:
    """What belongs beside the suggestions and is none of them, where the same sentence states it.

    Source: the notes “use additional code” of the ICD-10-CM tabular list.
    """
    known = list(suggested)
    for row in companion_table().rows:
        for one in known:
            if one.code.startswith(row.beside) and (found := _stated(note, row, one, finder)):
                if all(found.code != other.code for other in known):
                    known.append(found)
                    yield found
                break


def _stated(note: Note, row: Companion, one: Suggestion, finder: Finder) -> Suggestion | None:
    for statement in note.statements:
        if not _rests_on(one, statement):
            continue
        for match in row.find.finditer(statement.text):
            if _affirmed(statement, match) and (coded := _coded(row, match, finder)):
                return _suggestion(row, statement, match, coded)
    return None


def _rests_on(one: Suggestion, statement: Statement) -> bool:
    return any(statement.start <= place.start < statement.end for place in one.evidence)


def _affirmed(statement: Statement, match: re.Match[str]) -> bool:
    return any(span.kind == AFFIRMED and span.start < match.end() <= span.end for span in spans_of(statement))


def _coded(row: Companion, match: re.Match[str], finder: Finder) -> Match | None:
    said = {name: value for name, value in match.groupdict().items() if value}
    if row.words:
        short = companion_table().joints.get(said.get("short", "").upper(), "")
        which = side(said.get("side") or said.get("side2") or "")
        asked = row.words.format(side=SIDE_WORDS.get(which, ""), joint=said.get("joint", short).lower())
        return next(iter(finder.find(asked)), None)
    number = int(said.get("n") or said.get("m") or 0)
    return finder.coded(row.code.format(n=f"{number:02}"))


def _suggestion(row: Companion, statement: Statement, match: re.Match[str], coded: Match) -> Suggestion:
    start = statement.start + match.start()
    where = Evidence(start=start, end=start + len(match.group()), text=match.group())
    return Suggestion(
        code=coded.code, title=coded.title, confidence=_CONFIDENCE, evidence=(where,), why=(row.why,), missing=(),
        alternatives=(), section=statement.section, phrase=normalised(match.group()),
    )  # fmt: skip
