"""Which service lines of a claim stand together on one form: at most so many lines, at most twelve diagnoses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim, ServiceLine

# 005010X222A1 loop 2300 HI; NUCC item 21, A to L.
MOST_DIAGNOSES = 12


def line_groups(claim: Claim, most_lines: int) -> tuple[range, ...]:
    """The positions of the lines, from 0, group by group and in their order; one empty group where there are none.

    A group ends before the line that would be one too many, or that would bring in a thirteenth diagnosis. Source:
    NUCC items 21 and 24 (a form has room for twelve diagnoses and six lines).
    """
    groups: list[range] = []
    start, used = 0, set[int]()
    for position, line in enumerate(claim.lines):
        pointed = pointed_at(claim, line)
        full = position - start == most_lines or len(used | pointed) > MOST_DIAGNOSES
        if full and position > start:
            groups.append(range(start, position))
            start, used = position, set()
        used |= pointed
    return (*groups, range(start, len(claim.lines)))


def pointed_at(claim: Claim, line: ServiceLine) -> set[int]:
    """The positions, from 1, of the listed diagnoses that a line points at."""
    return {pointer for pointer in line.pointers if 1 <= pointer <= len(claim.diagnoses)}


def group_diagnoses(claim: Claim, group: range) -> tuple[int, ...]:
    """The positions, from 1, of the diagnoses that stand on the form of a group, in the claim's order.

    Up to twelve stand on every form. Of more, a form lists those its own lines point at, and then those that no line
    of the claim points at while there is room.
    """
    every = range(1, len(claim.diagnoses) + 1)
    if len(every) <= MOST_DIAGNOSES:
        return tuple(every)
    own = set[int]().union(*(pointed_at(claim, claim.lines[position]) for position in group))
    pointed = set[int]().union(*(pointed_at(claim, line) for line in claim.lines))
    idle = [position for position in every if position not in pointed]
    return tuple(sorted(own | set(idle[: max(MOST_DIAGNOSES - len(own), 0)])))
