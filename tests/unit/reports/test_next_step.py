from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicbill.basics.assets import asset
from clinicbill.basics.identifiers import ClaimId
from clinicbill.claims.status import ClaimStatus
from clinicbill.ledger.accounts import Account
from clinicbill.reports.claim_standing import ClaimStanding
from clinicbill.reports.next_step import SILENT_DAYS, Step, next_step, step_of_claim

TODAY = date(2026, 11, 23)
SENT = ClaimStanding(
    claim_id=ClaimId(1),
    number="C1",
    status=ClaimStatus.SENT,
    hold_reason="",
    news="Sent",
    news_on=date(2026, 11, 10),
)
PAYER = Account.PAYER_RECEIVABLE


def step(standing: ClaimStanding | None, account: Account = PAYER, *, credit: bool = False) -> Step:
    return next_step(account, standing, TODAY, credit=credit).step


@pytest.mark.parametrize("status", list(ClaimStatus))
def test_every_state_of_a_claim_has_a_step_with_an_icon(status: ClaimStatus) -> None:
    for made in (
        next_step(PAYER, replace(SENT, status=status), TODAY, credit=False),
        step_of_claim(status),
    ):
        assert made.words
        assert asset(f"icons/{made.icon}.svg").exists()


def test_a_claim_on_its_way_is_waited_for_a_month_then_the_payer_is_called() -> None:
    last = SENT.news_on + timedelta(days=SILENT_DAYS)
    assert next_step(PAYER, SENT, last, credit=False).words == "Wait until 12/10"
    assert next_step(PAYER, SENT, last + timedelta(days=1), credit=False).step is Step.CALL


def test_what_is_left_of_a_part_paid_claim_is_asked_for_or_worked_as_a_denial() -> None:
    part_paid = replace(SENT, status=ClaimStatus.PART_PAID)
    assert step(part_paid) is Step.ASK_REST
    assert next_step(PAYER, part_paid, TODAY, credit=False, denied=True).step is Step.WORK_DENIAL


def test_patients_credits_and_what_has_no_claim() -> None:
    assert step(None, Account.PATIENT_RECEIVABLE) is Step.COLLECT
    assert step(None, Account.UNAPPLIED, credit=True) is Step.APPLY
    assert step(SENT, credit=True) is Step.LOOK_AT_CREDIT
    assert step(None) is Step.BILL


def test_a_later_insurance_is_billed_unless_the_first_payer_sent_the_claim_on() -> None:
    paid = replace(SENT, status=ClaimStatus.PAID, earlier_payer="Medicare")
    assert step(paid) is Step.BILL_NEXT
    assert step(replace(paid, crossed=True)) is Step.WAIT
    assert step(replace(paid, crossed=True, news_on=date(2026, 9, 1))) is Step.CALL


def test_a_held_claim_is_taken_up_again() -> None:
    assert step(replace(SENT, status=ClaimStatus.ON_HOLD, hold_reason="query")) is Step.RELEASE
    assert step_of_claim(ClaimStatus.ON_HOLD).step is Step.RELEASE
    assert step_of_claim(ClaimStatus.PAYER_ACCEPTED).step is Step.CALL
