"""What the rest of a note adds to a problem: side, encounter, injury, level of the spine; never a problem itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.coding.notes.cues import AFFIRMED, HISTORICAL, spans_of
from clinicbill.coding.notes.note import Statement
from clinicbill.coding.notes.words import side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinicbill.coding.notes.note import Note

# Where to look, most telling first.
_ORDER = (
    ("complaint",),
    ("assessment", "differential", ""),
    ("history",),
    ("results",),
    ("exam",),
    ("plan",),
)
_SITE_ROOTS = {
    "knee": "knee|patell|menisc|acl|mcl|pcl|lcl|baker", "shoulder": "shoulder|rotator|glenohumeral|acromio|ac joint|bicip|biceps|labral|labrum|supraspin|subacromial|subdeltoid",
    "hip": "hip|trochant", "ankle": "ankle|malleol", "foot": "foot|feet|heel|plantar|metatars|hallux|bunion",
    "toe": "toe", "elbow": "elbow|epicondyl", "wrist": "wrist|carpal tunnel|colles|scaphoid", "hand": "hand|palm",
    "finger": "finger", "thumb": "thumb|cmc|carpometacarpal|de quervain", "arm": "arm|humer|biceps", "forearm": "forearm|radius|radial|ulna",
    "leg": "leg|tibia|fibula|calf|shin|achilles", "thigh": "thigh|femur|femoral|hamstring|quadriceps",
    "clavicle": "clavicle|collarbone", "sciatic": "sciatic",
}  # fmt: skip
_SITES = {name: re.compile(rf"\b(?:{roots})", re.IGNORECASE) for name, roots in _SITE_ROOTS.items()}
_NEAR = 45
_HEALING = re.compile(
    r"\b(?:(?:follow(?:ing|s|ed)?[- ]?up|f/u|re-?check|re-?evaluation|return visit)\b[^.;\n]{0,70}\b"
    r"(?:fracture|fx|sprain|strain|contusion|dislocation|laceration|tear|injury)\w*"
    r"|(?:fracture|fx)\b[^.;\n]{0,30}\bfollow[- ]?up|subsequent encounter|routine healing|healing (?:well|appropriately|fracture)"
    r"|(?:fracture|fx|sprain|strain)\b[^.;\n]{0,70}\b(?:is healing|healing|healed)|callus formation|"
    r"(?:s/p|status[- ]post|after|following) (?:orif|crpp|open reduction|closed reduction|im nail\w*|fixation|pinning|reconstruction|repair)\b|"
    r"(?:weeks?|months?|days?) (?:status[- ]post|s/p|post[- ]?op\w*|out from|after surgery|since surgery))",
    re.IGNORECASE,
)  # fmt: skip
_INJURY = re.compile(
    r"\b(?:fell|fall|falling|slipped|tripped|twist(?:ed|ing)|injur(?:y|ed)|accident|mva|mvc|collision|rear-?ended|"
    r"trauma|crash(?:ed)?|tackled|popp?(?:ed)?|hit|struck|landed|lifting|lifted)\b",
    re.IGNORECASE,
)
# A side that is told of as sound: “right foot no complaints, no deformity”, “left knee normal”.
_SOUND = re.compile(
    r"\b(?:right|left|rt|lt|r|l)\b(?: (?:side|\w+)){0,2}:? (?:(?:has |with )?no (?:complaints?|pain|symptoms?|deformity|issues?)|"
    r"(?:is |was |are )?(?:normal|unaffected|asymptomatic|uninvolved|painless|fine|wnl|nl|unremarkable))\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\b[CTL]\d{1,2}\s*[-–/]\s*(?:[CTLS])?\d{1,2}\b", re.IGNORECASE)
_DISC = re.compile(r"\b(?:dis[ck]|herniat|protrusion|bulg|hnp|stenosis|listhesis)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What was found elsewhere: the word to add, and the statement that says so."""

    word: str
    statement: Statement


class NoteContext:
    """Looks through a note for what a problem leaves open. Nothing is looked for twice."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._kept: dict[str, Learned | None] = {}

    def side_of(self, problem: str) -> Learned | None:
        """The side that the note names for the site of a problem; None where it names both or none.

        Without a site the complaint alone is asked.
        """
        named = [name for name, pattern in _SITES.items() if pattern.search(problem)]
        for name in named or ["any"]:
            if name not in self._kept:
                self._kept[name] = self._side(name)
            if found := self._kept[name]:
                return found
        return None

    def healing(self, beside: Statement) -> Learned | None:
        """Words that say a patient is past active treatment of an injury (guideline I.C.19.a: 7th character D).

        They stand on the problem's own line, or in the complaint or history.
        """
        own = [statement for statement in self._note.statements if statement.line == beside.line]
        near = next(_found(_HEALING, own), None)
        return near or self._first("healing", _HEALING, "complaint", "history")

    def injury(self) -> Learned | None:
        """Words that tell of an injury in the history or complaint."""
        return self._first("injury", _INJURY, "complaint", "history")

    def disc_level(self) -> Learned | None:
        """The one level of the spine that imaging or history names with a disc; None where there are several."""
        if "level" not in self._kept:
            found = [
                Learned(word=match.group(), statement=statement)
                for statement in self._note.of("results", "history", "assessment")
                if _DISC.search(statement.text)
                for match in _LEVEL.finditer(statement.text)
                if _affirmed(statement, match.start())
            ]
            levels = {learned.word.upper().replace(" ", "") for learned in found}
            self._kept["level"] = found[0] if len(levels) == 1 else None
        return self._kept["level"]

    def _first(self, name: str, pattern: re.Pattern[str], *kinds: str) -> Learned | None:
        if name not in self._kept:
            self._kept[name] = next(_found(pattern, self._note.of(*kinds)), None)
        return self._kept[name]

    def _side(self, name: str) -> Learned | None:
        pattern = _SITES.get(name)
        for kinds in _ORDER if pattern else _ORDER[:1]:
            found: dict[str, Learned] = {}
            for statement in self._note.of(*kinds):
                for near in _beside(_SOUND.sub(" ", statement.text), pattern):
                    if said := side(near):
                        found.setdefault(said, Learned(word=said, statement=statement))
            if len(found) == 1:
                return next(iter(found.values()))
            if found:
                return None
        return None


def _found(pattern: re.Pattern[str], statements: Iterable[Statement]) -> Iterator[Learned]:
    for statement in statements:
        for match in pattern.finditer(statement.text):
            if _affirmed(statement, match.start()) or _affirmed(statement, match.end() - 1):
                yield Learned(word=match.group(), statement=statement)


def _beside(text: str, pattern: re.Pattern[str] | None) -> Iterator[str]:
    """The words around each naming of a site, as far as the clause goes."""
    if pattern is None:
        yield text
        return
    for match in pattern.finditer(text):
        before = re.split(r"[.,;:]", text[max(0, match.start() - _NEAR) : match.start()])[-1]
        after = re.split(r"[.,;:]", text[match.end() : match.end() + 20])[0]
        # The nearest side counts: “left knee and right hip”.
        front, behind = _last_side(before), after
        yield front or behind


def _last_side(before: str) -> str:
    words = before.split()
    for place in range(len(words) - 1, max(-1, len(words) - 5), -1):
        if side(words[place]):
            return words[place]
    return ""


def _affirmed(statement: Statement, place: int) -> bool:
    return any(
        span.start <= place < span.end and span.kind in (AFFIRMED, HISTORICAL) for span in spans_of(statement)
    )
