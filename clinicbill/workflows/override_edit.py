"""Set a finding of a visit aside with a reason, and take that back; what it said is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import Finding, Severity
from clinicbill.coding.edits.around_store import load_coding_facts
from clinicbill.coding.edits.of_visit import coded_day
from clinicbill.coding.edits.set_aside import SetAside, may_be_set_aside, plain, row_for, subject_of
from clinicbill.coding.edits.set_aside_store import list_set_aside, save_set_aside
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.workflows.outcome import Outcome


def set_edit_aside(db: Database, stamp: Stamp, visit: Encounter, finding: Finding, *, reason: str) -> Outcome:
    """Let a warning, or what the rules let a person decide, stop nothing on this visit any more.

    An earlier answer to the same rule about the same code is withdrawn.

    Raises:
        CannotDo: the visit is not saved, or the finding has to be mended.
    """
    require(stamp, Act.CODE_VISIT)
    day = coded_day(visit, load_coding_facts(db, visit, as_of=stamp.on))
    if not visit.id or not may_be_set_aside(finding, day.scope):
        raise CannotDo(f"“{plain(finding.message)}” has to be mended; nothing was set aside.")
    row = SetAside(
        encounter_id=visit.id,
        rule=finding.rule,
        subject=_subject(finding, visit),
        message=plain(finding.message),
        reason=reason.strip(),
    )
    before = [
        old for old in list_set_aside(db, (visit.id,)) if (old.rule, old.subject) == (row.rule, row.subject)
    ]

    def save() -> int:
        for old in before:
            save_set_aside(db, replace(old, active=False), stamp)
        return save_set_aside(db, row, stamp)

    return keep_record(db, _without_reason(row), save, changed="visits", message=f"Set aside: {row.message}")


def take_edit_back(db: Database, stamp: Stamp, visit: Encounter, finding: Finding) -> Outcome:
    """Let a finding that was set aside count again.

    Raises:
        CannotDo: it is not set aside.
    """
    require(stamp, Act.CODE_VISIT)
    rows = list_set_aside(db, (visit.id,))
    procedures = [line.procedure_code for line in visit.lines]
    row = row_for(finding, rows, diagnoses=visit.diagnoses, procedures=procedures)
    if row is None:
        raise CannotDo("This finding is not set aside; nothing was changed.")
    return keep_record(
        db,
        (),
        lambda: save_set_aside(db, replace(row, active=False), stamp),
        changed="visits",
        message=f"Counts again: {row.message}",
    )


def _subject(finding: Finding, visit: Encounter) -> str:
    return subject_of(finding, visit.diagnoses, [line.procedure_code for line in visit.lines])


def _without_reason(row: SetAside) -> Iterator[Finding]:
    if not row.reason:
        yield Finding(
            rule="V20",
            severity=Severity.MUST_FIX,
            message="There is no reason",
            where="reason",
            why="Whoever looks at the claim later wants to know why the finding did not count.",
            source="house rule",
            fix="Key why it does not count here.",
            field="reason",
        )
