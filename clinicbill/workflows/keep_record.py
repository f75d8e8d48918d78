"""Keep one record: ask who may, check it, write it in one transaction, say what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, stops
from clinicbill.db.connect import write
from clinicbill.workflows.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlite_utils import Database


def keep_record(
    db: Database,
    findings: Iterable[Finding],
    save: Callable[[], int | None],
    *,
    changed: str,
    message: str,
) -> Outcome:
    """Run `save` unless a finding must be fixed first; it returns the id of the row, or None where there is none."""
    found = tuple(findings)
    if stops(found):
        return Outcome(findings=found)
    with write(db):
        row_id = save()
    return Outcome(changed=frozenset({changed}), findings=found, message=message, row_id=row_id)
