from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.remits.planner import make_plan
from clinicbill.remits.remittance import Party, ProviderAdjustment
from clinicbill.remits.spread import opposite
from tests.support.ledgers import a_payment, a_remittance, a_service, adjusted
from tests.unit.remits.billing import MEDIGAP, a_billed_claim, a_billed_line
from tests.unit.remits.planning import ON, a_situation, left_of, owed, plan_of, posted

if TYPE_CHECKING:
    from clinicbill.remits.plan import Plan
    from clinicbill.remits.remittance import ClaimPayment

CLAIM = a_billed_claim()
PAID = a_payment("CB000001", [a_service("98941-AT", "65.00", "32.30", "PR-2 8.24, CO-45 23.80, CO-253 0.66")])
DENIED = a_payment("CB000001", [a_service("98941-AT", "65.00", "0", "CO-50 65.00")])
REVERSAL = replace(opposite(PAID), status="22")
CORRECTION = a_payment("CB000001", [a_service("98941-AT", "65.00", "40.00", "CO-45 25.00")])


def rules(plan: Plan) -> list[str]:
    return [finding.rule for finding in plan.findings]


def test_a_payment_closes_its_line_and_tells_every_step() -> None:
    plan = plan_of([PAID], [CLAIM])
    assert plan.may_post
    assert left_of(CLAIM, plan) == {"payer": Money(0), "patient": Money(824)}
    (row,) = plan.rows
    assert [(step.reason, step.payer.cents, step.patient.cents) for step in row.steps] == [
        ("", -3230, 0),
        ("PR-2", -824, 824),
        ("CO-45", -2380, 0),
        ("CO-253", -66, 0),
    ]
    assert (row.payer_before, row.payer_after, row.patient_before, row.patient_after) == (
        Money(6500),
        Money(0),
        Money(0),
        Money(824),
    )
    assert plan.answers[0].status is ClaimStatus.PAID
    assert plan.answers[0].payer_control_number == "ICNCB000001"
    assert (plan.matched, plan.steps) == (1, 4)


def test_each_claim_is_one_posting_that_names_claim_and_remittance() -> None:
    (planned,) = plan_of([PAID], [CLAIM]).postings
    posting = planned.posting
    assert (posting.kind, posting.claim_id, posting.remittance_id) == (PostingKind.INSURANCE_PAYMENT, 1, 4)
    assert posting.posted_on == ON
    assert posting.total(Account.CASH) == Money(3230)


def test_a_denial_posts_nothing_and_stays_open() -> None:
    plan = plan_of([DENIED], [CLAIM])
    assert plan.may_post
    assert plan.postings == ()
    assert plan.answers[0].status is ClaimStatus.DENIED
    assert plan.denied == Money(6500)
    assert plan.rows[0].what.role == "red"


def test_a_claim_paid_in_part_and_one_paid_in_full() -> None:
    two = a_billed_claim(a_billed_line(1), a_billed_line(2, "97110-GP", "52.00"))
    services = [
        a_service("98941-AT", "65.00", "41.20", "CO-45 23.80"),
        a_service("97110-GP", "52.00", "0", "CO-97 52.00"),
    ]
    plan = plan_of([a_payment("CB000001", services)], [two])
    assert plan.answers[0].status is ClaimStatus.PART_PAID
    assert plan.denied == Money(5200)
    full = plan_of([a_payment("CB000001", [a_service("98941-AT", "65.00", "65.00")])], [CLAIM])
    assert full.answers[0].status is ClaimStatus.PAID_IN_FULL


def test_the_waiting_claim_is_named() -> None:
    stranger = a_payment("STRANGE1", [a_service("72040", "75.00", "30.00", "CO-45 45.00")], last="Nobody")
    plan = plan_of([PAID, stranger], [CLAIM])
    assert not plan.may_post
    assert rules(plan) == ["L04", "L08"]
    assert "STRANGE1" in plan.findings[0].message
    assert plan.rows[1].what.words == "Not matched: no claim of ours"
    assert plan.matched == 1


