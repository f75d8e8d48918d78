"""The adjustment policy: which adjustment is written off, moves to the patient, stays open or asks."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from clinicbill.basics.assets import asset
from clinicbill.ledger.accounts import Account

if TYPE_CHECKING:
    from clinicbill.basics.money import Money
    from clinicbill.remits.remittance import Adjustment, ProviderAdjustment


class Action(StrEnum):
    """What is done with an adjustment when its remittance is posted."""

    WRITE_OFF = "write_off"
    PATIENT = "patient"
    NEXT_PAYER = "next_payer"
    WITHHOLD = "withhold"
    INTEREST = "interest"
    LEAVE_OPEN = "leave_open"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the policy.

    Attributes:
        reason: empty for the default of its group.
        payer_number: the payer it holds for; empty for all.
        from_on: the first payment date it holds for.
        sign: "negative" or "positive" where only such amounts are meant.
        kind: kind of adjustment, as it stands in the ledger.
        denial: what it leaves open is a denial.
        part_only: never for the whole charge of a line.
        why: the reason code in our own words.
    """

    group: str
    reason: str = ""
    payer_number: str = ""
    from_on: date = date.min
    sign: str = ""
    action: Action
    kind: str = ""
    denial: bool = False
    part_only: bool = False
    why: str = ""

    def holds(self, amount: Money, payer_number: str, on: date) -> bool:
        """Whether the rule holds for such an amount of this payer on that day."""
        sign = "negative" if amount.cents < 0 else "positive"
        return self.payer_number in ("", payer_number) and self.from_on <= on and self.sign in ("", sign)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRule:
    """Where one kind of provider-level money (PLB) goes, and its words on the screen."""

    reason: str
    account: Account = Account.PROVIDER_LEVEL
    words: str = "Payer adjustment"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentPolicy:
    """All rules, by group and reason, and the default of each group; `words` are the screen's for each kind."""

    edition: date
    rules: dict[tuple[str, str], tuple[Rule, ...]]
    defaults: dict[str, Rule]
    providers: tuple[ProviderRule, ...]
    words: dict[str, str]

    def rule_for(self, adjustment: Adjustment, *, payer_number: str, on: date) -> Rule:
        """The rule for one adjustment of a payment dated `on`; a group nobody knows asks."""
        named = self.rules.get((adjustment.group, adjustment.reason), ())
        fitting = [rule for rule in named if rule.holds(adjustment.amount, payer_number, on)]
        if fitting:
            return max(fitting, key=lambda rule: (bool(rule.payer_number), rule.from_on, bool(rule.sign)))
        return self.defaults.get(adjustment.group, self.defaults[""])

    def provider_rule(self, adjustment: ProviderAdjustment) -> ProviderRule:
        """Where a PLB amount goes; what no rule names stays on the payer's own account."""
        for rule in self.providers:
            if rule.reason == adjustment.reason:
                return rule
        return ProviderRule(reason=adjustment.reason)


@cache
def standard_policy() -> AdjustmentPolicy:
    """The policy shipped with the program."""
    return read_policy(asset("rules/adjustment_policy.toml").read_text(encoding="utf-8"))


def read_policy(text: str) -> AdjustmentPolicy:
    """Read a policy from TOML.

    Raises:
        ValueError: a row names an action or account that does not exist, or no default is given.
    """
    table = tomllib.loads(text)
    defaults = {row["group"]: _rule(row) for row in table["default"]}
    if "" not in defaults:
        raise ValueError("the policy needs a default for unknown groups")
    rules: defaultdict[tuple[str, str], tuple[Rule, ...]] = defaultdict(tuple)
    for row in table.get("rule", []):
        rules[row["group"], row["reason"]] += (_rule(row),)
    return AdjustmentPolicy(
        edition=table["edition"],
        rules=dict(rules),
        defaults=defaults,
        providers=tuple(
            ProviderRule(
                reason=row["reason"],
                account=Account(row.get("account", Account.PROVIDER_LEVEL)),
                words=row["words"],
            )
            for row in table.get("provider", [])
        ),
        words=dict(table.get("words", {})),
    )


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        group=row["group"],
        reason=row.get("reason", ""),
        payer_number=row.get("payer", ""),
        from_on=row.get("from", date.min),
        sign=row.get("sign", ""),
        action=Action(row["action"]),
        kind=row.get("kind", ""),
        denial=row.get("denial", False),
        part_only=row.get("part_only", False),
        why=row["why"],
    )
