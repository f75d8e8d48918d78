"""The checks of a claim: a plain list of small pure functions, topic by topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Severity
from clinicbill.claims.checks import (
    authorization,
    case,
    combinations,
    coverage,
    dates,
    diagnoses,
    identity,
    lines,
    money,
    payer_profile,
    providers,
)
from clinicbill.claims.checks.edits import edit_findings
from clinicbill.claims.checks.rules import finding, scope_of
from clinicbill.coding.edits.set_aside import answered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clinicbill.basics.findings import Finding
    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.checks.rules import Problem
    from clinicbill.claims.claim import Claim

    Check = Callable[[Claim, CheckContext], Iterable[Problem]]

# In the order of the form, so that findings of one severity read from the top of the page down.
CHECKS: tuple[Check, ...] = (
    *identity.CHECKS,
    *coverage.CHECKS,
    *payer_profile.CHECKS,
    *case.CHECKS,
    *diagnoses.CHECKS,
    *authorization.CHECKS,
    *lines.CHECKS,
    *combinations.CHECKS,
    *dates.CHECKS,
    *money.CHECKS,
    *providers.CHECKS,
)

_ORDER = {Severity.MUST_FIX: 0, Severity.WARNING: 1, Severity.INFO: 2}


def check_claim(claim: Claim, context: CheckContext) -> tuple[Finding, ...]:
    """Everything wrong with a claim, what stops it first.

    A check only says what it sees; the rule's row in resources/rules/claim_checks.toml says how much it weighs
    and for which payers, cases, ways of sending and days it holds. The edits over the codes look at visits too; their rows
    are in resources/rules/coding_edits.toml. What a person set aside for a visit with a reason stops nothing.
    """
    found = [
        told
        for check in CHECKS
        for problem in check(claim, context)
        if (told := finding(problem, claim, context)) is not None
    ]
    found += edit_findings(claim, context)
    found = answered(
        found,
        context.set_aside,
        diagnoses=claim.diagnoses,
        procedures=[line.procedure_code for line in claim.lines],
        scope=scope_of(claim, context),
    )
    return tuple(sorted(found, key=lambda told: _ORDER[told.severity]))
