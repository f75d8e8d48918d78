"""What is wrong with an authorization, and what a visit should know of it: pure rules with source and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.practice.checks import required
from clinicbill.practice.procedure_checks import PROCEDURE_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from clinicbill.patients.authorization import Authorization
    from clinicbill.patients.coverage import Coverage

KINDS = {"G1": "Prior authorization", "9F": "Referral"}
# From how many visits left, and how many days before its end, the office is told.
FEW_VISITS = 1
SOON_DAYS = 14
_SOURCE = "005010X222A1, REF*G1 and REF*9F; NUCC 1500 manual, item 23"


def authorization_findings(authorization: Authorization, coverages: Sequence[Coverage]) -> list[Finding]:
    """What is wrong with the record itself; ids R01 and R40–R43."""
    where = f"authorization {authorization.number}".strip()
    return [
        *required(authorization.number, rule="R01", what="number", where="authorization", field="number"),
        *_kind(authorization, where),
        *_dates(authorization, where),
        *_coverage(authorization, coverages, where),
        *_codes(authorization, where),
    ]


def use_findings(authorization: Authorization, *, codes: Sequence[str], day: date) -> list[Finding]:
    """What a visit that uses it should know; `visits_used` counts this visit already. Ids R44–R47."""
    where = f"authorization {authorization.number}, item 23"
    return [
        *_out_of_dates(authorization, day, where),
        *_not_allowed(authorization, codes, where),
        *_visits(authorization, where),
        *_ends_soon(authorization, day, where),
    ]


def _finding(
    rule: str, severity: Severity, message: str, where: str, fix: str, field: str, value: str = ""
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        where=where,
        value=value,
        source=_SOURCE,
        fix=fix,
        field=field,
    )  # fmt: skip


def _kind(authorization: Authorization, where: str) -> Iterator[Finding]:
    if authorization.kind not in KINDS:
        message = f"“{authorization.kind}” is neither a prior authorization nor a referral"
        yield _finding("R40", Severity.MUST_FIX, message, where, "Choose one.", "kind", authorization.kind)


def _dates(authorization: Authorization, where: str) -> Iterator[Finding]:
    if authorization.to_on is not None and authorization.to_on < authorization.from_on:
        value = f"{slashed(authorization.from_on)}–{slashed(authorization.to_on)}"
        message = "The authorization ends before it begins"
        yield _finding("R41", Severity.MUST_FIX, message, where, "Key its last day.", "to_on", value)


def _coverage(authorization: Authorization, coverages: Sequence[Coverage], where: str) -> Iterator[Finding]:
    if all(coverage.id != authorization.coverage_id for coverage in coverages):
        message = "The authorization belongs to an insurance of another patient"
        fix = "Choose the insurance that gave it."
        yield _finding("R42", Severity.MUST_FIX, message, where, fix, "coverage_id")


def _codes(authorization: Authorization, where: str) -> Iterator[Finding]:
    wrong = [code for code in authorization.procedures if not PROCEDURE_CODE.fullmatch(code)]
    if wrong:
        message = f"“{wrong[0]}” is no procedure code"
        fix = "Key codes with spaces between, or none for all procedures."
        yield _finding("R43", Severity.MUST_FIX, message, where, fix, "procedures", " ".join(wrong))


def _out_of_dates(authorization: Authorization, day: date, where: str) -> Iterator[Finding]:
    if day not in authorization.period:
        until = slashed(authorization.to_on) or "open"
        message = f"The visit is outside the authorization, {slashed(authorization.from_on)}–{until}"
        fix = "Choose another authorization, or ask the payer for one."
        yield _finding("R44", Severity.WARNING, message, where, fix, "authorization_id", slashed(day))


def _not_allowed(authorization: Authorization, codes: Sequence[str], where: str) -> Iterator[Finding]:
    outside = sorted({code for code in codes if not authorization.allows(code)})
    if outside:
        message = f"The authorization does not name {', '.join(outside)}"
        fix = "Ask the payer to add it, or choose another authorization."
        yield _finding("R45", Severity.WARNING, message, where, fix, "authorization_id", ", ".join(outside))


def _visits(authorization: Authorization, where: str) -> Iterator[Finding]:
    allowed, used = authorization.visits_allowed, authorization.visits_used
    if allowed is None or allowed - used > FEW_VISITS:
        return
    value = f"{used} of {allowed} used"
    if used > allowed:
        message = f"No visit is left: this is visit {used} of {allowed}"
        fix = "Ask the payer for more visits before the claim goes out."
        yield _finding("R46", Severity.WARNING, message, where, fix, "authorization_id", value)
        return
    left = "This is the last visit" if used == allowed else "One visit is left"
    message = f"{left} of the authorization: {value}"
    fix = "Ask the payer for more visits now."
    yield _finding("R46", Severity.WARNING, message, where, fix, "authorization_id", value)


def _ends_soon(authorization: Authorization, day: date, where: str) -> Iterator[Finding]:
    if authorization.to_on is None:
        return
    left = (authorization.to_on - day).days
    if 0 <= left <= SOON_DAYS:
        message = f"The authorization ends on {slashed(authorization.to_on)}"
        fix = "Ask the payer for a new one if care goes on."
        yield _finding("R47", Severity.WARNING, message, where, fix, "authorization_id", f"{left} days left")
