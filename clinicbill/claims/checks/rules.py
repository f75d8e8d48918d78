"""The rules as data: what each says, where it was published, for which claims it holds (resources/rules/claim_checks.toml)."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from clinicbill.basics.assets import asset
from clinicbill.basics.findings import Finding, Severity

if TYPE_CHECKING:
    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the rule file.

    Attributes:
        topic: the heading it stands under in lists.
        evidence: published, house or trade; what is trade never stops a claim.
        filing_codes: only for payers with one of these claim filing codes; empty for all.
        unless_filing_codes: not for payers with these.
        case_kinds: only for cases of these kinds; empty for all.
        delivery: electronic or paper; empty for both.
        from_on: holds for claims whose first date of service lies between `from_on` and `to_on`.
    """

    id: str
    topic: str
    title: str
    severity: Severity
    evidence: str
    why: str
    source: str
    fix: str
    filing_codes: tuple[str, ...] = ()
    unless_filing_codes: tuple[str, ...] = ()
    case_kinds: tuple[str, ...] = ()
    delivery: str = ""
    from_on: date | None = None
    to_on: date | None = None

    def holds_for(self, claim: Claim, context: CheckContext) -> bool:
        """Whether this row speaks of this claim: its payer, case, way of sending and first date of service."""
        code = claim.coverage.payer.claim_filing_code
        day = min((line.from_on for line in claim.lines), default=context.as_of)
        return (
            (not self.filing_codes or code in self.filing_codes)
            and code not in self.unless_filing_codes
            and (not self.case_kinds or claim.case.kind in self.case_kinds)
            and self.delivery in ("", context.delivery)
            and (self.from_on is None or self.from_on <= day)
            and (self.to_on is None or day <= self.to_on)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a check saw: which rule, and what is wrong where. The rule's row adds why, source and fix.

    Attributes:
        message: what is wrong, in one sentence.
        where: the place in the field's words: "line 2, item 24E".
        value: what stands there.
        field: dotted place in the Claim, lines counted from 0: "lines.1.pointers".
        fix: a remedy that fits better than the rule's own.
    """

    rule: str
    message: str
    where: str = ""
    value: str = ""
    field: str = ""
    fix: str = ""


class _RuleFile(msgspec.Struct):
    read_on: date
    lists: dict[str, list[str]]
    rule: list[Rule]


@cache
def _file() -> _RuleFile:
    return msgspec.convert(tomllib.loads(asset("rules/claim_checks.toml").read_text("utf-8")), _RuleFile)


@cache
def rules() -> dict[str, tuple[Rule, ...]]:
    """Every rule id with its rows, in the order of the file."""
    rows: dict[str, list[Rule]] = defaultdict(list)
    for rule in _file().rule:
        rows[rule.id].append(rule)
    return {rule_id: tuple(found) for rule_id, found in rows.items()}


@cache
def listed(name: str) -> frozenset[str]:
    """One of the short lists that rules use, such as `states`."""
    return frozenset(_file().lists[name])


def read_on() -> date:
    """The day on which the sources were last read."""
    return _file().read_on


def finding(problem: Problem, claim: Claim, context: CheckContext) -> Finding | None:
    """The problem with the words of its rule; None where no row of the rule holds for this claim."""
    for rule in rules()[problem.rule]:
        if rule.holds_for(claim, context):
            return Finding(
                rule=rule.id,
                severity=rule.severity,
                message=problem.message,
                where=problem.where,
                value=problem.value,
                why=rule.why,
                source=rule.source,
                fix=problem.fix or rule.fix,
                field=problem.field,
            )
    return None


def line_item(index: int, item: str) -> str:
    """The place on a line as billers say it: line_item(1, "24E") is "line 2, item 24E"."""
    return f"line {index + 1}, item {item}"
