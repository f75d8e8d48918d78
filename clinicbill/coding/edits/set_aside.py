"""SetAside: a finding that a person answered with a reason; what it said is kept, and it stops nothing more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import EncounterId
from clinicbill.coding.edits.rules import Scope, coding_edits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


# How the reason of an answered finding begins.
SET_ASIDE = "Set aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """One answered finding of one visit.

    Attributes:
        subject: the procedure or diagnosis it was about, so that it follows its line.
        message: what the finding said, without the full stop.
        reason: why it does not count here.
        by: who set it aside.
    """

    id: int = 0
    encounter_id: EncounterId
    rule: str
    subject: str
    message: str
    reason: str
    active: bool = True
    by: str = field(default="", metadata={"saved": False})

    def is_about(self, finding: Finding, subject: str) -> bool:
        """Whether it answers exactly this finding: the same rule, the same code, the same words."""
        same = (self.rule, self.subject) == (finding.rule, subject)
        return self.active and same and self.message == plain(finding.message)


def plain(message: str) -> str:
    """The words of a finding without their full stop, as a visit says them."""
    return message.rstrip(".")


def subject_of(finding: Finding, diagnoses: Sequence[str], procedures: Sequence[str]) -> str:
    """What a finding is about: the procedure of its line, its diagnosis, or nothing."""
    kind, _, rest = finding.field.partition(".")
    at = rest.partition(".")[0]
    listed = {"lines": procedures, "diagnoses": diagnoses}.get(kind, ())
    return listed[int(at)] if at.isdigit() and int(at) < len(listed) else ""


def may_be_set_aside(finding: Finding, scope: Scope) -> bool:
    """Whether a reason is enough: for every warning, and for what must be fixed where the rule's row says so."""
    if finding.severity is Severity.WARNING:
        return True
    pack = coding_edits()
    if finding.severity is Severity.INFO or finding.rule not in pack.rules:
        return False
    row = pack.row(finding.rule, scope)
    return row is not None and row.may_be_set_aside


def answered(
    findings: Iterable[Finding],
    rows: Sequence[SetAside],
    *,
    diagnoses: Sequence[str],
    procedures: Sequence[str],
    scope: Scope,
) -> list[Finding]:
    """The findings, those that were set aside as information with the reason and who gave it."""
    found = []
    for finding in findings:
        row = row_for(finding, rows, diagnoses=diagnoses, procedures=procedures)
        if row is None or not may_be_set_aside(finding, scope):
            found.append(finding)
        else:
            by = f" by {row.by}" if row.by else ""
            why = f"{SET_ASIDE}{by}: {row.reason}."
            found.append(replace(finding, severity=Severity.INFO, why=f"{why} {finding.why}".strip()))
    return found


def row_for(
    finding: Finding, rows: Sequence[SetAside], *, diagnoses: Sequence[str], procedures: Sequence[str]
) -> SetAside | None:
    """The row that answers a finding; None where nobody did."""
    subject = subject_of(finding, diagnoses, procedures)
    return next((row for row in rows if row.is_about(finding, subject)), None)
