"""Diagnoses that the Tabular List keeps apart or puts in order: Excludes1, code first, use additional code."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from clinicbill.coding.edits.code_notes import names_code, references
from clinicbill.coding.edits.coded_day import at_diagnosis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.codesets.icd10 import CodeNote
    from clinicbill.coding.edits.coded_day import CodedDay
    from clinicbill.coding.edits.rules import Problem

# "Code first, if applicable" asks for nothing where nothing applies.
_ONLY_IF = ("if applicable", "if known", "when applicable", "if present", "if any", "when known")


def excludes(day: CodedDay) -> Iterator[Problem]:
    """N05: two diagnoses of which one is excluded where the other is used; inherited notes count."""
    listed = list(enumerate(day.diagnoses))
    for (_, first), (second_at, second) in combinations(listed, 2):
        note = _excluding(day, first, second) or _excluding(day, second, first)
        if note is not None and first != second:
            message = f"{second} and {first} exclude each other"
            yield at_diagnosis(
                "N05",
                second_at,
                second,
                message,
                source=f"ICD-10-CM Tabular List, Excludes1 at {note.owner}; Official Guidelines, section I.A.12.a",
            )


def _excluding(day: CodedDay, code: str, other: str) -> CodeNote | None:
    notes = (note for note in day.answer(code).notes if note.kind == "excludes1")
    return next((note for note in notes if names_code(note.text, other)), None)


def code_first(day: CodedDay) -> Iterator[Problem]:
    """N06: a code whose note says that another comes first leads the list, or stands before that other."""
    for index, code in enumerate(day.diagnoses):
        for note in day.answer(code).notes:
            if note.kind != "code_first" or any(words in note.text.lower() for words in _ONLY_IF):
                continue
            after = [other for other in day.diagnoses[index + 1 :] if names_code(note.text, other)]
            before = [other for other in day.diagnoses[:index] if names_code(note.text, other)]
            if before or not (after or index == 0):
                continue
            wanted = f"{after[0]} comes before {code}" if after else f"{code} is not listed first"
            source = (
                f"ICD-10-CM Tabular List, code first at {note.owner}; Official Guidelines, section I.A.13"
            )
            yield at_diagnosis("N06", index, code, wanted, source=source)
            break


def use_additional(day: CodedDay) -> Iterator[Problem]:
    """N07: a note at the code itself asks for another code, and none of those it names is listed."""
    for index, code in enumerate(day.diagnoses):
        notes = [
            note
            for note in day.answer(code).notes
            if note.kind == "use_additional" and note.owner_kind == "code" and references(note.text)
        ]
        if notes and not any(names_code(note.text, other) for note in notes for other in day.diagnoses):
            message = f"{code} may need another code: {notes[0].text}"
            source = f"ICD-10-CM Tabular List, use additional code at {notes[0].owner}"
            yield at_diagnosis("N07", index, code, message, source=source)


RULES = (excludes, code_first, use_additional)
