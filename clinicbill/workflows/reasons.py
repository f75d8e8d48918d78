"""What an act that undoes or moves money needs: a reason somebody can read later."""

from __future__ import annotations

from clinicbill.basics.findings import Finding, Severity


def no_reason() -> Finding:
    """The reason is missing."""
    return Finding(
        rule="L16",
        severity=Severity.MUST_FIX,
        where="reason",
        message="A reason is needed.",
        why="Whoever looks at the account later has to see why money was moved.",
        fix="Write it in a few words.",
        field="why",
    )
