"""What is missing on the service lines of a visit: item 24."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.dates import age_on, slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.money import ZERO
from clinicbill.encounters.encounter import POINTER_LETTERS
from clinicbill.encounters.pricing import charge_for
from clinicbill.practice.procedure_checks import MODIFIER, MOST_MODIFIERS, PROCEDURE_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.encounters.encounter import Encounter, EncounterLine
    from clinicbill.encounters.visit_facts import VisitFacts

MOST_LINES = 50
_MOST_POINTERS = 4
_MOST_UNITS = 999
_GROWN = 21
_POS = re.compile(r"\d{2}")
_NUCC = "NUCC 1500 manual (02/12 form), item {item}; 005010X222A1, 2400 {element}"
_HOUSE = "house rule: the charge of a line comes from the fee schedule"


def no_lines(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """V01: one to fifty lines."""
    if not 1 <= len(visit.lines) <= MOST_LINES:
        yield Finding(
            rule="V01",
            severity=Severity.MUST_FIX,
            message=f"The visit has {len(visit.lines) or 'no'} service lines",
            where="item 24",
            why=f"A claim holds up to {MOST_LINES} lines.",
            source="005010X222A1, 2400 LX",
            fix="Add what was done, or split the visit.",
            field="lines",
        )


def _on_line(
    index: int, rule: str, item: str, element: str, message: str, value: str, field: str, fix: str
) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.MUST_FIX,
        message=message,
        where=f"line {index + 1}, item {item}",
        value=value,
        source=_NUCC.format(item=item, element=element),
        fix=fix,
        field=f"lines.{index}.{field}",
    )


def procedure(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """X15: the form of a CPT or HCPCS code."""
    for index, line in enumerate(visit.lines):
        code = line.procedure_code
        if not PROCEDURE_CODE.fullmatch(code):
            message = f"“{code}” is no procedure code" if code else "The line has no procedure"
            fix = "Choose one from the procedure list."
            yield _on_line(index, "X15", "24D", "SV101-2", message, code, "procedure_code", fix)


def modifiers(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """X14: at most four, two characters each, none twice."""
    for index, line in enumerate(visit.lines):
        if len(line.modifiers) > MOST_MODIFIERS:
            wrong = f"{len(line.modifiers)} modifiers, but a line holds {MOST_MODIFIERS}"
        elif any(not MODIFIER.fullmatch(modifier) for modifier in line.modifiers):
            wrong = "A modifier has two letters or digits"
        elif len(set(line.modifiers)) < len(line.modifiers):
            wrong = "A modifier stands twice"
        else:
            continue
        value = " ".join(line.modifiers)
        yield _on_line(index, "X14", "24D", "SV101", wrong, value, "modifiers", "Correct the modifiers.")


def pointers(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """F17: one to four, of the listed diagnoses, none twice."""
    for index, line in enumerate(visit.lines):
        if wrong := _wrong_pointers(line, len(visit.diagnoses)):
            message = f"{line.procedure_code or 'The line'} {wrong}"
            fix = "Key the letters of the diagnoses it treats, the main one first."
            yield _on_line(index, "F17", "24E", "SV107", message, _letters(line), "pointers", fix)


def _wrong_pointers(line: EncounterLine, listed: int) -> str:
    if not line.pointers:
        return "points to no diagnosis"
    if len(line.pointers) > _MOST_POINTERS:
        return f"has {len(line.pointers)} pointers, but a line holds {_MOST_POINTERS}"
    if any(not 1 <= position <= listed for position in line.pointers):
        return "points to a diagnosis that is not listed"
    return "points to a diagnosis twice" if len(set(line.pointers)) < len(line.pointers) else ""


def _letters(line: EncounterLine) -> str:
    letters = range(1, len(POINTER_LETTERS) + 1)
    return "".join(POINTER_LETTERS[p - 1] if p in letters else "?" for p in line.pointers)


def place_of_service(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """F21: two digits of the CMS list."""
    for index, line in enumerate(visit.lines):
        if not _POS.fullmatch(line.pos):
            message = (
                f"“{line.pos}” is no place of service" if line.pos else "The place of service is missing"
            )
            fix = "Choose the place of service, such as 11 for the office."
            yield _on_line(index, "F21", "24B", "SV105", message, line.pos, "pos", fix)


def units(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """F23: one to 999."""
    for index, line in enumerate(visit.lines):
        if not 1 <= line.units <= _MOST_UNITS:
            message = f"The units are between 1 and {_MOST_UNITS}"
            yield _on_line(
                index, "F23", "24G", "SV104", message, str(line.units), "units", "Correct the units."
            )


def dates(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """F19, F20: in order, not in the future, not before birth; a span has a unit a day."""
    for index, line in enumerate(visit.lines):
        span = slashed(line.from_on)
        if line.to_on != line.from_on:
            span += f"–{slashed(line.to_on)}"
        if wrong := _wrong_dates(line, facts):
            yield _on_line(
                index, "F19", "24A", "DTP*472", wrong, span, "from_on", "Correct the date of service."
            )
        days = (line.to_on - line.from_on).days + 1
        if days > 1 and line.units != days:
            message = f"The line spans {days} days but has {line.units} unit{'s' * (line.units != 1)}"
            fix = "Make one line for each day, or set the units to the number of days."
            yield _on_line(index, "F20", "24A", "DTP*472", message, span, "units", fix)


def _wrong_dates(line: EncounterLine, facts: VisitFacts) -> str:
    if line.to_on < line.from_on:
        return "The line ends before it begins"
    if line.to_on > facts.as_of:
        return "The date of service is in the future"
    return "The date of service is before the patient’s birth" if line.from_on < facts.birth_on else ""


def charge(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """V02, V03: a line without a fee costs nothing; a charge keyed by hand differs from the schedule."""
    for index, line in enumerate(visit.lines):
        expected = charge_for(
            facts.fees.get(line.procedure_code, ()),
            payer_id=facts.payer_id,
            modifiers=line.modifiers,
            on=line.from_on,
            units=line.units,
        )
        where, field = f"line {index + 1}, item 24F", f"lines.{index}.charge"
        if expected is None and line.charge == ZERO:
            yield Finding(
                rule="V02",
                severity=Severity.MUST_FIX,
                message=f"{line.procedure_code or 'The line'} has no fee on {slashed(line.from_on)}",
                where=where,
                source=_HOUSE,
                fix="Key the charge here, or the fee in Setup.",
                field=field,
            )
        elif expected is not None and expected != line.charge:
            yield Finding(
                rule="V03",
                severity=Severity.INFO,
                message=f"The fee schedule says {expected}",
                where=where,
                value=str(line.charge),
                source=_HOUSE,
                fix="Take the fee of the schedule, or leave what was keyed.",
                field=field,
            )


def screening(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """V11: EPSDT ends with the 21st birthday (42 U.S.C. 1396d(a)(4)(B))."""
    for index, line in enumerate(visit.lines):
        if line.epsdt and age_on(facts.birth_on, line.from_on) >= _GROWN:
            yield Finding(
                rule="V11",
                severity=Severity.WARNING,
                message=f"EPSDT is for patients under {_GROWN}",
                where=f"line {index + 1}, item 24H",
                value=line.epsdt,
                source="42 U.S.C. 1396d(a)(4)(B); NUCC 1500 manual, item 24H",
                fix="Take the referral off in the details of the line, or correct the birth date.",
                field=f"lines.{index}.epsdt",
            )


def purchase(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """V12: whoever was paid for a purchased service stands in item 32."""
    if visit.facility_id is not None:
        return
    for index, line in enumerate(visit.lines):
        if line.purchased is not None:
            yield Finding(
                rule="V12",
                severity=Severity.WARNING,
                message="The service was purchased, but the visit names no place",
                where=f"line {index + 1}, items 20 and 32",
                value=str(line.purchased),
                source="NUCC 1500 manual, items 20 and 32; 005010X222A1, 2400 PS1 and 2420B",
                fix="Choose in the visit’s details who was paid, as its place.",
                field="facility_id",
            )


LINE_RULES = (
    no_lines,
    procedure,
    modifiers,
    pointers,
    place_of_service,
    units,
    dates,
    charge,
    screening,
    purchase,
)
