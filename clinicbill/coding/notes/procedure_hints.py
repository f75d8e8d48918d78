"""Procedures a note speaks of, only from the office's own list: its codes, its names, its words for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.coding.notes.cues import AFFIRMED, spans_of
from clinicbill.coding.notes.records import Evidence
from clinicbill.coding.notes.regions import spinal_regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.coding.notes.note import Note, Statement

_ADJUSTED = re.compile(
    r"\b(?:adjust(?:ed|ment|ments)?|cmt|manipulat(?:ed|ion)|diversified|activator)\b", re.IGNORECASE
)
_MOST_SPINAL = 5
_SAID_IN = ("plan", "", "assessment", "exam", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeProcedure:
    """A procedure of the office's own list.

    Attributes:
        terms: the office's words for it, its own name among them; any of them names it.
        regions: for a spinal manipulation the fewest and most regions it is for; (0, 0) for anything else.
    """

    code: str
    name: str
    terms: tuple[str, ...]
    regions: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureHint:
    """A procedure the note says was done, with the words that say so; `why` counts the regions where it did."""

    code: str
    name: str
    evidence: Evidence
    why: str


def procedure_hints(note: Note, office: Sequence[OfficeProcedure]) -> list[ProcedureHint]:
    """Procedures of the office's list that the note says were done; each code once, in the note's order.

    Nothing denied, planned or of the past; manipulations are chosen by the spinal regions stated (five, as CPT
    counts them: cervical, thoracic, lumbar, sacral, pelvic).
    """
    found: dict[str, ProcedureHint] = {}
    for statement in note.of(*_SAID_IN):
        for hint in (*_manipulation(statement, office), *_named(statement, office)):
            found.setdefault(hint.code, hint)
    return list(found.values())


def _affirmed(statement: Statement, place: int) -> bool:
    return any(span.start <= place < span.end and span.kind == AFFIRMED for span in spans_of(statement))


def _evidence(statement: Statement) -> Evidence:
    return Evidence(start=statement.start, end=statement.end, text=statement.text)


def _manipulation(statement: Statement, office: Sequence[OfficeProcedure]) -> Iterator[ProcedureHint]:
    said = _ADJUSTED.search(statement.text)
    if said is None or not _affirmed(statement, said.start()):
        return
    regions = spinal_regions(statement.text)
    for one in office:
        fewest, most = one.regions
        if most and fewest <= len(regions) <= min(most, _MOST_SPINAL):
            why = f"{len(regions)} spinal regions: {', '.join(regions)}"
            yield ProcedureHint(code=one.code, name=one.name, evidence=_evidence(statement), why=why)


def _named(statement: Statement, office: Sequence[OfficeProcedure]) -> Iterator[ProcedureHint]:
    """By the office's words; what the patient does at home (“home exercise”) is no service of the visit."""
    for one in office:
        for term in one.terms if one.regions == (0, 0) else ():
            match = (
                re.search(rf"(?<!\w)(?<!home ){re.escape(term)}(?!\w)", statement.text, re.IGNORECASE)
                if term
                else None
            )
            if match and _affirmed(statement, match.start()):
                why = f"the office's word “{term}”"
                yield ProcedureHint(code=one.code, name=one.name, evidence=_evidence(statement), why=why)
                break
