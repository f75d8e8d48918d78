"""Orthoses and other equipment: who is billed, one line a side, KX, prior authorization, the order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.coding.edits.coded_day import at_line
from clinicbill.coding.edits.rules import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.coding.edits.coded_day import CodedDay, CodedLine
    from clinicbill.coding.edits.rules import Problem

_ORTHOSIS = re.compile(r"L\d{4}")
_EQUIPMENT = re.compile(r"[LEK]\d{4}|A[4-9]\d{3}")
_ORDERED = "DK"


def _lines(day: CodedDay, kind: re.Pattern[str]) -> Iterator[tuple[int, CodedLine]]:
    return ((index, line) for index, line in enumerate(day.lines) if kind.fullmatch(line.procedure))


def dme_contractor(day: CodedDay) -> Iterator[Problem]:
    """D01: an orthosis for Medicare goes to the DME contractor of the patient's state."""
    for index, line in _lines(day, _ORTHOSIS):
        if day.around.mac not in listed("dme_contractors"):
            message = f"{line.procedure} goes to the DME contractor, not to the one for physicians"
            yield at_line("D01", index, line, message, cell="procedure_code")


def one_side_a_line(day: CodedDay) -> Iterator[Problem]:
    """D02: an orthosis for a limb says RT or LT, each side on its own line."""
    for index, line in day.lines_with(listed("sided_orthoses")):
        sides = [side for side in ("RT", "LT") if line.has(side)]
        if not sides:
            yield at_line("D02", index, line, f"{line.procedure} has neither RT nor LT")
        elif len(sides) > 1:
            yield at_line(
                "D02", index, line, "RT and LT stand on one line", fix="Make one line for each side."
            )


def criteria_met(day: CodedDay) -> Iterator[Problem]:
    """D03: KX, or GA, GZ or GY, where a coverage policy asks for one of them."""
    for index, line in day.lines_with(listed("kx_orthoses")):
        if not line.has("KX", "GA", "GZ", "GY"):
            yield at_line("D03", index, line, f"{line.procedure} does not say KX")


def prior_authorization(day: CodedDay) -> Iterator[Problem]:
    """D04: orthoses that Medicare pays only with a prior authorization number."""
    for index, line in day.lines_with(listed("prior_authorization")):
        # ST says that it could not wait.
        if not day.prior_authorization and not line.has("ST"):
            message = f"{line.procedure} needs a prior authorization number"
            yield at_line("D04", index, line, message, item="23", cell="procedure_code")


def ended_modifiers(day: CodedDay) -> Iterator[Problem]:
    """D05: KV, J4 and J5 ended with the bidding programme on 12/31/2023."""
    for index, line in enumerate(day.lines):
        ended = [one for one in line.modifiers if one in listed("ended_modifiers")]
        if ended and _EQUIPMENT.fullmatch(line.procedure):
            yield at_line("D05", index, line, f"{ended[0]} is not used any more")


def ordered(day: CodedDay) -> Iterator[Problem]:
    """D06: equipment needs an order, and its ordering provider (DK) with an NPI."""
    for index, line in _lines(day, _EQUIPMENT):
        if not day.ordered or day.orderer != _ORDERED:
            message = f"{line.procedure} names no ordering provider (DK)"
            yield at_line("D06", index, line, message, item="17", cell="procedure_code")


RULES = (dme_contractor, one_side_a_line, criteria_met, prior_authorization, ended_modifiers, ordered)
