"""StepList: the steps at the left of the wizard: done, now, still to come."""

from __future__ import annotations

from dataclasses import dataclass

from clinicbill.ui.colours import Role
from clinicbill.ui.widgets.record_list import Lines, RecordList
from clinicbill.ui.widgets.runs import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step in the list; `state` is done, now or ahead."""

    number: int
    title: str
    about: str
    state: str


_STATES = {
    "done": Run("Done", Role.GREEN, icon="circle-check", gap=0),
    "now": Run("Now", Role.ACCENT, icon="arrow-right", gap=0),
    "ahead": None,
}


def _lines(row: StepRow) -> Lines:
    return Lines(f"{row.number}  {row.title}", below=row.about, state=_STATES[row.state])


def make_step_list() -> RecordList[StepRow]:
    """One row for each step."""
    return RecordList("Steps", _lines, identity=lambda row: row.number)
