from __future__ import annotations

import pytest

from clinicbill.basics.identifiers import is_npi
from clinicbill.demo.script import DemoKind, Script, address, read_script
from clinicbill.practice.payer_kinds import CLAIM_FILING_CODES


@pytest.fixture(params=list(DemoKind))
def script(request: pytest.FixtureRequest) -> Script:
    return read_script(request.param)


def test_every_npi_has_its_check_digit(script: Script) -> None:
    people = (*script.providers, *script.referring, *script.facilities)
    assert all(is_npi(person.npi) for person in people)
    assert is_npi(script.practice["npi"])


def test_every_line_is_on_the_price_list(script: Script) -> None:
    for plan in script.plans.values():
        for line in (*plan.first, *plan.routine, *plan.sometimes, *plan.surgery):
            assert line.code in script.procedures
            assert len(line.pointers) <= 4
            assert all("ABCDEFGHIJKL".index(letter) < len(plan.diagnoses) for letter in line.pointers)


def test_every_plan_that_is_named_exists(script: Script) -> None:
    named = {plan for payer in script.payers for plan in payer.plans} | set(script.cash_plans)
    assert named <= set(script.plans)


def test_payers_are_known_kinds(script: Script) -> None:
    assert all(payer.claim_filing_code in CLAIM_FILING_CODES for payer in script.payers)


def test_who_the_office_bills_second_is_a_payer_too(script: Script) -> None:
    named = [payer.billed_second for payer in script.payers if payer.billed_second]
    assert {str(script.payer(name).delivery) for name, _ in named} == {"paper", "electronic"}
    assert all(every > 1 for _, every in named)


def test_addresses_have_nine_digit_zips() -> None:
    assert address(["1 Elm St", "", "Bend", "OR", "977011234"]).zip == "977011234"
    assert address(["PO Box 1", "Bend", "OR", "977011234"]).street2 == ""
