from __future__ import annotations

from datetime import date

import pytest

from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account
from clinicbill.remits.policy import Action, AdjustmentPolicy, read_policy, standard_policy
from clinicbill.remits.remittance import Adjustment, ProviderAdjustment

ON = date(2026, 11, 20)
POLICY = standard_policy()


def action(
    text: str, cents: int = 1000, policy: AdjustmentPolicy = POLICY, payer: str = "", on: date = ON
) -> Action:
    group, reason = text.split("-")
    adjustment = Adjustment(group=group, reason=reason, amount=Money(cents))
    return policy.rule_for(adjustment, payer_number=payer, on=on).action


@pytest.mark.parametrize("code", ["CO-45", "CO-253", "CO-237"])
def test_discounts_are_written_off(code: str) -> None:
    assert action(code) is Action.WRITE_OFF


def test_144_is_an_incentive_only_below_zero() -> None:
    assert action("CO-144", -150) is Action.WRITE_OFF
    assert action("CO-144", 150) is Action.LEAVE_OPEN


@pytest.mark.parametrize(
    "code", ["CO-16", "CO-29", "CO-50", "CO-97", "CO-197", "CO-236", "CO-999", "CO-B7", "PI-45"]
)
def test_denials_and_whatever_is_unknown_stay_open(code: str) -> None:
    group, reason = code.split("-")
    rule = POLICY.rule_for(Adjustment(group=group, reason=reason, amount=Money(1)), payer_number="", on=ON)
    assert (rule.action, rule.denial) == (Action.LEAVE_OPEN, True)


@pytest.mark.parametrize("code", ["PR-1", "PR-2", "PR-3"])
def test_only_deductible_coinsurance_and_copay_reach_the_patient(code: str) -> None:
    assert action(code) is Action.PATIENT


@pytest.mark.parametrize(
    "code", ["PR-26", "PR-27", "PR-31", "PR-45", "PR-96", "PR-119", "PR-204", "PR-227", "CR-45", "XX-1"]
)
def test_every_other_patient_reason_and_unknown_groups_ask(code: str) -> None:
    assert action(code) is Action.ASK


def test_what_another_payer_did_is_left_and_is_no_denial() -> None:
    rule = POLICY.rule_for(Adjustment(group="OA", reason="23", amount=Money(1)), payer_number="", on=ON)
    assert (rule.action, rule.denial, rule.kind) == (Action.LEAVE_OPEN, False, "other_payer")


def test_withholds_and_interest_have_their_own_places() -> None:
    assert action("CO-104") is Action.WITHHOLD
    assert {action(f"{group}-225", -500) for group in ("CO", "OA", "PR")} == {Action.INTEREST}


def test_only_patient_rules_move_anything_to_the_patient() -> None:
    rules = [rule for named in POLICY.rules.values() for rule in named] + list(POLICY.defaults.values())
    moving = {
        (rule.group, rule.reason) for rule in rules if rule.action in (Action.PATIENT, Action.NEXT_PAYER)
    }
    assert moving == {("PR", "1"), ("PR", "2"), ("PR", "3")}


def test_no_default_writes_off() -> None:
    assert {rule.action for rule in POLICY.defaults.values()} == {Action.LEAVE_OPEN, Action.ASK}


def test_every_kind_that_is_posted_has_words() -> None:
    posted = {
        rule.kind
        for named in POLICY.rules.values()
        for rule in named
        if rule.action not in (Action.LEAVE_OPEN, Action.ASK)
    }
    assert posted <= set(POLICY.words)


OWN = """
edition = 2026-11-01
[[default]]
group = ""
action = "ask"
why = "x"
[[rule]]
group = "CO"
reason = "45"
action = "write_off"
why = "everybody"
[[rule]]
group = "CO"
reason = "45"
payer = "HM512"
action = "ask"
why = "this payer's discounts are checked by hand"
[[rule]]
group = "CO"
reason = "45"
payer = "HM512"
from = 2026-12-01
action = "leave_open"
why = "new contract"
"""


def test_a_payers_own_rule_goes_before_and_the_latest_in_force_wins() -> None:
    policy = read_policy(OWN)
    assert action("CO-45", policy=policy, payer="02302") is Action.WRITE_OFF
    assert action("CO-45", policy=policy, payer="HM512") is Action.ASK
    assert action("CO-45", policy=policy, payer="HM512", on=date(2026, 12, 1)) is Action.LEAVE_OPEN


def test_a_policy_without_a_last_word_is_refused() -> None:
    with pytest.raises(ValueError, match="default"):
        read_policy('edition = 2026-11-01\n[[default]]\ngroup = "CO"\naction = "ask"\nwhy = "x"\n')


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(ValueError, match="forgive"):
        read_policy('edition = 2026-11-01\n[[default]]\ngroup = ""\naction = "forgive"\nwhy = "x"\n')


@pytest.mark.parametrize(
    ("reason", "account"),
    [("L6", Account.INTEREST), ("WO", Account.PROVIDER_LEVEL), ("ZZ", Account.PROVIDER_LEVEL)],
)
def test_provider_level_money_has_its_place(reason: str, account: Account) -> None:
    rule = POLICY.provider_rule(ProviderAdjustment(reason=reason, amount=Money(-12)))
    assert rule.account is account
    assert rule.words
