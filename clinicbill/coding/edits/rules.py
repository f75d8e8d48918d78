"""Rules as data: what each says, where it was published, for whom and from when it holds; one form for all rule files."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import msgspec

from clinicbill.basics.assets import asset
from clinicbill.basics.findings import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Who is asked and when: what decides which row of a rule counts.

    Attributes:
        filing_code: SBR09 of the payer; empty where nobody insures the day.
        mac: the Medicare contractor, such as JE; empty where none is known.
        case_kind: health, workers_comp, auto or cash.
        delivery: electronic or paper; empty while that is not decided.
        day: the first date of service.
    """

    filing_code: str
    mac: str = ""
    case_kind: str = ""
    delivery: str = ""
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of a rule file.

    Attributes:
        topic: the heading it stands under in lists.
        evidence: published, house or trade; what is trade never stops a claim.
        filing_codes: only for payers with one of these claim filing codes; empty for all.
        unless_filing_codes: not for payers with these.
        macs: only for these Medicare contractors; empty for all.
        case_kinds: only for cases of these kinds; empty for all.
        delivery: electronic or paper; empty for both.
        from_on: holds for claims whose first date of service lies between `from_on` and `to_on`.
        overridable: whether a person may set it aside with a reason although it must be fixed; warnings always may.
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
    macs: tuple[str, ...] = ()
    case_kinds: tuple[str, ...] = ()
    delivery: str = ""
    from_on: date | None = None
    to_on: date | None = None
    overridable: bool = False

    def holds_for(self, scope: Scope) -> bool:
        """Whether this row speaks of the payer, contractor, case, way of sending and day."""
        return (
            (not self.filing_codes or scope.filing_code in self.filing_codes)
            and scope.filing_code not in self.unless_filing_codes
            and (not self.macs or scope.mac in self.macs)
            and (not self.case_kinds or scope.case_kind in self.case_kinds)
            and self.delivery in ("", scope.delivery)
            and (self.from_on is None or self.from_on <= scope.day)
            and (self.to_on is None or scope.day <= self.to_on)
        )

    @property
    def may_be_set_aside(self) -> bool:
        """Whether a person may answer it with a reason."""
        return self.severity is Severity.WARNING or (self.severity is Severity.MUST_FIX and self.overridable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a rule saw: which rule, and what is wrong where. The rule's row adds why, source and fix.

    Attributes:
        message: what is wrong, in one sentence.
        where: the place in the field's words: "line 2, item 24E".
        value: what stands there.
        field: dotted place, lines counted from 0: "lines.1.pointers".
        fix: a remedy that fits better than the rule's own.
        source: the release or page that says so, where it differs from the rule's own.
    """

    rule: str
    message: str
    where: str = ""
    value: str = ""
    field: str = ""
    fix: str = ""
    source: str = ""


class _RuleFile(msgspec.Struct):
    read_on: date
    lists: dict[str, list[str]]
    rule: list[Rule]
    figures: dict[str, int] = {}


class RulePack:
    """One rule file of resources/, read when it is first asked."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _file(self) -> _RuleFile:
        return msgspec.convert(tomllib.loads(asset(self._name).read_text("utf-8")), _RuleFile)

    @cached_property
    def rules(self) -> dict[str, tuple[Rule, ...]]:
        """Every rule id with its rows, in the order of the file."""
        rows: dict[str, list[Rule]] = defaultdict(list)
        for rule in self._file.rule:
            rows[rule.id].append(rule)
        return {rule_id: tuple(found) for rule_id, found in rows.items()}

    @cached_property
    def _lists(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(values) for name, values in self._file.lists.items()}

    def listed(self, name: str) -> frozenset[str]:
        """One of the short lists that rules use; KeyError where there is none."""
        return self._lists[name]

    def has_list(self, name: str) -> bool:
        """Whether the file has a list of that name."""
        return name in self._lists

    def figure(self, name: str) -> int:
        """A number that rules use: money in cents, days, ages in years; KeyError where there is none."""
        return self._file.figures[name]

    @property
    def read_on(self) -> date:
        """The day on which the sources were last read."""
        return self._file.read_on

    def row(self, rule_id: str, scope: Scope) -> Rule | None:
        """The first row of a rule that holds; None where none does."""
        return next((rule for rule in self.rules[rule_id] if rule.holds_for(scope)), None)

    def finding(self, problem: Problem, scope: Scope) -> Finding | None:
        """The problem with the words of its rule; None where no row of the rule holds."""
        rule = self.row(problem.rule, scope)
        if rule is None:
            return None
        return Finding(
            rule=rule.id,
            severity=rule.severity,
            message=problem.message,
            where=problem.where,
            value=problem.value,
            why=rule.why,
            source=problem.source or rule.source,
            fix=problem.fix or rule.fix,
            field=problem.field,
        )


@cache
def coding_edits() -> RulePack:
    """The edits over one day's codes (resources/rules/coding_edits.toml)."""
    return RulePack("rules/coding_edits.toml")


def listed(name: str) -> frozenset[str]:
    """One of the short lists of the coding edits."""
    return coding_edits().listed(name)


def line_item(index: int, item: str) -> str:
    """The place on a line as billers say it: line_item(1, "24E") is "line 2, item 24E"."""
    return f"line {index + 1}, item {item}"
