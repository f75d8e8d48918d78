"""Findings before printing: what does not fit its box, and what the form cannot take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.cms1500.boxes import NAME_FORMS, claim_texts, shorter_texts
from clinicbill.cms1500.characters import unprintable
from clinicbill.cms1500.layout import area_of, layout
from clinicbill.cms1500.pages import left_out, sheets
from clinicbill.cms1500.provenance import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.claim import Claim
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.cms1500.layout import Place

TOO_LONG, UNKNOWN_LETTER, SHORTENED, NO_ROOM, NEGATIVE, LEFT_OUT = "P10", "P11", "P12", "P13", "P14", "P15"
_FORM = "NUCC 1500 instruction manual, form 02/12: field lengths as measured on the form"
# A file holds 60 letters of the last name and 35 of the first (005010X222A1, NM103 and NM104).
_NAME_STEPS = "Our own order: no blanks behind commas, no middle initial, no suffix (NUCC and CPM 26 item 2)"
_LONG_NAME = "Send this claim electronically, or type the name as the insurance card has it."


def box_findings(claim: Claim, profile: PayerProfile) -> tuple[Finding, ...]:
    """What keeps this claim from being printed whole; nothing is ever cut to make it fit.

    P10 a text is longer than its box, P11 it holds a letter the form cannot take, P12 (information) a name or street
    stands in a shorter way, P13 the form has no such place (a fifth modifier), P14 an amount is negative, P15 (warning) a
    diagnosis stands on no form.
    """
    found: dict[tuple[str, str, str], Finding] = {}
    for sheet, texts in zip(sheets(claim, profile), claim_texts(claim, profile), strict=True):
        for place, text in texts.items():
            line = area_of(place)[1]
            claim_line = line + sheet.first if line else 0
            for finding in _text_findings(claim, profile, place, text, claim_line):
                found.setdefault((finding.rule, finding.where, finding.value), finding)
    shorter = (_shortened(claim, profile, *one) for one in shorter_texts(claim, profile))
    idle = (_left_out(claim, profile, claim.diagnoses[position - 1]) for position in left_out(claim))
    return (*found.values(), *shorter, *idle)


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
            fix=_LONG_NAME if place in NAME_FORMS else "Shorten it where it was typed.",
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


def _shortened(claim: Claim, profile: PayerProfile, place: Place, text: str, shown: str) -> Finding:
    named = place in NAME_FORMS and shown in NAME_FORMS[place](claim, profile)
    return _finding(
        claim, profile, place, 0, text,
        rule=SHORTENED,
        severity=Severity.INFO,
        message=f"Stands on the form as “{shown}”, because the box is narrower.",
        fix="Nothing needs to be done.",
        source=_NAME_STEPS if named else "USPS Publication 28, appendices B, C and G",
    )  # fmt: skip


def _left_out(claim: Claim, profile: PayerProfile, code: str) -> Finding:
    return _finding(
        claim, profile, ("21", ""), 0, code,
        rule=LEFT_OUT,
        severity=Severity.WARNING,
        message=f"{code} stands on no form: no line points at it, and a form has room for twelve.",
        fix="Point a line at it, or take it off the visit.",
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
