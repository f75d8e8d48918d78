from __future__ import annotations

from clinicbill.basics.findings import Finding, Severity, stops, summary

MUST = Finding(rule="F14", severity=Severity.MUST_FIX, message="No diagnosis")
WARN = Finding(rule="F18", severity=Severity.WARNING, message="Diagnosis not used")
INFO = Finding(rule="F05", severity=Severity.INFO, message="Punctuation removed")


def test_only_must_fix_stops() -> None:
    assert stops([WARN, MUST])
    assert not stops([WARN, INFO])
    assert not stops([])


def test_the_summary_counts_as_the_screen_does() -> None:
    assert summary([MUST, MUST, WARN]) == "2 must fix, 1 warning"
    assert summary([WARN, WARN]) == "2 warnings"
    assert summary([INFO]) == "No edits"
