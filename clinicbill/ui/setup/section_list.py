"""The list of sections at the left of the setup page: what is in each, how many, and what is wrong there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.ui.colours import Role
from clinicbill.ui.widgets.record_list import Lines, RecordList
from clinicbill.ui.widgets.runs import Run, Value, quiet

if TYPE_CHECKING:
    from clinicbill.ui.setup.sections import SectionRow


def section_lines(row: SectionRow) -> Lines:
    """Title and count above, what is in it below; what must be fixed or warns stands at the right."""
    right: Value = quiet(str(row.count)) if row.count else None
    return Lines(row.title, right=right, below=row.about, state=_state(row))


def _state(row: SectionRow) -> Run | None:
    if row.must_fix:
        return Run(f"{row.must_fix} to fix", Role.RED, icon="circle-x", gap=0)
    if row.warnings:
        return Run(str(row.warnings), Role.AMBER, icon="warning", gap=0)
    return None


def make_section_list() -> RecordList[SectionRow]:
    """One row for each section."""
    return RecordList("Sections of the set-up", section_lines, identity=lambda row: row.id)
