"""What is missing among the diagnoses of a visit: item 21."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.encounters.encounter import POINTER_LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.encounters.encounter import Encounter
    from clinicbill.encounters.visit_facts import VisitFacts

MOST_DIAGNOSES = len(POINTER_LETTERS)
# A letter, a digit, a digit or letter, then up to four characters behind a dot.
_ICD10 = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")
_LIST = "NUCC 1500 manual (02/12 form), item 21; 005010X222A1, 2300 HI"
_VALID = "ICD-10-CM Official Guidelines, section I.B.2; 45 CFR 162.1002"
_RELEASES = "ICD-10-CM is released on October 1 and April 1 (CDC/NCHS and CMS)"


def _place(index: int) -> str:
    return f"item 21{POINTER_LETTERS[index]}" if index < MOST_DIAGNOSES else "item 21"


def list_of_diagnoses(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """F14: one to twelve, none twice, each in the form of an ICD-10-CM code."""
    codes = visit.diagnoses
    if not codes:
        yield _listed("The visit has no diagnosis", "item 21A", "", "diagnoses", "Add a diagnosis.")
    if len(codes) > MOST_DIAGNOSES:
        message = f"The visit has {len(codes)} diagnoses; a claim holds {MOST_DIAGNOSES}"
        yield _listed(message, "item 21", "", "diagnoses", "Remove those that no line points at.")
    for index, code in enumerate(codes):
        if code in codes[:index]:
            wrong, fix = f"{code} is listed twice", "Remove one of them."
        elif not _ICD10.fullmatch(code):
            wrong, fix = f"“{code}” is no ICD-10-CM code", "Choose the code from the search."
        else:
            continue
        yield _listed(wrong, _place(index), code, f"diagnoses.{index}", fix)


def _listed(message: str, where: str, value: str, field: str, fix: str) -> Finding:
    return Finding(
        rule="F14",
        severity=Severity.MUST_FIX,
        message=message,
        where=where,
        value=value,
        why="A claim has one to twelve different diagnoses.",
        source=_LIST,
        fix=fix,
        field=field,
    )


def valid_on_the_day(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """F15, H15, H16: each code in the code set of the day; the nearest one where that is not loaded."""
    if facts.codes is None:
        return
    nearest = ""
    for index, code in enumerate(visit.diagnoses):
        if not _ICD10.fullmatch(code):
            continue
        answer = facts.codes.look_up(code, visit.service_on)
        nearest = nearest or ("" if answer.covers else answer.said)
        if answer.billable:
            continue
        sure = answer.covers or answer.known
        wrong = "is a header and needs more digits" if answer.known else "is not in the code set"
        yield Finding(
            rule="F15" if sure else "H15",
            severity=Severity.MUST_FIX if sure else Severity.WARNING,
            message=f"{code} {wrong}",
            where=_place(index),
            value=code,
            why=f"{slashed(visit.service_on)}, {answer.said}.",
            source=_VALID if sure else _RELEASES,
            fix=f"Choose one of {', '.join(answer.instead)}."
            if answer.instead
            else "Choose the code that is valid on the date of service.",
            field=f"diagnoses.{index}",
        )
    if nearest:
        yield _code_set_used(nearest)


def _code_set_used(said: str) -> Finding:
    return Finding(
        rule="H16",
        severity=Severity.INFO,
        message=f"The diagnoses were {said}",
        where="item 21",
        why="No loaded code set covers the date of service, so the nearest one was used.",
        source=_RELEASES,
        fix="Load the newer code set when you can.",
        field="diagnoses",
    )


def unused(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """F18: diagnoses that no line points at."""
    pointed = {position for line in visit.lines for position in line.pointers}
    if not visit.lines:
        return
    for index, code in enumerate(visit.diagnoses[:MOST_DIAGNOSES]):
        if index + 1 not in pointed:
            yield Finding(
                rule="F18",
                severity=Severity.INFO,
                message=f"No line points at {code}",
                where=_place(index),
                value=code,
                why="A diagnosis without a line is not used to judge any service.",
                source="house rule",
                fix="Point a line at it, or leave it if it belongs to the record.",
                field=f"diagnoses.{index}",
            )


DIAGNOSIS_RULES = (list_of_diagnoses, valid_on_the_day, unused)
