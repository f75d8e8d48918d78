"""The list of diagnoses: item 21, HI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.claims.checks.rules import Problem
from clinicbill.claims.line_groups import MOST_DIAGNOSES, line_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim

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


CHECKS = (
    list_of_diagnoses,
    more_than_twelve,
    valid_on_the_day,
    unused,
)
