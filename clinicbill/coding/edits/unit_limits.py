"""Medically unlikely edits: the most units of a service on a line (1) or on a day (2, 3)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clinicbill.coding.edits.coded_day import at_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.codesets.units import UnitLimit
    from clinicbill.coding.edits.coded_day import CodedDay, CodedLine
    from clinicbill.coding.edits.rules import Problem

_PER_LINE, _ABSOLUTE = "1", "2"


def unlikely_units(day: CodedDay) -> Iterator[Problem]:
    """N04: above the limit of a line; O15: above that of a day, absolutely; N03: of a day, open to appeal."""
    for on, lines in day.days():
        same: dict[str, list[tuple[int, CodedLine]]] = defaultdict(list)
        for index, line in lines:
            same[line.procedure].append((index, line))
        for code, found in same.items():
            limit = day.around.reference.unit_limit(code, on)
            if limit is not None:
                yield from _per_line(found, limit) if limit.indicator == _PER_LINE else _per_day(found, limit)


def _per_line(found: Sequence[tuple[int, CodedLine]], limit: UnitLimit) -> Iterator[Problem]:
    for index, line in found:
        if line.units > limit.value:
            message = f"{line.units} units of {limit.code}; a line takes {limit.value}"
            yield _problem("N04", index, line, message, limit)


def _per_day(found: Sequence[tuple[int, CodedLine]], limit: UnitLimit) -> Iterator[Problem]:
    total = sum(line.units for _, line in found)
    if total > limit.value:
        index, line = found[-1]
        message = f"{total} units of {limit.code}; a day takes {limit.value}"
        yield _problem("O15" if limit.indicator == _ABSOLUTE else "N03", index, line, message, limit)


def _problem(rule: str, index: int, line: CodedLine, message: str, limit: UnitLimit) -> Problem:
    words = f", {limit.rationale}" if limit.rationale else ""
    source = f"CMS MUE {limit.release}, adjudication indicator {limit.indicator}{words}"
    return at_line(rule, index, line, message, item="24G", cell="units", value=str(line.units), source=source)


RULES = (unlikely_units,)
