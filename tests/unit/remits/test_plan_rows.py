from __future__ import annotations

from clinicbill.basics.money import Money
from clinicbill.ledger.running import RunningBalances
from clinicbill.remits import plan_rows, plan_words
from clinicbill.remits.match import ClaimMatch, Matcher
from clinicbill.remits.plan import Step
from clinicbill.remits.policy import ProviderRule
from clinicbill.remits.remittance import ProcedureCode, ProviderAdjustment
from clinicbill.remits.spread import line_results
from tests.support.ledgers import VISIT_ON, a_payment, a_service
from tests.unit.remits.billing import a_billed_claim
from tests.unit.remits.planning import owed

CLAIM = a_billed_claim()
DOWNCODED = a_service(
    "98940", "65.00", "22.66", "CO-45 42.34", submitted=ProcedureCode(code="98941", modifiers=("AT",))
)


def test_a_row_shows_the_service_as_we_sent_it_and_why_it_is_ours() -> None:
    payment = a_payment("CB000001", [DOWNCODED])
    (row,) = plan_rows.said_rows(3, payment, Matcher([CLAIM]).match(payment), plan_words.DENIED)
    assert (row.claim_place, row.procedure, row.modifiers) == (3, "98941", ("AT",))
    assert (row.patient, row.visit_on) == ("Ruth Alvarez", VISIT_ON)
    assert row.match == "procedure, modifiers, date and charge"
    assert row.adjustments == DOWNCODED.adjustments


def test_an_unmatched_service_is_shown_as_the_payer_states_it() -> None:
    payment = a_payment("X", [a_service("72040", "75.00", "1.00", from_on=None)], from_on=VISIT_ON)
    (row,) = plan_rows.said_rows(0, payment, ClaimMatch(), plan_words.NOT_MATCHED)
    assert (row.claim_number, row.patient, row.visit_on, row.match) == ("X", "X Alvarez", VISIT_ON, "")


def test_a_claim_without_services_has_one_row_or_one_for_each_line_of_ours() -> None:
    payment = a_payment("CB000001", [], charge=Money(6500), paid=Money(6500))
    match = Matcher([CLAIM]).match(payment)
    (said,) = plan_rows.said_rows(0, payment, match, plan_words.DENIED)
    assert (said.procedure, said.charge, said.match) == ("", Money(6500), "our claim number")
    (result,) = line_results(payment, match)
    row = plan_rows.result_row(0, payment, match, result)
    assert (row.procedure, row.modifiers, row.visit_on) == ("98941", ("AT",), VISIT_ON)


def test_modifiers_the_payer_left_out_are_ours() -> None:
    payment = a_payment("CB000001", [a_service("98941", "65.00", "0", "CO-97 65.00")])
    match = Matcher([CLAIM]).match(payment)
    (result,) = line_results(payment, match)
    assert plan_rows.result_row(0, payment, match, result).modifiers == ("AT",)


def test_before_and_after_come_from_the_running_balances() -> None:
    payment = a_payment("CB000001", [a_service("98941-AT", "65.00", "0", "CO-97 65.00")])
    match = Matcher([CLAIM]).match(payment)
    (result,) = line_results(payment, match)
    running = RunningBalances(owed(CLAIM))
    row = plan_rows.before(plan_rows.result_row(0, payment, match, result), result, running)
    done = plan_rows.after(row, result, running, plan_words.DENIED, [Step(words="x")])
    assert (done.payer_before, done.payer_after, done.denied) == (Money(6500), Money(6500), Money(6500))
    assert done.steps == (Step(words="x"),)
    assert plan_rows.after(row, result, running, plan_words.TO_INTEREST, []).denied == Money(0)


def test_a_line_out_of_balance_says_by_how_much() -> None:
    payment = a_payment("CB000001", [DOWNCODED])
    (row,) = plan_rows.said_rows(0, payment, ClaimMatch(), plan_words.DENIED)
    off = plan_rows.out_of_balance(row, Money(-24))
    assert (off.out_by, off.what.words) == (Money(-24), "Waits: out of balance by $0.24")


def test_provider_level_money_shows_what_it_does_to_the_payment() -> None:
    takeback = ProviderAdjustment(reason="WO", amount=Money(1500), reference="OLD1")
    row = plan_rows.provider_row(takeback, ProviderRule(reason="WO", words="Takeback of an overpayment"))
    assert (row.claim_place, row.patient, row.procedure, row.paid) == (
        None,
        "Takeback of an overpayment",
        "WO",
        Money(-1500),
    )
    assert (row.claim_number, len(row.steps)) == ("OLD1", 1)
