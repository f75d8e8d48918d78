"""What cannot even be kept as a draft: contradictions that no row of the practice file can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.money import ZERO
from clinicbill.encounters.encounter import SCREENING_RESULTS
from clinicbill.encounters.missing_diagnoses import MOST_DIAGNOSES
from clinicbill.encounters.missing_lines import MOST_LINES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.encounters.encounter import Encounter, EncounterLine

_ITEM_21 = "NUCC 1500 manual (02/12 form), item 21"
_ITEM_24 = "NUCC 1500 manual (02/12 form), item 24; 005010X222A1, 2400"


def unsavable(visit: Encounter) -> list[Finding]:
    """Findings that keep a visit from being saved at all, unfinished as it may be; rule V10."""
    return [*_diagnoses(visit), *_lines(visit)]


def _diagnoses(visit: Encounter) -> Iterator[Finding]:
    codes = visit.diagnoses
    if len(codes) > MOST_DIAGNOSES:
        yield _finding(f"A visit holds {MOST_DIAGNOSES} diagnoses", "item 21", _ITEM_21, "diagnoses")
    for index, code in enumerate(codes):
        if not code.strip() or code in codes[:index]:
            message = f"{code} is listed twice" if code.strip() else "A diagnosis is empty"
            yield _finding(message, "item 21", _ITEM_21, f"diagnoses.{index}")


def _lines(visit: Encounter) -> Iterator[Finding]:
    if len(visit.lines) > MOST_LINES:
        yield _finding(f"A visit holds {MOST_LINES} lines", "item 24", _ITEM_24, "lines")
    for index, line in enumerate(visit.lines):
        for message, field in _line_problems(line):
            yield _finding(message, f"line {index + 1}", _ITEM_24, f"lines.{index}.{field}")


def _line_problems(line: EncounterLine) -> Iterator[tuple[str, str]]:
    if line.to_on < line.from_on:
        yield "The line ends before it begins", "to_on"
    if line.units < 1:
        yield "A line has at least one unit", "units"
    if line.charge < ZERO:
        yield "A charge is not negative", "charge"
    if line.minutes is not None and line.minutes < 0:
        yield "Minutes are not negative", "minutes"
    if line.purchased is not None and line.purchased < ZERO:
        yield "A price is not negative", "purchased"
    if line.epsdt and line.epsdt not in SCREENING_RESULTS:
        yield f"“{line.epsdt}” is no result of a screening", "epsdt"
    if any(not 1 <= position <= MOST_DIAGNOSES for position in line.pointers):
        yield "A pointer is one of the letters A to L", "pointers"


def _finding(message: str, where: str, source: str, field: str) -> Finding:
    return Finding(
        rule="V10",
        severity=Severity.MUST_FIX,
        message=message,
        where=where,
        source=source,
        fix="Correct it; nothing was saved.",
        field=field,
    )
