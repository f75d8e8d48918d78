"""Right and left: the modifier of the line, the side of the diagnoses it points at, both at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.edits.coded_day import at_line
from clinicbill.coding.edits.rules import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.coding.edits.coded_day import CodedDay, CodedLine
    from clinicbill.coding.edits.rules import Problem

RIGHT, LEFT, BOTH = "RT", "LT", "50"
SIDE_WORDS = {RIGHT: "right", LEFT: "left"}
# Eyelids, fingers and toes name their side themselves.
_PARTS = frozenset(
    ["E1", "E2", "E3", "E4", "FA", "TA", *(f"{hand}{n}" for hand in "FT" for n in range(1, 10))]
)
# MPFS bilateral indicator: 1 and 3 exist on both sides.
_PAIRED = frozenset({"1", "3"})


def side_of_title(title: str) -> str:
    """RT, LT, 50 for both, or nothing, as the title of a diagnosis says it."""
    words = title.lower().replace(",", " ").split()
    if "bilateral" in words:
        return BOTH
    right, left = "right" in words, "left" in words
    return RIGHT if right and not left else LEFT if left and not right else ""


def sides_of(day: CodedDay, line: CodedLine) -> set[str]:
    """The sides of the diagnoses a line points at."""
    return {side for code in line.diagnoses if (side := side_of_title(day.answer(code).title))}


def _is_paired(day: CodedDay, line: CodedLine) -> bool:
    facts = day.around.reference.fee_facts(line.procedure, line.on)
    return facts.bilateral in _PAIRED if facts is not None else line.procedure in listed("paired_procedures")


def side_missing(day: CodedDay) -> Iterator[Problem]:
    """O08: a procedure of one side for a diagnosis with a side, without RT, LT or 50."""
    for index, line in enumerate(day.lines):
        if line.has(RIGHT, LEFT, BOTH) or not _PARTS.isdisjoint(line.modifiers) or not _is_paired(day, line):
            continue
        sides = sides_of(day, line)
        if sides:
            wanted = " or ".join(sorted(sides))
            message = f"{line.procedure} has no side; its diagnosis has"
            yield at_line("O08", index, line, message, fix=f"Add {wanted}.")


def side_and_both(day: CodedDay) -> Iterator[Problem]:
    """N14: 50 with RT or LT, or RT with LT, on one line."""
    for index, line in enumerate(day.lines):
        both = {RIGHT, LEFT} <= set(line.modifiers)
        if (line.has(BOTH) and line.has(RIGHT, LEFT)) or (both and line.procedure[:1] != "L"):
            shown = " and ".join(one for one in (RIGHT, LEFT, BOTH) if line.has(one))
            yield at_line("N14", index, line, f"{shown} stand on one line")


def other_side(day: CodedDay) -> Iterator[Problem]:
    """N15: RT for diagnoses of the left only, LT for diagnoses of the right only."""
    for index, line in enumerate(day.lines):
        for side, against in ((RIGHT, LEFT), (LEFT, RIGHT)):
            if line.has(side) and not line.has(against, BOTH) and sides_of(day, line) == {against}:
                message = (
                    f"{side} is the {SIDE_WORDS[side]} side, the diagnosis is of the {SIDE_WORDS[against]}"
                )
                yield at_line("N15", index, line, message)


RULES = (side_missing, side_and_both, other_side)
