"""Words around a problem that say whether it is this patient's, today: ConText cues with reach and ends."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from clinicbill.basics.assets import asset
from clinicbill.coding.notes.phrases import PhraseFinder
from clinicbill.coding.notes.words import names_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clinicbill.coding.notes.note import Statement

AFFIRMED = ""
UNCERTAIN, NEGATED, HISTORICAL, FAMILY = "uncertain", "negated", "historical", "family"
PLANNED, HYPOTHETICAL, OTHER = "planned", "hypothetical", "other"
UNTICKED = "[ ]"  # the cue of what stands behind an empty box
_CLAUSE_END = re.compile(r"[,;:()\[\]]|\s[-–—]+\s|$")
_LIST_END = re.compile(r"[;()\[\]]|\s[-–—]+\s|:(?=\s)|$")
_CLAUSE_START = re.compile(r"[,;:()\[\]]|\s[-–—]+\s")
_OR_LIST = re.compile(
    r",(?:[^,;:()]{0,40},){0,4}[^,;:()]{0,60}(?:,\s*)?\b(?:or|vs\.?|versus|and/or)\b", re.IGNORECASE
)
_WEAK_BACKWARD = re.compile(
    r"(?:is|was|are|were|has|have|had|cannot|could|not|would|may|might|remains|needs|to|now|seems|fully|completely|previously|by|in|years?|last|does|as|decades)\b",
    re.IGNORECASE,
)
_MOST_REACH = 400
# Nobody gives an encounter to what is denied: “no fracture, left wrist sprain, initial encounter”.
# “He was treated for prostate cancer in 2012”: done with in a year that is named.
_DONE_WITH = re.compile(
    r"\b(?:was|were|had been|has been|been)\s+(?:successfully\s+|previously\s+)?(?:treated|hospitali[sz]ed|admitted|"
    r"operated(?:\s+on)?)\s+(?:for|with)\s+(?=[^.;]{3,80}?\b(?:in|during|back in)\s+(?:19|20)\d{2}\b)",
    re.IGNORECASE,
)
# “…, neck pain remains”: an item that says how it stands today is no part of a list of denials.
_STATED_ITEM = re.compile(
    r",\s+(?=(?:[\w'/’-]+\s+){1,7}?(?:(?:is|are)\s+)?"
    r"(?:stable|unchanged|persists?|remains?|continues?|improving|improved|worsening|better|worse)\b)",
    re.IGNORECASE,
)
_ENCOUNTER_ITEM = re.compile(
    r",(?=[^,;]+,?[^,;]*\b(?:initial|subsequent) (?:encounter|visit)\b)", re.IGNORECASE
)
# What follows a cue that was said of the words before it.
_CLOSES = re.compile(
    r"\s+(?:by|via|per|on|given|based|after|at this|at the present|today|yesterday|in (?:the|view|light)|clinically|"
    r"radiographically|previously|earlier|recently|last|this|now|is|are|was|were|with (?:mri|ct|x-?rays?|imaging|labs?|testing|ultrasound|emg))\b",
    re.IGNORECASE,
)
_OF_PERSON = ("who", "which")
_DOUBTS = ("unlikely", "low ", "doubt", "not suspect", "do not ", "not consistent", "not suggestive")
# A pain after a comma is what is there while its cause is doubted.
_PAIN_ITEM = re.compile(
    r",(?!\s*(?:or|vs|versus)\b)(?=[^,;]*\b(?:pain(?! (?:syndrome|disorder))|lbp|cervicalgia|lumbago|lumbalgia|arthralgia)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a kind of cue means: why a problem waits, and the rule it waits by."""

    name: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One entry of the table; `ends` finds what ends its reach beside the ends of all cues."""

    kind: str
    way: str
    lists: bool
    ends: PhraseFinder | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of a statement of one meaning; `cue` is the wording that gave it, `kind` empty if affirmed.

    Offsets count from the beginning of the statement.
    """

    start: int
    end: int
    kind: str
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CueTable:
    """resources/rules/note_cues.toml, ready to be looked for."""

    kinds: Mapping[str, Kind]
    rank: Mapping[str, int]
    forward: Mapping[str, Cue]
    backward: Mapping[str, Cue]
    cues: PhraseFinder
    pseudo: PhraseFinder
    ends: PhraseFinder