def test_a_line_without_ours_keeps_everything_from_being_posted() -> None:
    services = [*PAID.services, a_service("72040", "75.00", "0", "CO-97 75.00")]
    plan = plan_of([a_payment("CB000001", services)], [CLAIM])
    assert not plan.may_post
    assert "L05" in rules(plan)
    assert plan.matched == 0


def test_a_payment_that_does_not_prove_is_shown_and_not_posted() -> None:
    off = a_payment("CB000001", [a_service("98941-AT", "65.00", "32.30", "CO-45 32.46")])
    plan = plan_of([off], [CLAIM])
    assert not plan.may_post
    assert rules(plan)[0] == "L01"
    assert plan.rows[0].out_by == Money(24)
    assert plan.rows[0].what.words == "Waits: out of balance by $0.24"


def test_a_predetermination_is_never_posted() -> None:
    estimate = replace(DENIED, status="25")
    plan = plan_of([estimate], [CLAIM])
    assert (plan.postings, plan.answers, plan.may_post) == ((), (), True)
    assert plan.rows[0].what.words == "Estimate only: never posted"
    paying = plan_of([replace(PAID, status="25")], [CLAIM])
    assert not paying.may_post
    assert "L07" in rules(paying)


def test_a_claim_sent_on_is_not_posted_and_needs_no_match() -> None:
    plan = plan_of([replace(DENIED, status="23", patient_control_number="STRANGE")], [CLAIM])
    assert plan.may_post
    assert plan.rows[0].what.words == "Not this payer’s: sent on"


def test_an_old_or_unknown_status_is_tolerated_and_never_posted() -> None:
    assert plan_of([replace(DENIED, status="5")], [CLAIM]).postings == ()
    assert not plan_of([replace(PAID, status="5")], [CLAIM]).may_post


def test_status_4_with_a_deductible_is_settled_by_what_it_says() -> None:
    payment = a_payment(
        "CB000001", [a_service("98941-AT", "65.00", "0", "PR-1 41.20, CO-45 23.80")], status="4"
    )
    plan = plan_of([payment], [CLAIM])
    assert left_of(CLAIM, plan) == {"payer": Money(0), "patient": Money(4120)}
    assert plan.answers[0].status is ClaimStatus.PAID


# Reversals ------------------------------------------------------------------------------------------------------


def paid_before() -> dict[str, Any]:
    first = plan_of([PAID], [CLAIM])
    patient = replace(
        owed(CLAIM)[0], account=Account.PATIENT_RECEIVABLE, payer_id=None, amount=Money(824), aged_from=ON
    )
    return {"balances": [patient], "past": [posted(first, CLAIM)]}


def test_a_reversal_undoes_the_posting_it_repeats() -> None:
    plan = plan_of([REVERSAL], [CLAIM], **paid_before())
    (planned,) = plan.postings
    assert plan.may_post
    assert planned.posting.kind is PostingKind.PAYER_REVERSAL
    assert planned.posting.reverses_id == 11
    assert planned.posting.total(Account.CASH) == Money(-3230)
    (row,) = plan.rows
    assert row.what.words == "Reverses posting of 11/06/2026"
    assert (row.payer_after, row.patient_after) == (Money(6500), Money(0))
    assert [(step.reason, step.payer.cents, step.patient.cents) for step in row.steps] == [
        ("", 3230, 0),
        ("PR-2", 824, -824),
        ("CO-45", 2380, 0),
        ("CO-253", 66, 0),
    ]
    assert plan.answers[0].status is ClaimStatus.TAKEN_BACK
    assert plan.answers[0].text.startswith("Payment of $32.30 taken back")


