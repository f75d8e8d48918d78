"""Therapy: GP of the discipline, KX above the yearly threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.coding.edits.coded_day import at_line
from clinicbill.coding.edits.rules import coding_edits, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.coding.edits.coded_day import CodedDay
    from clinicbill.coding.edits.rules import Problem

_THERAPY, _MEDICALLY_NEEDED = ("GP", "GO", "GN"), "KX"


def discipline(day: CodedDay) -> Iterator[Problem]:
    """C19: a therapy service without GP, GO or GN, for payers that ask for it."""
    for index, line in day.lines_with(listed("therapy")):
        if not line.has(*_THERAPY):
            yield at_line("C19", index, line, f"{line.procedure} has no GP")


def threshold(day: CodedDay) -> Iterator[Problem]:
    """N17: charges of therapy in the calendar year, this day included, pass the KX threshold.

    The threshold counts allowed amounts; what the office charges is never less, so the warning comes early.
    """
    now = [
        (index, line) for index, line in enumerate(day.lines) if line.has(*_THERAPY) and not line.has("GY")
    ]
    if not now:
        return
    year = day.first_on.year
    before = sum(
        service.charge_cents
        for service in day.around.earlier
        if service.on.year == year
        and service.on < day.first_on
        and not {"GP", "GO", "GN"}.isdisjoint(service.modifiers)
    )
    limit = coding_edits().figure("therapy_threshold_cents")
    total = before
    for index, line in now:
        total += line.charge_cents
        if total > limit and not line.has(_MEDICALLY_NEEDED):
            message = f"Therapy of {year} comes to {Money(total)} here; the threshold is {Money(limit)}"
            yield at_line("N17", index, line, message)
            return


RULES = (discipline, threshold)
