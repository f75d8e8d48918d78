"""Findings before sending: what cannot stand in an element of the 837P, or is longer than it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.claims.profiles import claim_profile
from clinicbill.x12.claim_837p_loops import claim_rows
from clinicbill.x12.claim_837p_places import place_of
from clinicbill.x12.claim_837p_unsent import unsent_findings
from clinicbill.x12.companion import as_told, companion_for
from clinicbill.x12.writer import SegmentWriter, UnwritableElement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.claim import Claim
    from clinicbill.x12.claim_837p_parts import Row
    from clinicbill.x12.writer import Element

UNWRITABLE, TOO_LONG = "E10", "E11"
# Longest element by segment and number (005010X222A1); component 101.7 is SV101-7.
_LONGEST = {
    ("NM1", 3): 60,
    ("NM1", 4): 35,
    ("NM1", 5): 25,
    ("NM1", 7): 10,
    ("NM1", 9): 80,
    ("N3", 1): 55,
    ("N3", 2): 55,
    ("N4", 1): 30,
    ("N4", 2): 2,
    ("N4", 3): 15,
    ("SBR", 3): 50,
    ("SBR", 4): 60,
    ("REF", 2): 50,
    ("CLM", 1): 20,
    ("NTE", 2): 80,
    ("SVD", 1): 80,
    ("PS1", 1): 50,
}
_DESCRIPTION = 80
_SOURCE = "ASC X12N 005010X222A1"


def file_findings(claim: Claim) -> tuple[Finding, ...]:
    """What keeps this claim out of an 837P: E10 a sign X12 cannot carry, E11 a text longer than its element.

    And what is known of it that no segment carries: E12.

    Raises:
        CannotDo: the claim has no service line or no diagnosis.
        NotFound: the payer's profile is not known.
    """
    companion = companion_for(claim_profile(claim))
    return (*_findings(claim), *unsent_findings(as_told(claim, companion), companion))


def _findings(claim: Claim) -> Iterator[Finding]:
    other = -1
    for loop, line, row in claim_rows(claim):
        # Each other insurance begins with its 2320 SBR.
        other += (loop, row[0]) == ("2320", "SBR")
        yield from _row(claim, loop, line, row, max(other, 0))


def _row(claim: Claim, loop: str, line: int, row: Row, other: int) -> Iterator[Finding]:
    tag, elements = str(row[0]), row[1:]
    writer = SegmentWriter()
    for number, element in enumerate(elements, 1):
        place = f"{loop} {tag}{number:02d}"
        where = f"line {line}, {place}" if line else place
        field = place_of(claim, loop, row, number, line=line, other=other)
        try:
            text = writer.element(tag, number, element)
        except UnwritableElement as error:
            yield _finding(UNWRITABLE, where, field, error.value, str(error))
            continue
        longest = _LONGEST.get((tag, number), len(text))
        if len(text) > longest:
            message = f"{len(text)} characters, but the element holds {longest}."
            yield _finding(TOO_LONG, where, field, text, message)
    if tag == "SV1":
        yield from _description(line, elements[0])


def _description(line: int, procedure: Element) -> Iterator[Finding]:
    text = str(procedure[-1]) if isinstance(procedure, tuple) else ""
    if len(text) > _DESCRIPTION:
        message = f"The narrative has {len(text)} characters, but the element holds {_DESCRIPTION}."
        field = f"lines.{line - 1}.narrative"
        yield _finding(TOO_LONG, f"line {line}, 2400 SV101-7", field, text, message)


def _finding(rule: str, where: str, field: str, value: str, message: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.MUST_FIX,
        message=message,
        where=where,
        value=value,
        why="A file with this element is refused whole, and with it every claim in it.",
        source=_SOURCE,
        fix="Type it in letters and digits, and shorter where it is too long.",
        field=field,
    )
