"""Diagnosis codes that a visit note supports, each with the words it rests on; nothing is ever accepted by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.coding.notes.companions import companions
from clinicbill.coding.notes.context import NoteContext
from clinicbill.coding.notes.cues import AFFIRMED, HISTORICAL, UNCERTAIN
from clinicbill.coding.notes.headings import UNHEADED
from clinicbill.coding.notes.lookup import Finder, normalised
from clinicbill.coding.notes.normalise import codes_written, readable
from clinicbill.coding.notes.note import read_note
from clinicbill.coding.notes.parts import Found, found_in
from clinicbill.coding.notes.problems import named_in, part_of, pieces, problem_statements, source_kinds
from clinicbill.coding.notes.records import Alternative, Evidence, NoteReading, Suggestion
from clinicbill.coding.notes.refine import Refined, both_sides, refine
from clinicbill.coding.notes.regions import names_dysfunction, regions_named, stretches
from clinicbill.coding.notes.withhold import withheld_in, without_held_back
from clinicbill.coding.notes.words import is_symptom, names_problem, regions, says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.coding.notes.lookup import Match, Prior
    from clinicbill.coding.notes.note import Note, Statement
    from clinicbill.coding.notes.problems import Piece

_NO_PRIOR: Prior = {}
_LEAST_FIT = {"headline": 0.62, "line": 0.7, "fragment": 0.78, "prose": 0.8}
_MOST_ALTERNATIVES = 4
_MOST_SUGGESTIONS = 30
_MOST_LOOKED_UP = 150
_STATUS_CUES = ("s/p", "status post", "status-post")
_STATUS_CODES = ("Z96", "Z98.1", "Z89")
_AFTER_SURGERY = re.compile(r"\b(?:weeks?|months?|days?)\b|aftercare|post-?op", re.IGNORECASE)
# A plan that turns to a condition by name: it is managed at this visit (guideline IV.J).
_TURNS_TO = re.compile(
    r"(?:regarding|concerning|as for|in terms of|with regards? to|in regards? to|for) "
    r"(?:the patient['’]s|his|her|their)\b",
    re.IGNORECASE,
)
_FIXATION = re.compile(
    r"\b(?:orif|crpp|open reduction|closed reduction|internal fixation|fixation|and|of|surgery|repair)\b|,",
    re.IGNORECASE,
)
_REPAIRED_FRACTURE = re.compile(
    r"(?=.*\b(?:orif|crpp|reduction|fixation)\b)(?=.*\b(?:fracture|fx)\b)", re.IGNORECASE | re.DOTALL
)
_SACROILIAC = re.compile(
    r"(?:right |left |bilateral |r |l )?(?:si|sacroiliac) joint dysfunctions?(?:,? (?:right|left|bilateral(?:ly)?|r|l))?",
    re.IGNORECASE,
)
_SI_JOINT = re.compile(r"\b(?:SIJ?|sacro-?iliac)\b", re.IGNORECASE)
_COUNTS_REGIONS = re.compile(
    r"\b(?:segmental|seg|somatic|sublux\w*|cmt|adjust(?:ed|ment|ments)|chiropract\w+|diversified|motion palpation)\b",
    re.IGNORECASE,
)
_EXTERNAL = ("V", "W", "X", "Y")
_RULE_MANAGED = "the plan turns to it: a condition managed at this visit (guideline IV.J)"
_RULE_SYMPTOM = "the diagnosis is worded as uncertain: its symptom is coded (outpatient guideline IV.H)"


def suggest(text: str, *, library: CodeLibrary, on: date, prior: Prior = _NO_PRIOR) -> NoteReading:
    """Read a note and suggest billable codes for the day, as the assessment lists them.

    Rules: ICD-10-CM Official Guidelines, section IV (outpatient). Any text is legal; a text without problems gives
    nothing.

    Args:
        text: the note as it was written; all offsets count its characters.
        library: the code library to look up in.
        on: the date of service.
        prior: normalised phrase → code → how often this office accepted it (`prior.counted`).
    """
    reader = _Reader(read_note(text), Finder(library, on, prior))
    suggestions = reader.suggestions()
    withheld = withheld_in(reader.note, suggestions)
    offered = tuple(without_held_back(one, withheld) for one in suggestions)
    return NoteReading(suggestions=offered, withheld=withheld)


class _Reader:
    """One note with its finder; what it suggested so far, by code."""

    def __init__(self, note: Note, finder: Finder) -> None:
        self.note = note
        self._finder = finder
        self._context = NoteContext(note)
        self._by_code: dict[str, Suggestion] = {}
        self._looked_up = 0
        self._doubted: Piece | None = None

    def suggestions(self) -> tuple[Suggestion, ...]:
        for kinds in source_kinds(self.note):
            self._read(kinds)
            if self._by_code or self._doubted:
                break
        self._managed_in_plan()
        if self._doubted is not None:
            self._symptom_in_front()
        for beside in companions(self.note, tuple(self._by_code.values()), self._finder):
            self._keep(beside)
        # An external cause never stands first (guideline I.C.20.a.6).
        ordered = sorted(self._by_code.values(), key=lambda one: one.code.startswith(_EXTERNAL))
        return tuple(ordered[:_MOST_SUGGESTIONS])

    def _read(self, kinds: tuple[str, ...]) -> None:
        """Headlines first; what is only told in sentences where there are none."""
        told: list[Piece] = []
        for statement, headline in problem_statements(self.note, kinds):
            for piece in pieces(statement, headline=headline):
                if piece.kind != AFFIRMED:
                    self._held_back(piece)
                elif headline:
                    self._take(piece)
                else:
                    told.append(piece)
            if len(self._by_code) >= _MOST_SUGGESTIONS or self._looked_up >= _MOST_LOOKED_UP:
                break
        if not self._by_code:
            for piece in told:
                self._take(piece)

    def _take(self, piece: Piece) -> None:
        if self._looked_up >= _MOST_LOOKED_UP:
            return
        if not names_dysfunction(piece.text):
            self._look_up(piece)
            return
        for stretch in stretches(piece.text):
            part = part_of(piece, stretch.start, stretch.end)
            if not stretch.dysfunction:
                if names_problem(part.text):
                    self._look_up(part)
            elif not self._regions(part, piece):
                self._look_up(part)

    def _look_up(self, piece: Piece) -> None:
        named = named_in(piece)
        if named is None or not (names_problem(named.text) or self._stands_alone(named)):
            return
        if says_nothing(named.text):
            return
        self._looked_up += 1
        for found in found_in(named, self._finder):
            if found.fit >= self._least(found.piece):
                for one in both_sides(found, self._finder):
                    self._add(one)

    def _stands_alone(self, named: Piece) -> bool:
        """Words that no list of ours calls a problem count where they are all that a line of the assessment says."""
        said = pieces(named.statement, headline=True)
        return (
            self._headed(named.statement) and len(said) == 1 and said[0].kind == AFFIRMED and not said[0].cue
        )

    def _headed(self, statement: Statement) -> bool:
        return statement.section == "assessment" and statement.first

    def _least(self, piece: Piece) -> float:
        if not piece.headline:
            return _LEAST_FIT["prose"]
        if self._headed(piece.statement):
            return _LEAST_FIT["headline"]
        return _LEAST_FIT["line" if piece.statement.section == "assessment" else "fragment"]

    def _add(self, found: Found, why: tuple[str, ...] = ()) -> None:
        refined = refine(self._coded(found), self._context, self._finder)
        self._keep(self._suggestion(found.piece, refined, refined.matches[0], why))

    def _keep(self, suggestion: Suggestion) -> None:
        if before := self._by_code.get(suggestion.code):
            suggestion = _merged(before, suggestion)
        self._by_code[suggestion.code] = suggestion

    def _coded(self, found: Found) -> Found:
        """A billable code that the note itself gives beside the problem stands first."""
        for code in codes_written(found.piece.statement.text):
            match = self._finder.coded(code)
            within = [other for other in found.matches if other.code.startswith(code)]
            if match and (
                len(codes_written(found.piece.statement.text)) == 1
                or match.code in [m.code for m in found.matches]
            ):
                within = [match]
            if within:
                others = tuple(other for other in found.matches if other.code != within[0].code)
                return Found(piece=found.piece, query=found.query, matches=(within[0], *others))
        return found

    def _regions(self, piece: Piece, whole: Piece) -> bool:
        """One suggestion for each spinal region that a dysfunction or subluxation is stated for.

        Where its own words name none, those of the whole statement count.
        """
        any_found = False
        if _SACROILIAC.fullmatch(piece.text.strip(" .,")) and (
            not self._spinal_care() or self._sacral_named_apart()
        ):
            return False
        all_named = regions_named(piece.text)
        if not all_named:
            piece, all_named = whole, regions_named(whole.text)
        for named in all_named:
            match = self._finder.coded(named.code)
            if match is None:
                continue
            any_found = True
            where = Evidence(start=piece.start, end=piece.end, text=piece.text)
            level = piece.text[named.start : named.end]
            self._keep(
                Suggestion(
                    code=match.code, title=match.title, confidence=0.95, evidence=(where,),
                    why=(f"region of “{level}”", "M99: one code for each region named"), missing=(), alternatives=self._other_group(match),
                    section=piece.statement.section, phrase=normalised(f"{piece.text[:80]} {level}"),
                )
            )  # fmt: skip
        return any_found

    def _spinal_care(self) -> bool:
        """Whether the note counts regions as M99 does; else “SI joint dysfunction” is looked up as it stands."""
        return _COUNTS_REGIONS.search(self.note.text) is not None

    def _sacral_named_apart(self) -> bool:
        """Whether another line names the sacral region: “SI joint dysfunction” beside it is the joint's disorder."""
        return any(
            named.code == "M99.04"
            for statement in self.note.of("assessment")
            if not _SI_JOINT.search(statement.text)
            for named in regions_named(statement.text)
        )

    def _other_group(self, match: Match) -> tuple[Alternative, ...]:
        swapped = (
            match.code.replace("M99.0", "M99.1")
            if "M99.0" in match.code
            else match.code.replace("M99.1", "M99.0")
        )
        other = self._finder.coded(swapped)
        return (Alternative(code=other.code, title=other.title),) if other else ()

    def _held_back(self, piece: Piece) -> None:
        """Presence of a joint and aftercare are coded from “status post”; a doubted problem asks for its symptom."""
        cue = piece.cue.lower()
        if piece.kind == HISTORICAL and cue in _STATUS_CUES and piece.statement.section == "assessment":
            self._status(named_in(piece) or piece)
        elif piece.kind == UNCERTAIN and piece.headline and names_problem(piece.text):
            others = pieces(piece.statement, headline=True)
            if not any(other.kind == AFFIRMED and names_problem(other.text) for other in others):
                self._doubted = self._doubted or piece

    def _managed_in_plan(self) -> None:
        """“Regarding her diabetes, …” in a plan apart from the assessment."""
        if not self.note.has("assessment"):
            return
        for statement in self.note.of("plan"):
            if not _TURNS_TO.match(statement.text):
                continue
            for piece in pieces(statement, headline=False)[:1]:
                named = named_in(_first_clause(piece)) if piece.kind == AFFIRMED else None
                if named is None or not names_problem(named.text) or self._known(named.text):
                    continue
                for found in found_in(named, self._finder)[:1]:
                    if found.fit >= _LEAST_FIT["prose"]:
                        self._add(found, (_RULE_MANAGED,))

    def _known(self, text: str) -> bool:
        """Whether a suggestion already names the problem in these or more words."""
        asked = set(normalised(readable(text)).split())
        return any(asked <= set(one.phrase.split()) for one in self._by_code.values())

    def _status(self, piece: Piece) -> None:
        after_surgery = _AFTER_SURGERY.search(piece.statement.text) is not None
        stems = (*_STATUS_CODES, "Z47") if after_surgery else _STATUS_CODES
        matches = tuple(
            match for match in self._finder.find(readable(piece.text)) if match.code.startswith(stems)
        )
        found = Found(piece=piece, query=piece.text, matches=matches)
        if _REPAIRED_FRACTURE.search(piece.statement.text):
            self._repaired(piece)
        elif found.fit >= _LEAST_FIT["prose"]:
            self._add(found, ("status after surgery, as the assessment says",))

    def _repaired(self, piece: Piece) -> None:
        """A fracture after its fixation is coded as the fracture, subsequent encounter (guideline I.C.19.c)."""
        query = f"{_FIXATION.sub(' ', piece.text)} subsequent encounter routine healing"
        matches = tuple(match for match in self._finder.find(readable(query)) if match.code[-1] == "D")
        found = Found(piece=piece, query=query, matches=matches)
        if found.fit >= _LEAST_FIT["headline"]:
            self._add(found, ("after fixation: the fracture, 7th character D (guideline I.C.19.c)",))

    def _symptom_in_front(self) -> None:
        """Where the assessment only doubts, the symptom of the complaint is the reason for the visit (IV.H, IV.D)."""
        if any(is_symptom(_first_text(suggestion)) for suggestion in self._by_code.values()):
            return
        for statement in self._symptom_statements():
            for piece in pieces(statement, headline=statement.section == "complaint"):
                named = named_in(piece) if piece.kind == AFFIRMED else None
                if named is None or not is_symptom(named.text):
                    continue
                if self._explained(named.text):
                    return
                for found in found_in(named, self._finder)[:1]:
                    if found.fit >= _LEAST_FIT["fragment"] and is_symptom(found.piece.text):
                        self._add(found, (_RULE_SYMPTOM,))
                        return

    def _explained(self, symptom: str) -> bool:
        """Whether something suggested stands at the same site: its symptom belongs to it (guideline I.B.5)."""
        where = regions(symptom)
        return any(where & regions(f"{_first_text(one)} {one.title}") for one in self._by_code.values())

    def _symptom_statements(self) -> Iterator[Statement]:
        kinds = ("complaint", "history", "assessment")
        for kind in kinds if self.note.has(*kinds) else (UNHEADED,):
            yield from self.note.of(kind)

    def _found_by(self, match: Match, query: str) -> str:
        if match.source in ("code in the note", "the office's choices"):
            return f"{match.source}: {match.shown}"
        if path := self._finder.index_path(readable(query), match.code):
            return f"Alphabetic Index: {path}"
        return f"{match.source}: {match.shown}"

    def _suggestion(self, piece: Piece, refined: Refined, best: Match, why: tuple[str, ...]) -> Suggestion:
        evidence = Evidence(start=piece.start, end=piece.end, text=piece.text)
        others = [match for match in refined.matches[1:] if match.code != best.code]
        return Suggestion(
            code=best.code, title=best.title, confidence=_confidence(best, piece, refined),
            evidence=(evidence, *(other for other in refined.evidence if other != evidence)),
            why=(self._found_by(best, refined.query), *refined.why, *why), missing=refined.missing,
            alternatives=tuple(Alternative(code=match.code, title=match.title) for match in others[:_MOST_ALTERNATIVES]),
            section=piece.statement.section, phrase=normalised(readable(refined.query)),
        )  # fmt: skip


def _first_clause(piece: Piece) -> Piece:
    end = piece.text.find(",")
    return part_of(piece, 0, end) if end > 0 else piece


def _confidence(best: Match, piece: Piece, refined: Refined) -> float:
    value = 0.97 * best.fit - 0.03 * len(refined.missing) - (0.0 if piece.headline else 0.1)
    return round(min(max(value, 0.05), 0.99), 2)


def _first_text(suggestion: Suggestion) -> str:
    return suggestion.evidence[0].text


def _merged(before: Suggestion, again: Suggestion) -> Suggestion:
    """The same code named twice: one suggestion that quotes both places."""
    more = tuple(piece for piece in again.evidence if piece not in before.evidence)
    return Suggestion(
        code=before.code, title=before.title, confidence=max(before.confidence, again.confidence),
        evidence=(*before.evidence, *more), why=before.why, missing=before.missing,
        alternatives=before.alternatives, section=before.section, phrase=before.phrase,
    )  # fmt: skip
