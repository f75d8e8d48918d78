"""What the rest of the note settles about a problem found: side, level, injury, encounter; and what stays open."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.codesets import icd10
from clinicbill.coding.notes.lookup import SEVENTH, Match
from clinicbill.coding.notes.normalise import readable
from clinicbill.coding.notes.note import Statement
from clinicbill.coding.notes.records import Evidence
from clinicbill.coding.notes.words import SIDE_WORDS, side, sites

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.coding.notes.context import Learned, NoteContext
    from clinicbill.coding.notes.lookup import Finder
    from clinicbill.coding.notes.parts import Found

_SIDED = re.compile(
    r"\b(?:right|left|bilateral)\b|\bunspecified (?:\w+ ){0,3}(?:limb|knee|hip|shoulder|elbow|wrist|hand|ankle|foot|finger|thumb|toe|leg|side|upper|lower|arm|forearm|joint|thigh|calf)",
    re.IGNORECASE,
)
_UNSPECIFIED_JOINT = re.compile(r"\b(?:osteoarthritis|arthrosis)\b.*\bunspecified$", re.IGNORECASE)
_CUFF = re.compile(
    r"\brotator cuff\b.*\b(?:tear|rupture)|\b(?:tear|torn|rupture)\b.*\b(?:rotator cuff|supraspinatus|infraspinatus|subscapularis)",
    re.IGNORECASE,
)
_NOT_TRAUMATIC = re.compile(
    r"\b(?:degenerative|chronic|atraumatic|non-?traumatic|overuse|old)\b", re.IGNORECASE
)
_TRAUMATIC = re.compile(r"\b(?:traumatic|acute)\b", re.IGNORECASE)
_DISC_PROBLEM = re.compile(r"\b(?:dis[ck]|hnp|herniat\w+)\b", re.IGNORECASE)
_HAS_LEVEL = re.compile(r"\b[CTLS]\d", re.IGNORECASE)
_FRACTURE_STATE = re.compile(
    r"\b(?:open|closed|displaced|non-?displaced|nonunion|malunion|delayed)\b", re.IGNORECASE
)
_ENCOUNTER_SAID = re.compile(
    r"\b(?:initial|subsequent|sequela|healing|aftercare|follow[- ]?up|active treatment)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refined:
    """The matches after refining, with what was used and what is still open."""

    matches: tuple[Match, ...]
    query: str
    statement: Statement
    why: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def refine(found: Found, context: NoteContext, finder: Finder) -> Refined:
    """Ask the rest of the note for the axes that the problem's own words leave open."""
    refined = Refined(matches=found.matches, query=found.query, statement=found.piece.statement)
    for step in (_level, _injury, _side, _encounter):
        refined = step(refined, context, finder)
    return refined


def _with(refined: Refined, learned: Learned, words: str, rule: str, finder: Finder) -> Refined:
    """Look up again with the words learned; kept only where the answer stays as near and is of its kind."""
    query = f"{words} {refined.query}"
    matches = finder.find(readable(query))
    if not matches or matches[0].fit < refined.matches[0].fit - 0.12:
        return refined
    return replace(
        refined, matches=matches, query=query, why=(*refined.why, rule),
        evidence=(*refined.evidence, _evidence(learned)),
    )  # fmt: skip


def _evidence(learned: Learned) -> Evidence:
    said = learned.statement
    return Evidence(start=said.start, end=said.end, text=said.text)


def _level(refined: Refined, context: NoteContext, finder: Finder) -> Refined:
    if not _DISC_PROBLEM.search(refined.query) or _HAS_LEVEL.search(refined.query):
        return refined
    learned = context.disc_level()
    if learned is None:
        return replace(refined, missing=(*refined.missing, "level of the spine not stated; ask"))
    bare = re.sub(r"\b(?:lumbar|cervical|thoracic|lumbosacral)\b", " ", refined.query, flags=re.IGNORECASE)
    again = _with(
        replace(refined, query=bare),
        learned,
        learned.word,
        f"level {learned.word} taken from the note",
        finder,
    )
    return again if again.matches[0].code != refined.matches[0].code and again.why else refined


