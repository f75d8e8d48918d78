from __future__ import annotations

from clinicbill.basics.findings import Finding, Severity
from clinicbill.workflows.outcome import Outcome


def test_must_fix_means_not_done() -> None:
    finding = Finding(rule="F03", severity=Severity.MUST_FIX, message="Birth date missing")
    assert Outcome().done
    assert not Outcome(findings=(finding,)).done