@dataclass(frozen=True, slots=True)
class _Reach:
    start: int
    end: int
    kind: str
    cue: str


@lru_cache(maxsize=1)
def cue_table() -> CueTable:
    """The cues, read once."""
    data = tomllib.loads(asset("rules/note_cues.toml").read_text("utf-8"))
    kinds = {name: Kind(name=name, **row) for name, row in data["kinds"].items()}
    forward: dict[str, Cue] = {}
    backward: dict[str, Cue] = {}
    for row in data["cue"]:
        _enter(row, forward, backward)
    return CueTable(
        kinds=kinds,
        rank={name: place for place, name in enumerate(kinds)},
        forward=forward,
        backward=backward,
        cues=PhraseFinder({*forward, *backward}),
        pseudo=PhraseFinder(data["pseudo"]["words"]),
        ends=PhraseFinder(data["ends"]["words"]),
    )


def _enter(row: Mapping[str, Any], forward: dict[str, Cue], backward: dict[str, Cue]) -> None:
    ends = PhraseFinder(row["ends"]) if "ends" in row else None
    cue = Cue(kind=row["kind"], way=row["way"], lists=row["lists"], ends=ends)
    for word in row["words"]:
        (forward if row["way"] == "forward" else backward).setdefault(word, cue)


def spans(statement: str) -> list[Span]:
    """A statement cut where its meaning changes; the cues themselves are left out."""
    table = cue_table()
    pseudo = [match.span() for match in table.pseudo.find(statement)]
    reaches: list[_Reach] = []
    marks: list[tuple[int, int]] = []
    for match in table.cues.find(statement):
        if any(start <= match.start() < end for start, end in pseudo):
            continue
        found = list(_reaches(statement, match))
        if found:
            reaches.extend(found)
            marks.append(match.span())
    for match in _DONE_WITH.finditer(statement):
        behind = _CLAUSE_END.search(statement, match.end())
        end = behind.start() if behind else len(statement)
        reaches.append(_Reach(match.end(), end, HISTORICAL, match.group().strip()))
        marks.append(match.span())
    return _cut(statement, reaches, marks)


def spans_of(statement: Statement) -> list[Span]:
    """The same of a statement of a note; one behind a box that is not ticked is denied as a whole."""
    if statement.ticked is False:
        return [Span(start=0, end=len(statement.text), kind=NEGATED, cue=UNTICKED)]
    return spans(statement.text)


def _reaches(statement: str, match: re.Match[str]) -> Iterable[_Reach]:
    table = cue_table()
    word = " ".join(match.group().lower().replace("’", "'").split())
    behind = statement[match.end() :]
    if word.startswith("?"):
        yield from _question(statement, match)
        return
    if (cue := table.forward.get(word)) and not (
        word in table.backward and _said_of_before(statement, match)
    ):
        end = match.end() + _forward_end(behind, cue, word)
        if statement[match.end() : end].strip(" ,.:"):
            yield _Reach(match.end(), end, cue.kind, match.group())
    if cue := table.backward.get(word):
        start = _backward_start(statement, match, word)
        if start is not None:
            yield _Reach(start, match.start(), cue.kind, match.group())


def _said_of_before(statement: str, match: re.Match[str]) -> bool:
    """“Gout ruled out by labs”, “fracture unlikely given …”: the cue closes what stands before it."""
    before = statement[: match.start()].rstrip()
    return bool(before) and before[-1] not in ",;:([-–—" and _CLOSES.match(statement, match.end()) is not None


def _question(statement: str, match: re.Match[str]) -> Iterable[_Reach]:
    """“?tear” doubts what follows, “tear?” what stands before."""
    behind = statement[match.end() : match.end() + 1]
    cue = Cue(kind=UNCERTAIN, way="forward", lists=False)
    alone = behind == " " and statement[: match.start()][-1:] in ("", " ")
    if alone or (behind and not behind.isspace() and behind not in ".,;)"):
        yield _Reach(match.end(), match.end() + _forward_end(statement[match.end() :], cue), UNCERTAIN, "?")
    elif before := statement[: match.start()].rstrip():
        yield _Reach(_clause_start(statement, len(before)), match.start(), UNCERTAIN, "?")


