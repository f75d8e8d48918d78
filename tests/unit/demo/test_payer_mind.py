from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.demo.payer_mind import decide
from clinicbill.demo.script import DemoKind, read_script
from clinicbill.remits.balance import prove
from clinicbill.remits.remittance import Remittance
from tests.support.claims import a_claim

if TYPE_CHECKING:
    from clinicbill.demo.script import DemoPayer
    from clinicbill.remits.remittance import ClaimPayment

SCRIPT = read_script(DemoKind.CHIRO)
MEDICARE = SCRIPT.payer("Medicare B")


def _proves(*claims: ClaimPayment) -> bool:
    paid = Money.total(claim.paid for claim in claims)
    return prove(Remittance(payer_name="X", trace_number="1", paid=paid, claims=claims)).balanced


@pytest.mark.parametrize("payer", SCRIPT.payers, ids=lambda payer: payer.name)
@pytest.mark.parametrize("seed", range(20))
def test_every_decision_closes_to_the_cent(payer: DemoPayer, seed: int) -> None:
    assert _proves(decide(a_claim(), payer, "1", Random(seed)))


def test_a_denial_pays_nothing_and_writes_nothing_off() -> None:
    decided = decide(a_claim(), replace(MEDICARE, denied=100), "1", Random(1))
    assert decided.paid == Money(0) or decided.status == "1"
    assert {one.group for service in decided.services for one in service.adjustments if not service.paid} == {
        "CO"
    }


def test_a_second_insurance_pays_what_the_first_left() -> None:
    claim = a_claim()
    first = decide(claim, replace(MEDICARE, denied=0), "1", Random(1))
    second = decide(claim, SCRIPT.payer("Prairie Medigap"), "2", Random(1), first)
    assert second.paid == first.patient_responsibility
    assert second.status == "2"
    assert _proves(second)
