"""Findings before sending: what a claim knows and its 837P has no place for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.x12.claim_837p_lines import seller_number
from clinicbill.x12.claim_837p_parts import SECONDARY_IDS, TAXONOMY
from clinicbill.x12.claim_837p_providers import facility_elsewhere
from clinicbill.x12.claim_837p_subscriber import ACCIDENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.claim import Claim, OtherId, ReferringProvider
    from clinicbill.x12.companion import Companion

UNSENT = "E12"
_SOURCE = "ASC X12N 005010X222A1, {loop}"
_WITH_TAXONOMY = ("2010BB", "2310B")
_REFERRING_LOOPS = {"DN": "2310A", "DQ": "2310D", "DK": "2420E"}


def unsent_findings(claim: Claim, companion: Companion) -> Iterator[Finding]:
    """E12: a number whose qualifier its loop does not take, a purchased service of nobody, a date for injuries only."""
    for who, loop, field, other in _numbers(claim):
        if other is not None and not _has_place(other.qualifier, loop, companion):
            yield _number(who, loop, f"{field}.other_id", other)
    if not seller_number(claim):
        for place, line in enumerate(claim.lines, 1):
            if line.purchased is not None:
                yield _nobody_sold(place, str(line.purchased))
    if claim.case.first_contact_on and claim.case.kind not in ACCIDENTS:
        yield _first_contact(slashed(claim.case.first_contact_on))


def _numbers(claim: Claim) -> Iterator[tuple[str, str, str, OtherId | None]]:
    """Whose number, its loop, its place in the claim, and the number; who stands in no loop is left out."""
    yield "the billing provider", "2010BB", "billing", claim.billing.other_id
    performing = {line.rendering.npi: place for place, line in reversed([*enumerate(claim.lines)])}
    for npi, place in performing.items():
        rendering = claim.lines[place].rendering
        if npi != claim.billing.npi:
            yield str(rendering.name), "2310B", f"lines.{place}.rendering", rendering.other_id
    if claim.referring is not None:
        yield (
            str(claim.referring.name),
            _referring_loop(claim.referring),
            "referring",
            claim.referring.other_id,
        )
    if facility := facility_elsewhere(claim):
        yield facility.name, "2310C", "facility", facility.other_id


def _referring_loop(referring: ReferringProvider) -> str:
    return _REFERRING_LOOPS.get(referring.qualifier, "2310A")


def _has_place(qualifier: str, loop: str, companion: Companion) -> bool:
    if qualifier == TAXONOMY:
        return loop in _WITH_TAXONOMY and companion.taxonomy
    # A licence or UPIN of the billing provider stands with its name and not with the payer.
    taken = SECONDARY_IDS[loop] + (SECONDARY_IDS["2010AA"] if loop == "2010BB" else ())
    return qualifier in taken


def _number(who: str, loop: str, field: str, other: OtherId) -> Finding:
    return Finding(
        rule=UNSENT,
        severity=Severity.WARNING,
        message=f"The number of {who} with {other.qualifier} is not in the file",
        where=f"{loop} REF01",
        value=f"{other.qualifier} {other.number}",
        why="This loop takes other qualifiers only; the rest of the claim is sent.",
        source=_SOURCE.format(loop=f"{loop} REF01"),
        fix="Choose the qualifier the payer gave the number under, or send this claim on paper.",
        field=field,
    )


def _nobody_sold(place: int, price: str) -> Finding:
    return Finding(
        rule=UNSENT,
        severity=Severity.MUST_FIX,
        message=f"Line {place} was purchased, but the file cannot say from whom",
        where=f"line {place}, 2400 PS101",
        value=price,
        why="The file names the other provider by a number, and the price stands only beside it.",
        source=_SOURCE.format(loop="2400 PS1 and 2420B"),
        fix="Choose the place of the visit with its NPI, or take the price off the line.",
        field=f"lines.{place - 1}.purchased",
    )


def _first_contact(day: str) -> Finding:
    return Finding(
        rule=UNSENT,
        severity=Severity.WARNING,
        message="The day of first contact is not in the file",
        where="2300 DTP*444",
        value=day,
        why="The file has it for work and auto injuries only; the rest of the claim is sent.",
        source=_SOURCE.format(loop="2300 DTP*444"),
        fix="Change the kind of the case, or send this claim on paper.",
        field="case",
    )
