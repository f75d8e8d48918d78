"""The edits: a plain list of small pure functions, and what they find on a coded day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.edits import (
    assistants,
    bundled,
    diagnosis_notes,
    diagnosis_sense,
    drugs,
    equipment,
    manipulation,
    notices,
    sides,
    surgery,
    therapy,
    unit_limits,
)
from clinicbill.coding.edits.rules import coding_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clinicbill.basics.findings import Finding
    from clinicbill.coding.edits.coded_day import CodedDay
    from clinicbill.coding.edits.rules import Problem

    Edit = Callable[[CodedDay], Iterable[Problem]]

EDITS: tuple[Edit, ...] = (
    *diagnosis_sense.RULES,
    *diagnosis_notes.RULES,
    *manipulation.RULES,
    *notices.RULES,
    *bundled.RULES,
    *unit_limits.RULES,
    *sides.RULES,
    *surgery.RULES,
    *assistants.RULES,
    *therapy.RULES,
    *drugs.RULES,
    *equipment.RULES,
)


def problems(day: CodedDay) -> list[Problem]:
    """What every edit sees, whether or not a row of its rule holds."""
    return [problem for edit in EDITS for problem in edit(day)]


def edits(day: CodedDay) -> list[Finding]:
    """What is wrong with the codes of a day, in the order of the edits."""
    pack, scope = coding_edits(), day.scope
    found = (pack.finding(problem, scope) for problem in problems(day))
    return [finding for finding in found if finding is not None]
