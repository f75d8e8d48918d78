"""What is wrong with a procedure and its fees: pure rules, each with its source and its remedy."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.practice.checks import required

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.practice.procedure import Fee, Procedure

PROCEDURE_CODE = re.compile(r"\d{5}|[A-Z]\d{4}|\d{4}[A-Z]")
MODIFIER = re.compile(r"[0-9A-Z]{2}")
MOST_MODIFIERS = 4


def procedure_findings(procedure: Procedure, fees: Sequence[Fee]) -> list[Finding]:
    """What is wrong with a procedure and its fees."""
    where = procedure.code or "procedure"
    found = required(procedure.name, rule="S01", what="short name", where=where, field="name")
    return [*_code(procedure), *found, *_modifiers(procedure), *_fees(where, fees)]


def _code(procedure: Procedure) -> Iterator[Finding]:
    if not PROCEDURE_CODE.fullmatch(procedure.code):
        yield Finding(
            rule="S11",
            severity=Severity.MUST_FIX,
            message=f"“{procedure.code}” is no procedure code",
            where="procedure",
            value=procedure.code,
            why="A code has five characters: digits, or one letter with four digits.",
            source="005010X222A1, SV101-2; NUCC 1500 manual, item 24D",
            fix="Key the code without modifiers.",
            field="code",
        )


def _modifiers(procedure: Procedure) -> Iterator[Finding]:
    wrong = [modifier for modifier in procedure.modifiers if not MODIFIER.fullmatch(modifier)]
    if wrong or len(procedure.modifiers) > MOST_MODIFIERS:
        yield Finding(
            rule="S12",
            severity=Severity.MUST_FIX,
            message="A procedure takes up to four modifiers of two characters",
            where=procedure.code or "procedure",
            value=" ".join(procedure.modifiers),
            source="005010X222A1, SV101-3 to SV101-6; NUCC 1500 manual, item 24D",
            fix="Key modifiers like 59 or GP.",
            field="modifiers",
        )


def _fees(code: str, fees: Sequence[Fee]) -> Iterator[Finding]:
    if not fees:
        yield Finding(
            rule="S13",
            severity=Severity.WARNING,
            message=f"{code} has no fee",
            where=code,
            source="house rule: the charge of a line comes from the fee schedule",
            fix="Key a fee and the day from which it counts.",
            field="fees",
        )
    counted = Counter((fee.payer_id, fee.modifier, fee.from_on) for fee in fees)
    for (_, modifier, from_on), count in counted.items():
        if count > 1:
            yield Finding(
                rule="S14",
                severity=Severity.MUST_FIX,
                message=f"{code}{f' with {modifier}' if modifier else ''} has {count} fees from the same day",
                where=code,
                value=from_on.isoformat(),
                source="house rule: one fee for a payer, a modifier and a day",
                fix="Change the day of one of them.",
                field="fees",
            )