@pytest.mark.parametrize(
    "payments", [[REVERSAL, CORRECTION], [CORRECTION, REVERSAL]], ids=["after", "before"]
)
def test_a_correction_is_posted_after_its_reversal_wherever_it_stands(payments: list[ClaimPayment]) -> None:
    plan = plan_of(payments, [CLAIM], **paid_before())
    assert [one.posting.kind for one in plan.postings] == [
        PostingKind.PAYER_REVERSAL,
        PostingKind.INSURANCE_PAYMENT,
    ]
    assert plan.answers[0].status is ClaimStatus.PAID_IN_FULL
    fates = {row.what.words for row in plan.rows}
    assert "Corrected: write off 25.00" in fates


def test_a_reversal_without_its_payment_waits() -> None:
    plan = plan_of([REVERSAL], [CLAIM])
    assert not plan.may_post
    assert rules(plan) == ["L06", "L08"]
    assert plan.postings == ()
    assert plan.rows[0].what.words == "Waits: its payment is not posted here"


def test_a_denial_taken_back_has_nothing_to_undo() -> None:
    plan = plan_of([replace(opposite(DENIED), status="22"), CORRECTION], [CLAIM])
    assert plan.may_post
    assert [row.what.words for row in plan.rows] == [
        "Takes back a denial: nothing to undo",
        "Write off 25.00",
    ]
    assert plan.answers[0].status is ClaimStatus.PAID_IN_FULL


def test_a_denial_taken_back_with_nothing_after_it_leaves_no_denial() -> None:
    plan = plan_of([replace(opposite(DENIED), status="22")], [CLAIM])
    assert plan.may_post
    assert [(one.status, one.text.split(" · ")[0]) for one in plan.answers] == [
        (ClaimStatus.TAKEN_BACK, "Denial taken back")
    ]


def test_a_second_payer_that_takes_back_leaves_what_the_first_one_paid() -> None:
    claim = a_billed_claim()
    crossed = replace(claim, crossed_over=True, responsibility="S")
    first = plan_of([replace(PAID, status="2")], [crossed])
    plan = plan_of([REVERSAL], [crossed], balances=[], past=[posted(first, crossed)])
    assert [one.status for one in plan.answers] == [ClaimStatus.PART_PAID]


def test_a_denial_taken_back_beside_a_payment_that_stands_changes_nothing() -> None:
    first = plan_of([PAID], [CLAIM])
    plan = plan_of([replace(opposite(DENIED), status="22")], [CLAIM], past=[posted(first, CLAIM)])
    assert plan.answers == ()


def test_a_payment_and_its_reversal_in_one_file() -> None:
    plan = plan_of([PAID, REVERSAL, CORRECTION], [CLAIM])
    assert plan.may_post
    assert [one.undoes_place for one in plan.postings] == [None, 0, None]
    assert left_of(CLAIM, plan) == {"payer": Money(0), "patient": Money(0)}


def test_each_reversal_takes_back_another_payment() -> None:
    first = plan_of([PAID], [CLAIM])
    twice = [posted(first, CLAIM, 11), posted(first, CLAIM, 12)]
    plan = plan_of([REVERSAL, REVERSAL], [CLAIM], balances=[], past=twice)
    assert sorted(one.posting.reverses_id or 0 for one in plan.postings) == [11, 12]
    other_stands = plan_of([REVERSAL], [CLAIM], past=twice)
    assert other_stands.answers[0].status is ClaimStatus.PART_PAID


def test_a_claim_without_lines_is_reversed_too() -> None:
    whole = a_payment(
        "CB000001", [], charge=Money(6500), paid=Money(4120), adjustments=adjusted("CO-45 23.80")
    )
    first = plan_of([whole], [CLAIM])
    assert left_of(CLAIM, first) == {"payer": Money(0), "patient": Money(0)}
    plan = plan_of([replace(opposite(whole), status="22")], [CLAIM], balances=[], past=[posted(first, CLAIM)])
    assert plan.may_post
    assert (plan.rows[0].procedure, plan.rows[0].paid) == ("98941", Money(-4120))


# Next insurance, takebacks, warnings ------------------------------------------------------------------------