def _injury(refined: Refined, context: NoteContext, finder: Finder) -> Refined:
    """Rotator cuff: traumatic S46.01-, not so specified M75.1- (Alphabetic Index, Tear, rotator cuff)."""
    if not _CUFF.search(refined.query) or _NOT_TRAUMATIC.search(refined.query):
        return refined
    learned = context.injury()
    if _TRAUMATIC.search(refined.query):
        rule = f"traumatic: the note says “{learned.word}”" if learned else ""
        return _with(refined, learned, "traumatic", rule, finder) if learned else refined
    refined = _default_first(refined, "M75.1")
    open_question = "traumatic or not is not stated → not traumatic; ask"
    if learned:
        open_question = f"not called traumatic, though the note says “{learned.word}”; ask"
    return replace(refined, missing=(*refined.missing, open_question))


def _default_first(refined: Refined, stem: str) -> Refined:
    chosen = next((match for match in refined.matches if match.code.startswith(stem)), refined.matches[0])
    others = tuple(match for match in refined.matches if match is not chosen)
    return replace(refined, matches=(chosen, *others))


def _has_sides(matches: Sequence[Match]) -> bool:
    """Whether the code, or the codes its unspecified form stands for, tell the sides apart."""
    best = matches[0]
    if _SIDED.search(best.title):
        return True
    siblings = [match for match in matches[1:] if match.code[:3] == best.code[:3]]
    return bool(_UNSPECIFIED_JOINT.search(best.title)) and any(_SIDED.search(one.title) for one in siblings)


def names_no_site(query: str) -> bool:
    """Whether the words leave the site to the code: “subacromial bursitis”."""
    return not sites(query)


def _side(refined: Refined, context: NoteContext, finder: Finder) -> Refined:
    best = refined.matches[0]
    if side(refined.query) or not _has_sides(refined.matches):
        return refined
    learned = context.side_of(
        f"{refined.query} , {best.title}" if names_no_site(refined.query) else refined.query
    )
    if learned is None:
        return replace(refined, missing=(*refined.missing, "side not stated → unspecified; ask"))
    word = SIDE_WORDS[learned.word]
    again = _with(refined, learned, word, f"side taken from the note: {word}", finder)
    if any(match.code.startswith(best.code[:5]) for match in again.matches[:3]):
        return _default_first(again, best.code[:5])
    if again.matches[0].code[:3] == best.code[:3]:
        return again
    return replace(refined, missing=(*refined.missing, "side not stated → unspecified; ask"))


def _encounter(refined: Refined, context: NoteContext, finder: Finder) -> Refined:
    best = refined.matches[0]
    if not SEVENTH.fullmatch(best.code) or best.code[-1] not in "ABD" or best.code[0] in "VWXY":
        return refined
    if best.code[-1] == "A" and not _ENCOUNTER_SAID.search(refined.query):
        learned = context.healing(refined.statement)
        healed = finder.coded(f"{best.code[:-1]}D") if learned else None
        if learned and healed:
            rule = f"7th character D: the note says “{learned.word}” (guideline I.C.19.a)"
            first = replace(best, code=healed.code, title=healed.title)
            others = tuple(other for other in refined.matches if other.code != healed.code)
            return replace(
                refined, matches=(first, *others), why=(*refined.why, rule),
                evidence=(*refined.evidence, _evidence(learned)),
            )  # fmt: skip
        refined = replace(
            refined,
            missing=(*refined.missing, "encounter not stated → A, active treatment; D when healing"),
        )
    if best.code[0] == "S" and best.code[2] == "2" and not _FRACTURE_STATE.search(refined.query):
        taken = "open or closed not stated → closed (guideline I.C.19.c)"
        refined = replace(refined, missing=(*refined.missing, taken))
    return refined


def billable(finder: Finder, code: str) -> bool:
    """Whether a claim of the day may carry the code."""
    return icd10.is_billable(finder.library, code, finder.on)


def both_sides(found: Found, finder: Finder) -> list[Found]:
    """Right and left apart where a problem of both sides has no code for both (guideline I.B.13)."""
    if side(found.query) != "B" or not found.matches or not _ONE_SIDE.search(found.matches[0].title):
        return [found]
    halves = []
    for word in ("right", "left"):
        query = f"{word} {_BOTH.sub(' ', found.query)}"
        matches = [
            match for match in finder.find(readable(query)) if match.code[:5] == found.matches[0].code[:5]
        ]
        if matches:
            halves.append(replace(found, query=query, matches=tuple(matches)))
    return halves if len(halves) == 2 and halves[0].matches[0].code != halves[1].matches[0].code else [found]


_ONE_SIDE = re.compile(r"\b(?:right|left)\b", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:bilateral(?:ly)?|bilat|b/l|both|right|left|rt|lt|r|l)\b|,", re.IGNORECASE)
