from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from clinicbill.claims.claim import OtherPayer
from clinicbill.demo.payer_mind import decide
from clinicbill.demo.script import DemoKind, read_script
from clinicbill.demo.second_insurance import SecondInsurance
from tests.support.claims import COMMERCIAL, a_claim, a_coverage

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.claims.claim import Claim

SCRIPT = read_script(DemoKind.CHIRO)
CASCADE = replace(SCRIPT.payer("Cascade Blue PPO"), denied=0)


def _insured_twice(second: str) -> Claim:
    coverage = a_coverage(coverage_id=70, responsibility="S", payer=replace(COMMERCIAL, name=second))
    return a_claim(others=(OtherPayer(coverage=coverage),))


@pytest.mark.parametrize(("second", "on_paper"), [("Juniper Mutual", True), ("Evergreen Life", False)])
def test_what_the_first_one_left_waits_for_the_second(db: Database, second: str, on_paper: bool) -> None:
    desk, claim = SecondInsurance(db, SCRIPT), _insured_twice(second)
    payment = decide(claim, CASCADE, "1", Random(1))
    desk.decided(claim, payment)
    assert [(one.payment, one.on_paper) for one in desk.pile] == [(payment, on_paper)]


def test_who_has_nobody_else_or_nothing_left_does_not_wait(db: Database) -> None:
    desk, twice = SecondInsurance(db, SCRIPT), _insured_twice("Juniper Mutual")
    desk.decided(a_claim(), decide(a_claim(), CASCADE, "1", Random(1)))
    desk.decided(twice, decide(twice, replace(CASCADE, denied=100), "1", Random(2)))
    assert desk.pile == []


def test_what_the_first_one_sends_on_does_not_wait(db: Database) -> None:
    desk, claim = SecondInsurance(db, SCRIPT), _insured_twice("Prairie Medigap")
    sent_on = decide(claim, replace(SCRIPT.payer("Medicare B"), denied=0), "1", Random(1))
    assert sent_on.is_forwarded
    desk.decided(claim, sent_on)
    assert desk.pile == []
