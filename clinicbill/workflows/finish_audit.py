"""Finish an audit: every code has its verdict, the coder gets a note, and nothing of it is changed any more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.coding.audits import audit_store
from clinicbill.workflows.draw_audit import AUDITS
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.score_audit import open_audit

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import AuditId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.audits.audit import AuditItem
    from clinicbill.workflows.outcome import Outcome


def finish_audit(db: Database, stamp: Stamp, audit_id: AuditId, *, note: str = "") -> Outcome:
    """Keep the note of feedback and close the audit.

    Raises:
        CannotDo: it is finished already.
        NotAllowed: somebody else drew it.
    """
    require(stamp, Act.CODE_VISIT)
    audit = open_audit(db, stamp, audit_id)
    finished = replace(audit, finished_on=stamp.on, note=note.strip())
    return keep_record(
        db,
        _open(audit_store.items_of(db, stamp, audit_id)),
        lambda: audit_store.save_audit(db, finished, stamp),
        changed=AUDITS,
        message="Finished the audit; it stays as it is",
    )


def _open(items: list[AuditItem]) -> list[Finding]:
    """V66: nothing waits for a verdict."""
    waiting = [item for item in items if item.open]
    if not waiting:
        return []
    words = "1 code has" if len(waiting) == 1 else f"{len(waiting)} codes have"
    return [
        Finding(
            rule="V66",
            severity=Severity.MUST_FIX,
            message=f"{words} no verdict yet",
            where="audit",
            source="house rule: an audit looks at every code of its visits",
            fix="Score them first.",
            field="verdict",
        )
    ]