def test_crossed_over_means_wait_for_the_next_insurance() -> None:
    claim = a_billed_claim(a_billed_line(1, next_payer_id=MEDIGAP, next_payer="Medigap"))
    crossed = replace(PAID, status="19", crossover=Party(organization="Medigap of Oregon"))
    plan = plan_of([crossed], [claim])
    assert plan.rows[0].what.words == "Wait: crossed to Medigap of Oregon"
    entries = plan.postings[0].posting.entries
    next_share = [e for e in entries if e.payer_id == MEDIGAP]
    assert [(e.account, e.amount, e.aged_from) for e in next_share] == [
        (Account.PAYER_RECEIVABLE, Money(824), claim.lines[0].aged_from)
    ]
    assert plan.answers[0].status is ClaimStatus.PAID


def test_provider_level_money_is_one_posting_each() -> None:
    plb = [
        ProviderAdjustment(reason="WO", amount=Money(1500), reference="OLD1"),
        ProviderAdjustment(reason="L6", amount=Money(-12)),
        ProviderAdjustment(reason="FB", amount=Money(0)),
    ]
    plan = plan_of([PAID], [CLAIM], provider_adjustments=plb)
    assert plan.may_post
    takeback, interest = (one.posting for one in plan.postings[1:])
    assert takeback.total(Account.PROVIDER_LEVEL) == Money(1500)
    assert interest.total(Account.INTEREST) == Money(-12)
    assert [row.paid.cents for row in plan.rows] == [3230, -1500, 12, 0]
    assert plan.rows[2].what.words == "To interest income"
    assert {entry.payer_id for entry in takeback.entries} == {7}


def test_cash_that_is_posted_is_always_the_payment() -> None:
    short = replace(a_remittance([PAID]), paid=Money(3000))
    plan = make_plan(a_situation(short, [CLAIM]))
    assert {"L01", "L08"} <= set(rules(plan))


def test_a_second_payment_is_a_credit_and_takes_nothing_away() -> None:
    plan = plan_of([PAID], [CLAIM], balances=[])
    assert plan.may_post
    assert rules(plan) == ["L10"]
    assert plan.rows[0].what.words == "Credit of the payer: 32.30"
    assert [one.account for one in plan.postings[0].posting.entries] == [
        Account.CASH,
        Account.PAYER_RECEIVABLE,
    ]


def test_a_line_open_with_somebody_else_is_told() -> None:
    plan = plan_of([PAID], [CLAIM], balances=owed(CLAIM, MEDIGAP))
    assert "L09" in rules(plan)


def test_another_patient_reason_asks_and_stays_open() -> None:
    plan = plan_of([a_payment("CB000001", [a_service("98941-AT", "65.00", "32.30", "PR-96 32.70")])], [CLAIM])
    assert plan.may_post
    assert rules(plan) == ["L11"]
    assert plan.rows[0].what.words == "Left open: 32.70, asks you"


def test_a_line_matched_loosely_is_told() -> None:
    plan = plan_of(
        [a_payment("CB000001", [a_service("98940-AT", "50.00", "22.66", "PR-2 5.78, CO-45 21.56")])], [CLAIM]
    )
    assert rules(plan) == ["L23"]
    assert plan.rows[0].what.words == "Left open: 15.00, write off 21.56, patient 5.78"


def test_the_rest_of_the_file_is_told_without_stopping() -> None:
    odd = replace(a_remittance([PAID]), envelope=("GE01 is wrong.",), notes=("BPR16 is missing.",))
    plan = make_plan(a_situation(odd, [CLAIM]))
    assert rules(plan) == ["L26", "L13"]
    assert plan.may_post


@pytest.mark.parametrize(("changes", "rule"), [({"usage": "T"}, "L12"), ({"trace_number": ""}, "L25")])
def test_a_test_file_and_a_payment_without_number_wait(changes: dict[str, Any], rule: str) -> None:
    plan = make_plan(a_situation(a_remittance([PAID], **changes), [CLAIM]))
    assert rules(plan) == [rule]
    assert not plan.may_post
