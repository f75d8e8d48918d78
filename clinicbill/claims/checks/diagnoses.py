"""The list of diagnoses: item 21, HI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.claims.checks.rules import Problem, line_item, listed
from clinicbill.claims.line_groups import MOST_DIAGNOSES, line_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim, ServiceLine

LETTERS = "ABCDEFGHIJKL"
# A letter, a digit, a digit or letter, then up to four characters behind a dot.
_CODE = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")
_MOST = MOST_DIAGNOSES
ELECTRONIC = "electronic"


def place(index: int) -> str:
    """Where a diagnosis stands: item 21A."""
    return f"item 21{LETTERS[index]}" if index < _MOST else "item 21"


def list_of_diagnoses(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F14: at least one, none twice, each in the form of an ICD-10-CM code."""
    codes = claim.diagnoses
    if not codes:
        yield Problem(rule="F14", message="There is no diagnosis.", where="item 21A", field="diagnoses")
    for n, code in enumerate(codes):
        wrong = "is listed twice" if code in codes[:n] else "is no ICD-10-CM code with its dot"
        if code in codes[:n] or not _CODE.fullmatch(code):
            yield Problem(
                rule="F14",
                message=f"{code} {wrong}.",
                where=place(n),
                value=code,
                field=f"diagnoses.{n}",
            )


def more_than_twelve(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X60: a file holds twelve; on paper the lines part into forms with lists of their own."""
    count = len(claim.diagnoses)
    if count <= _MOST:
        return
    groups = [_lines(group) for group in line_groups(claim, len(claim.lines) or 1)]
    parts = ", then ".join(groups)
    split = f"Take the claim back and bill it in {len(groups)} parts: {parts}."
    if len(groups) == 1:
        split = "Take those off the visit that no line points at."
    yield Problem(
        rule="X60",
        message=f"There are {count} diagnoses; a claim holds {_MOST}.",
        where="item 21, HI",
        value=" ".join(claim.diagnoses),
        field="diagnoses",
        fix=split if context.delivery == ELECTRONIC else "",
    )


def _lines(group: range) -> str:
    if len(group) == 1:
        return f"line {group.start + 1}"
    return f"lines {group.start + 1}–{group.stop}"


def valid_on_the_day(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F15, H15, H16: each code in the set of the day; the nearest set where that one is not loaded."""
    if context.codes is None or not claim.lines:
        return
    day = claim.first_service_on
    used = ""
    for n, code in enumerate(claim.diagnoses):
        if not _CODE.fullmatch(code):
            continue
        answer = context.codes.look_up(code, day)
        used = used or ("" if answer.covers else answer.said)
        if answer.billable:
            continue
        wrong = "is a header and needs more digits" if answer.known else "is not in the code set"
        sure = answer.covers or answer.known
        yield Problem(
            rule="F15" if sure else "H15",
            message=f"{code} {wrong} ({slashed(day)}, {answer.said}).",
            where=place(n),
            value=code,
            field=f"diagnoses.{n}",
            fix=f"Choose one of {', '.join(answer.instead)}." if answer.instead else "",
        )
    if used:
        yield Problem(rule="H16", message=f"The diagnoses were {used}.", where="item 21", field="diagnoses")


def external_cause_first(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F16: V00–Y99 never leads."""
    if claim.diagnoses and claim.diagnoses[0][:1] in "VWXY":
        yield Problem(
            rule="F16",
            message="The first diagnosis says how it happened, not what was treated.",
            where=place(0),
            value=claim.diagnoses[0],
            field="diagnoses.0",
        )


def unused(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F18: diagnoses that no line points at."""
    pointed = {position for line in claim.lines for position in line.pointers}
    for n, code in enumerate(claim.diagnoses[:_MOST]):
        if n + 1 not in pointed:
            yield Problem(
                rule="F18",
                message=f"No line points at {code}.",
                where=place(n),
                value=code,
                field=f"diagnoses.{n}",
            )


def subluxation_first(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """C01: Medicare spinal manipulation points first at a subluxation."""
    for n, line, pointed in _manipulations(claim):
        if pointed and pointed[0] not in listed("subluxation"):
            yield Problem(
                rule="C01",
                message=f"The line points first at {pointed[0]}, not at a subluxation.",
                where=line_item(n, "24E"),
                value="".join(LETTERS[position - 1] for position in line.pointers if position <= _MOST),
                field=f"lines.{n}.pointers",
            )


def condition_treated(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """C02: behind the subluxation stands the condition it causes."""
    for n, _, pointed in _manipulations(claim):
        starts_right = bool(pointed) and pointed[0] in listed("subluxation")
        if starts_right and all(code in listed("subluxation") for code in pointed):
            yield Problem(
                rule="C02",
                message="The line points at subluxations only; the condition treated is missing.",
                where=line_item(n, "24E"),
                value=" ".join(pointed),
                field=f"lines.{n}.pointers",
            )


def _manipulations(claim: Claim) -> Iterator[tuple[int, ServiceLine, list[str]]]:
    """(index, line, diagnoses it points at) of the spinal manipulations."""
    for n, line in enumerate(claim.lines):
        if line.procedure_code in listed("spinal_manipulation"):
            codes = claim.diagnoses
            yield n, line, [codes[p - 1] for p in line.pointers if 1 <= p <= len(codes)]


CHECKS = (
    list_of_diagnoses,
    more_than_twelve,
    valid_on_the_day,
    external_cause_first,
    unused,
    subluxation_first,
    condition_treated,
)
