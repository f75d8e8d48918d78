"""Findings before printing: what does not fit its box, and what the form cannot take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.cms1500.boxes import claim_texts, unfitted_texts
from clinicbill.cms1500.characters import unprintable
from clinicbill.cms1500.layout import area_of, layout
from clinicbill.cms1500.provenance import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.claim import Claim
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.cms1500.layout import Place

TOO_LONG, UNKNOWN_LETTER, SHORTENED, NO_ROOM, NEGATIVE = "P10", "P11", "P12", "P13", "P14"
_FORM = "NUCC 1500 instruction manual, form 02/12: field lengths as measured on the form"


def box_findings(claim: Claim, profile: PayerProfile) -> tuple[Finding, ...]:
    """What keeps this claim from being printed whole; nothing is ever cut to make it fit.

    P10 a text is longer than its box, P11 it holds a letter the form cannot take, P12 (information) a name or street
    stands in short words, P13 the form has no such place (a fifth modifier, a thirteenth diagnosis), P14 an amount is
    negative.
    """
    found: dict[tuple[str, Place], Finding] = {}
    for sheet, texts in enumerate(claim_texts(claim, profile)):
        for place, text in texts.items():
            line = area_of(place)[1]
            claim_line = line + sheet * layout().lines if line else 0
            for finding in _text_findings(claim, profile, place, text, claim_line):
                found.setdefault((finding.rule, (finding.where, finding.value)), finding)
    for place, text in unfitted_texts(claim, profile).items():
        finding = _shortened(claim, profile, place, text)
        found[finding.rule, place] = finding
    return tuple(found.values())


def _text_findings(
    claim: Claim, profile: PayerProfile, place: Place, text: str, line: int
) -> Iterator[Finding]:
    field = layout().fields.get(place)
    if field is None:
        yield _finding(
            claim, profile, place, line, text,
            rule=NO_ROOM,
            message=f"The form has no room for “{text}” here.",
            fix="Split the claim, or leave out what no line needs.",
        )  # fmt: skip
        return
    if len(text) > field.longest:
        yield _finding(
            claim, profile, place, line, text,
            rule=TOO_LONG,
            message=f"{len(text)} characters, but the box holds {field.longest}.",
            fix="Shorten it where it was typed.",
        )  # fmt: skip
    if letters := unprintable(text):
        yield _finding(
            claim, profile, place, line, text,
            rule=UNKNOWN_LETTER,
            message=f"The form cannot take “{letters}”.",
            fix="Type it in the letters A to Z.",
        )  # fmt: skip
    if place[1].endswith("dollars") and text.startswith("-"):
        yield _finding(
            claim, profile, place, line, text,
            rule=NEGATIVE,
            message="The form carries no negative amount.",
            fix="Correct the amount.",
        )  # fmt: skip


def _shortened(claim: Claim, profile: PayerProfile, place: Place, text: str) -> Finding:
    return _finding(
        claim, profile, place, 0, text,
        rule=SHORTENED,
        severity=Severity.INFO,
        message="Stands on the form in short words, because the box is narrower.",
        fix="Nothing needs to be done.",
        source="USPS Publication 28, appendices B, C and G",
    )  # fmt: skip


def _finding(
    claim: Claim,
    profile: PayerProfile,
    place: Place,
    line: int,
    text: str,
    *,
    rule: str,
    message: str,
    fix: str,
    severity: Severity = Severity.MUST_FIX,
    source: str = _FORM,
) -> Finding:
    item = area_of(place)[0]
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        where=f"line {line}, item {item}" if line else f"item {item}",
        value=text,
        why="The form is read by machine: a character outside its box is lost.",
        source=source,
        fix=fix,
        field=origin(claim, profile, item, line).path,
    )
