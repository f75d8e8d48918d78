"""Putting a procedure on a line: its usual modifiers, pointers and fee, then its default modifiers as a step apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ServiceLineId
from clinicbill.ui.coding.changes import add_line, new_line, put_line, with_defaults, with_procedure

if TYPE_CHECKING:
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.practice.procedure import Procedure
    from clinicbill.ui.coding.draft import Draft


def put_procedure(draft: Draft, row: int, procedure: Procedure, last: Encounter | None) -> str:
    """Put it into a line, or add a line with it; what is to be told about its default modifiers.

    Where the table of default modifiers has a row for the code, that row counts and not the procedure list.
    """
    visit, facts, code = draft.visit, draft.facts, procedure.code
    if draft.desk.usual(visit, facts).row(code) is not None:
        procedure = replace(procedure, modifiers=())
    line = visit.lines[row] if row < len(visit.lines) else None
    made = with_procedure(visit, line or new_line(visit, ServiceLineId(0)), procedure, facts, last)
    if line is None:
        draft.change(f"adding {code}", add_line(visit, made))
    else:
        draft.change(f"changing line {row + 1} to {code}", put_line(visit, row, made))
    return "" if line is not None and line.modifiers else _add_defaults(draft, row)


def _add_defaults(draft: Draft, row: int) -> str:
    """A step of their own: one Ctrl+Z takes them off and leaves the line."""
    visit = draft.visit
    row = min(row, len(visit.lines) - 1)
    changed = with_defaults(visit, row, draft.desk, draft.facts)
    new = [one for one in changed.lines[row].modifiers if one not in visit.lines[row].modifiers]
    if not new:
        return ""
    draft.change(f"default {' '.join(new)} of line {row + 1}", changed)
    return f"Default modifiers: {' '.join(new)}; Ctrl+Z takes them off"
