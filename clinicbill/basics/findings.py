"""Finding: one thing wrong with the data, where it is, why it matters, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How much a finding stops: must fix, look at it, or know it."""

    MUST_FIX = "must_fix"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem found by one rule.

    Attributes:
        rule: stable id of the rule, such as "F14" (see docs/checks.md).
        severity: whether it stops the claim.
        message: what is wrong, in one sentence for the biller.
        where: the place in the field's words: "line 2, item 24E".
        value: what stands there now.
        why: the rule in our own words.
        source: published source of the rule with its date or edition.
        fix: what mends it.
        field: dotted place for a key that goes there, such as "lines.1.pointers"; empty where there is none.
    """

    rule: str
    severity: Severity
    message: str
    where: str = ""
    value: str = ""
    why: str = ""
    source: str = ""
    fix: str = ""
    field: str = ""


def stops(findings: Iterable[Finding]) -> bool:
    """Whether any finding must be fixed before the work can go on."""
    return any(finding.severity is Severity.MUST_FIX for finding in findings)


def summary(findings: Iterable[Finding]) -> str:
    """As the screen counts edits: "2 must fix, 1 warning"; "No edits" for none."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    parts = []
    if counts[Severity.MUST_FIX]:
        parts.append(f"{counts[Severity.MUST_FIX]} must fix")
    if counts[Severity.WARNING]:
        parts.append(f"{counts[Severity.WARNING]} warning{'s' if counts[Severity.WARNING] > 1 else ''}")
    return ", ".join(parts) or "No edits"
