"""Care: which visits a plan of care makes, what is done at each, and what the note says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.demo.script import CarePlan, DemoLine, DemoPayer

if TYPE_CHECKING:
    from random import Random

_SATURDAY = 5
_MANIPULATION = ("98940", "98941", "98942")
_CHANGES = ("better", "a little better", "about the same", "worse after the weekend", "much better")
_COURSES = ("improving", "stable", "improving as expected", "slow progress")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVisit:
    """One visit to come: its day, its lines, its note."""

    on: date
    lines: tuple[DemoLine, ...]
    note: str
    is_surgery: bool = False


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day


def plan_visits(
    plan: CarePlan, start_on: date, payer: DemoPayer | None, chance: Random
) -> list[PlannedVisit]:
    """All visits of a plan from its first day on."""
    count = chance.randint(*plan.visits)
    operation = chance.randrange(1, count) if plan.surgery and chance.random() < 0.35 else 0
    visits, day = [], workday(start_on)
    for number in range(count):
        gap = chance.choice(plan.every)
        lines = _lines_of(plan, number, operation, chance)
        note = plan.note.format(
            change=chance.choice(_CHANGES),
            course=chance.choice(_COURSES),
            pain=chance.randint(1, 8),
            days=gap,
        )
        covered = as_payer_wants(lines, payer)
        if covered:
            visits.append(
                PlannedVisit(
                    on=day, lines=covered, note=note, is_surgery=bool(operation) and number == operation
                )
            )
        day = workday(day + timedelta(days=gap))
    return visits


def _lines_of(plan: CarePlan, number: int, operation: int, chance: Random) -> tuple[DemoLine, ...]:
    if number == 0:
        return plan.first
    if operation and number == operation:
        return plan.surgery
    extra = plan.sometimes if chance.random() < 0.45 else ()
    return plan.routine + extra


def as_payer_wants(lines: tuple[DemoLine, ...], payer: DemoPayer | None) -> tuple[DemoLine, ...]:
    """Only what the payer pays for, with the modifier its manipulation lines need."""
    if payer is None:
        return tuple(replace(line, modifiers=()) for line in lines)
    wanted = [line for line in lines if not payer.only or line.code in payer.only]
    return tuple(
        replace(line, modifiers=(payer.modifier,)) if payer.modifier and line.code in _MANIPULATION else line
        for line in wanted
    )
