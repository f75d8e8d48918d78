"""The rules of the claim checks as data (resources/rules/claim_checks.toml), and those of the codes that they share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from clinicbill.coding.edits.rules import Problem, Rule, RulePack, Scope, coding_edits, line_item

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.basics.findings import Finding
    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim

__all__ = ["Problem", "Rule", "finding", "line_item", "listed", "read_on", "rules"]


@cache
def _claim_checks() -> RulePack:
    return RulePack("rules/claim_checks.toml")


@cache
def rules() -> dict[str, tuple[Rule, ...]]:
    """Every rule id with its rows, in the order of the files."""
    return {**_claim_checks().rules, **coding_edits().rules}


def listed(name: str) -> frozenset[str]:
    """One of the short lists that rules use, such as `states`; KeyError where neither file has it."""
    pack = _claim_checks() if _claim_checks().has_list(name) else coding_edits()
    return pack.listed(name)


def read_on() -> date:
    """The day on which the sources were last read."""
    return _claim_checks().read_on


def scope_of(claim: Claim, context: CheckContext) -> Scope:
    """What decides which row of a rule counts for a claim: its payer, case, way of sending and first day."""
    return Scope(
        filing_code=claim.coverage.payer.claim_filing_code,
        mac=context.around.mac,
        case_kind=claim.case.kind,
        delivery=context.delivery,
        day=min((line.from_on for line in claim.lines), default=context.as_of),
    )


def finding(problem: Problem, claim: Claim, context: CheckContext) -> Finding | None:
    """The problem with the words of its rule; None where no row of the rule holds for this claim."""
    return _claim_checks().finding(problem, scope_of(claim, context))