def _forward_end(behind: str, cue: Cue, word: str = "") -> int:
    skip = len(behind) - len(behind.lstrip(" \t:"))
    listed = cue.lists or _OR_LIST.match(behind[_first_comma(behind) :]) is not None
    stop = (_LIST_END if listed else _CLAUSE_END).search(behind, skip)
    end = stop.start() if stop else len(behind)
    if (
        (cue.kind == UNCERTAIN or word.startswith(_DOUBTS))
        and listed
        and (pain := _PAIN_ITEM.search(behind, skip, end))
    ):
        end = pain.start()
    if cue.kind == NEGATED and listed and (stated := _STATED_ITEM.search(behind, skip, end)):
        end = stated.start()
    if diagnosis := _ENCOUNTER_ITEM.search(behind, skip, end):
        end = diagnosis.start()
    return min(_first_end(behind[:end], cue), _MOST_REACH)


def _first_end(behind: str, cue: Cue) -> int:
    """Where a word ends the reach; “his wife, who has …” goes on about the wife."""
    own = cue.kind in (FAMILY, OTHER)
    found = [one for one in cue_table().ends.find(behind) if not (own and one.group().lower() in _OF_PERSON)]
    if cue.ends is not None:
        found += cue.ends.find(behind)
    return min((one.start() for one in found), default=len(behind))


def _first_comma(behind: str) -> int:
    place = behind.find(",")
    return place if place >= 0 else len(behind)


def _backward_start(statement: str, match: re.Match[str], word: str) -> int | None:
    """Where what stands before begins to be meant; None where the cue looks forward only.

    A bare word (“suspected”) looks back only from the end of its clause; “versus” and whole phrases always do.
    """
    rest = statement[match.end() :]
    last = not rest.strip(" .!?") or _CLAUSE_END.match(rest.lstrip(" "))
    if word in ("vs", "vs.", "versus"):
        return _clause_start(statement, match.start())
    if not last and not _WEAK_BACKWARD.match(word) and not _said_of_before(statement, match):
        return None
    before = statement[: match.start()].rstrip()
    if before.endswith((",", "-", "–", "—", "(", ":")):
        if not last or not before[:-1].strip():
            return None
        return _named_start(statement, len(before) - 1)
    return _clause_start(statement, match.start()) if before else None


def _named_start(statement: str, end: int) -> int:
    """The start of the last clauses before `end` that name a problem: “cubital tunnel syndrome, right - unlikely”."""
    start = _clause_start(statement, end)
    while start > 0 and not names_problem(statement[start:end]):
        start = _clause_start(statement, start - 1)
    return start


def _clause_start(statement: str, end: int) -> int:
    start = 0
    for match in _CLAUSE_START.finditer(statement, 0, end):
        start = match.end()
    for match in cue_table().ends.find(statement[:end]):
        start = max(start, match.end())
    return start


def _cut(statement: str, reaches: Sequence[_Reach], marks: Sequence[tuple[int, int]]) -> list[Span]:
    """Pieces between all borders, each of the strongest kind that reaches it; neighbours of a kind are joined."""
    rank = cue_table().rank
    borders = sorted(
        {0, len(statement)}
        | {place for reach in reaches for place in (reach.start, reach.end)}
        | {place for mark in marks for place in mark}
    )
    found: list[Span] = []
    for start, end in itertools.pairwise(borders):
        if any(left <= start and end <= right for left, right in marks):
            continue
        over = [reach for reach in reaches if reach.start <= start and end <= reach.end]
        best = min(over, key=lambda reach: rank[reach.kind], default=None)
        kind, cue = (best.kind, best.cue) if best else (AFFIRMED, "")
        if found and (found[-1].kind, found[-1].end) == (kind, start):
            found[-1] = Span(start=found[-1].start, end=end, kind=kind, cue=found[-1].cue)
        else:
            found.append(Span(start=start, end=end, kind=kind, cue=cue))
    return [span for span in found if any(letter.isalnum() for letter in statement[span.start : span.end])]
