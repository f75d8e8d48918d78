"""The service lines by themselves: item 24, loop 2400."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.words import counted
from clinicbill.claims.checks.diagnoses import LETTERS
from clinicbill.claims.checks.rules import Problem, line_item, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim

_MOST_LINES = 50
_MOST_POINTERS = 4
_MOST_MODIFIERS = 4
_MOST_UNITS = 999
_MOST_LINE_NUMBER = 30
_NDC_QUANTITY_ROOM = 6
_PROCEDURE = re.compile(r"\d{5}|\d{4}[A-Z]|[A-Z]\d{4}")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_POS = re.compile(r"\d{2}")


def count(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X13: 1 to 50 lines."""
    if not 1 <= len(claim.lines) <= _MOST_LINES:
        yield Problem(
            rule="X13",
            message=f"The claim has {len(claim.lines) or 'no'} service lines.",
            where="item 24",
            field="lines",
        )


def line_numbers(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X23: REF*6R comes back in the remittance, so it is unique."""
    numbers = [line.line_control_number for line in claim.lines]
    for n, number in enumerate(numbers):
        if not number or len(number) > _MOST_LINE_NUMBER or number in numbers[:n]:
            yield Problem(
                rule="X23",
                message="The line number is missing, too long or used twice.",
                where=f"line {n + 1}, REF*6R",
                value=number,
                field=f"lines.{n}.line_control_number",
            )


def procedure_code(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X15: the form of a CPT or HCPCS code."""
    for n, line in enumerate(claim.lines):
        if not _PROCEDURE.fullmatch(line.procedure_code):
            yield Problem(
                rule="X15",
                message=f"“{line.procedure_code}” does not have the form of a procedure code.",
                where=line_item(n, "24D"),
                value=line.procedure_code,
                field=f"lines.{n}.procedure_code",
            )


def modifiers(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X14: at most four, two characters each, none twice."""
    for n, line in enumerate(claim.lines):
        if len(line.modifiers) > _MOST_MODIFIERS:
            wrong = f"{len(line.modifiers)} modifiers, but a line holds {_MOST_MODIFIERS}."
        elif any(not _MODIFIER.fullmatch(modifier) for modifier in line.modifiers):
            wrong = "A modifier is not two letters or digits."
        elif len(set(line.modifiers)) < len(line.modifiers):
            wrong = "A modifier stands twice."
        else:
            continue
        yield Problem(
            rule="X14",
            message=wrong,
            where=line_item(n, "24D"),
            value=" ".join(line.modifiers),
            field=f"lines.{n}.modifiers",
        )


def pointers(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F17: one to four, of the listed diagnoses, none twice."""
    listed_count = len(claim.diagnoses)
    for n, line in enumerate(claim.lines):
        if not line.pointers:
            wrong = "The line points at no diagnosis."
        elif len(line.pointers) > _MOST_POINTERS:
            wrong = f"{len(line.pointers)} pointers, but a line holds {_MOST_POINTERS}."
        elif any(not 1 <= position <= listed_count for position in line.pointers):
            wrong = "The line points at a diagnosis that is not listed."
        elif len(set(line.pointers)) < len(line.pointers):
            wrong = "The line points at a diagnosis twice."
        else:
            continue
        yield Problem(
            rule="F17",
            message=wrong,
            where=line_item(n, "24E"),
            value=_letters(line.pointers),
            field=f"lines.{n}.pointers",
        )


def place_of_service(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F21: two digits of the CMS list."""
    for n, line in enumerate(claim.lines):
        known = not context.places or line.pos in context.places
        if not _POS.fullmatch(line.pos) or not known:
            yield Problem(
                rule="F21",
                message="The place of service is missing or unknown.",
                where=line_item(n, "24B"),
                value=line.pos,
                field=f"lines.{n}.pos",
            )


def units(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F23: 1 to 999."""
    for n, line in enumerate(claim.lines):
        if not 1 <= line.units <= _MOST_UNITS:
            yield Problem(
                rule="F23",
                message="The units are not between 1 and 999.",
                where=line_item(n, "24G"),
                value=str(line.units),
                field=f"lines.{n}.units",
            )


def grouped_days(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F20: days in a row, one unit each."""
    for n, line in enumerate(claim.lines):
        days = (line.to_on - line.from_on).days + 1
        if days > 1 and line.units != days:
            yield Problem(
                rule="F20",
                message=f"The line spans {counted(days, 'day')} but has {counted(line.units, 'unit')}.",
                where=line_item(n, "24A"),
                value=str(line.units),
                field=f"lines.{n}.units",
            )


def narrative(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F31: an unlisted code needs words, on the line or in item 19."""
    for n, line in enumerate(claim.lines):
        told = line.narrative.strip() or claim.additional_information.strip()
        if line.procedure_code in listed("unlisted") and not told:
            yield Problem(
                rule="F31",
                message=f"{line.procedure_code} is an unlisted code without a narrative.",
                where=line_item(n, "24 shaded"),
                value=line.procedure_code,
                field=f"lines.{n}.narrative",
            )


def long_ndc_quantity(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """H33: the quantity of an NDC has six places on Medicare's form; other payers are warned only, for it is not theirs.

    What is longer than the shaded half itself (61 places with the NDC) stops as P10 wherever it goes (`cms1500.fit`).
    """
    for n, line in enumerate(claim.lines):
        if len(line.ndc_quantity) > _NDC_QUANTITY_ROOM:
            yield Problem(
                rule="H33",
                message=f"The quantity has {len(line.ndc_quantity)} characters; Medicare’s form has room for six.",
                where=line_item(n, "24 shaded"),
                value=line.ndc_quantity,
                field=f"lines.{n}.ndc_quantity",
            )


def epsdt(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X62: where a child's screening leads, by the list."""
    for n, line in enumerate(claim.lines):
        if line.epsdt and line.epsdt not in listed("epsdt_referrals"):
            yield Problem(
                rule="X62",
                message="The EPSDT referral is not AV, S2, ST or NU.",
                where=line_item(n, "24H"),
                value=line.epsdt,
                field=f"lines.{n}.epsdt",
            )


def one_purchased(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X63: item 20 has room for one purchased service."""
    bought = [n for n, line in enumerate(claim.lines) if line.purchased is not None]
    if len(bought) > 1:
        yield Problem(
            rule="X63",
            message=f"{len(bought)} services were purchased; a form holds one.",
            where=line_item(bought[1], "20"),
            value=" ".join(str(n + 1) for n in bought),
            field=f"lines.{bought[1]}.purchased",
        )


def _letters(positions: tuple[int, ...]) -> str:
    return "".join(LETTERS[p - 1] if 1 <= p <= len(LETTERS) else "?" for p in positions)


CHECKS = (
    count,
    line_numbers,
    procedure_code,
    modifiers,
    pointers,
    place_of_service,
    units,
    grouped_days,
    narrative,
    long_ndc_quantity,
    epsdt,
    one_purchased,
)
