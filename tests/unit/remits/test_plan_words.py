from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import Account
from clinicbill.remits import plan_words
from clinicbill.remits.plan import What
from clinicbill.remits.policy import ProviderRule, standard_policy
from clinicbill.remits.remittance import Party
from clinicbill.remits.settle import Circumstances, Settlement, settle
from clinicbill.remits.spread import LineResult
from tests.support.ledgers import a_payment, adjusted
from tests.unit.remits.billing import MEDIGAP, a_billed_line

ON = date(2026, 11, 23)
POLICY = standard_policy()
ICONS = Path(__file__).parents[3] / "resources" / "icons"


def settled(paid: str, adjustments: str, **line: Any) -> tuple[LineResult, Settlement]:
    result = LineResult(
        place=0,
        line=a_billed_line(**line),
        charge=Money(6500),
        paid=Money.parse(paid),
        adjustments=adjusted(adjustments),
    )
    about = Circumstances(policy=POLICY, payer_number="", on=ON, paid_on=ON)
    return result, settle(result, Money(6500), about)


def fate(paid: str, adjustments: str, left: int = 0, corrected: bool = False, **fields: Any) -> str:
    line = {key: fields.pop(key) for key in ("next_payer", "next_payer_id") if key in fields}
    result, settlement = settled(paid, adjustments, **line)
    payment = a_payment("CB1", [], charge=Money(6500), paid=Money.parse(paid), **fields)
    return plan_words.line_fate(payment, result, settlement, Money(left), corrected=corrected).words


@pytest.mark.parametrize(
    ("paid", "adjustments", "left", "words"),
    [
        ("65.00", "", 0, "Paid in full"),
        ("32.30", "PR-2 8.24, CO-45 24.46", 0, "Write off 24.46, patient 8.24"),
        ("0", "CO-50 65.00", 6500, "To Denials, no write-off"),
        ("40.00", "CO-45 20.00, CO-16 5.00", 500, "Left open: 5.00, write off 20.00"),
        ("40.00", "PR-96 25.00", 2500, "Left open: 25.00, asks you"),
        ("70.00", "", -500, "Credit of the payer: 5.00"),
        ("40.00", "CO-104 25.00", 0, "Withheld 25.00"),
        ("68.00", "OA-225 -3.00", 0, "Interest 3.00"),
    ],
)
def test_a_lines_fate_in_words(paid: str, adjustments: str, left: int, words: str) -> None:
    assert fate(paid, adjustments, left) == words


def test_a_correction_says_so() -> None:
    assert fate("40.00", "CO-45 25.00", corrected=True) == "Corrected: write off 25.00"


def test_a_claim_that_crossed_waits_for_the_next_insurance() -> None:
    medigap: dict[str, Any] = {"next_payer_id": MEDIGAP, "next_payer": "Medigap"}
    share = "PR-2 8.24, CO-45 24.46"
    assert fate("32.30", share, status="19", **medigap) == "Wait: crossed to Medigap"
    assert fate("32.30", share, status="19", crossover=Party(organization="AARP")) == "Wait: crossed to AARP"
    assert fate("32.30", share, status="19") == "Wait: crossed to the next insurance"
    assert fate("32.30", share, **medigap) == "Write off 24.46, Medigap 8.24"


def test_the_steps_are_those_of_the_picture() -> None:
    result, settlement = settled("22.66", "CO-45 36.10, CO-253 0.46, PR-2 5.78")
    steps = plan_words.settled_steps(result, settlement, POLICY)
    assert [(step.words, step.reason, step.why) for step in steps] == [
        ("Insurance payment", "", "Paid amount of the line"),
        ("Contract write-off", "CO-45", "above the contract or fee schedule"),
        ("Sequestration write-off", "CO-253", "federal sequestration"),
        ("Coinsurance moves to patient", "PR-2", "no further insurance on 11/09/2026"),
    ]
    assert steps[3].patient == Money(578)


def test_a_share_of_the_next_insurance_stays_with_insurance() -> None:
    result, settlement = settled("32.30", "PR-2 8.24", next_payer_id=MEDIGAP, next_payer="Medigap")
    step = plan_words.settled_steps(result, settlement, POLICY)[1]
    assert (step.words, step.payer, step.patient) == ("Coinsurance moves to Medigap", ZERO, ZERO)


def test_what_was_named_beyond_what_is_open_is_told() -> None:
    result, settlement = settled("60.00", "CO-45 24.46")
    step = plan_words.settled_steps(result, settlement, POLICY)[1]
    assert step.why == "above the contract or fee schedule; 19.46 more was named than is open"


FATES = [one for one in vars(plan_words).values() if isinstance(one, What)]


@pytest.mark.parametrize(
    "one", [*FATES, plan_words.reverses(ON), plan_words.out_of_balance(Money(24))], ids=str
)
def test_every_fate_has_an_icon_of_ours_and_a_colour_role(one: What) -> None:
    assert (ICONS / f"{one.icon}.svg").exists()
    assert one.role in ("text2", "amber", "red", "green", "blue")


def test_provider_level_money_says_where_it_goes() -> None:
    interest = ProviderRule(reason="L6", account=Account.INTEREST, words="Interest from payer")
    assert plan_words.provider_fate(interest) == plan_words.TO_INTEREST
    assert plan_words.provider_fate(ProviderRule(reason="WO")) == plan_words.ON_PAYER_ACCOUNT
    step = plan_words.provider_step(interest, "REF1")
    assert (step.words, step.reason, step.why) == ("Interest from payer", "L6", "REF1")
