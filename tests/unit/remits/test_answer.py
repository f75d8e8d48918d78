from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.running import RunningBalances
from clinicbill.remits.answer import answer, status_after, taken_back
from tests.support.ledgers import a_payment, a_remittance, a_service
from tests.unit.remits.billing import MEDIGAP, a_billed_claim
from tests.unit.remits.planning import owed, plan_of

if TYPE_CHECKING:
    from clinicbill.ledger.posting import OpenBalance

CLAIM = a_billed_claim()
OPEN = owed(CLAIM)[0]
PATIENTS = replace(OPEN, account=Account.PATIENT_RECEIVABLE, payer_id=None)
NEXT = replace(OPEN, payer_id=MEDIGAP)
CREDIT = replace(OPEN, amount=Money(-100))


@pytest.mark.parametrize(
    ("balances", "settled", "status"),
    [
        ([OPEN], True, ClaimStatus.PART_PAID),
        ([OPEN], False, ClaimStatus.DENIED),
        ([PATIENTS], True, ClaimStatus.PAID),
        ([NEXT], True, ClaimStatus.PAID),
        ([], True, ClaimStatus.PAID_IN_FULL),
        ([CREDIT], True, ClaimStatus.PAID_IN_FULL),
    ],
    ids=["part open", "all open", "patient owes", "next insurance owes", "nothing open", "credit"],
)
def test_a_claim_stands_where_its_balances_say(
    balances: list[OpenBalance], settled: bool, status: ClaimStatus
) -> None:
    running = RunningBalances(balances)
    assert status_after(CLAIM, running, settled=settled) is status


def test_the_history_reads_what_was_decided() -> None:
    payment = a_payment("CB000001", [a_service("98941-AT", "65.00", "32.30", "PR-2 8.24, CO-45 24.46")])
    plan = plan_of([payment], [CLAIM])
    assert plan.answers[0].text == (
        "Paid $32.30, written off $24.46, patient $8.24 · Medicare Part B Oregon, check/EFT 8812345"
    )
    denial = a_payment("CB000001", [a_service("98941-AT", "65.00", "0", "CO-50 65.00")])
    assert plan_of([denial], [CLAIM]).answers[0].text.startswith("Paid $0.00, 1 line denied · ")


def test_a_payers_answer_keeps_its_own_number() -> None:
    payment = a_payment("CB000001", [a_service("98941-AT", "65.00", "65.00")])
    found = answer(CLAIM, payment, a_remittance([payment]), [], RunningBalances([]))
    assert (found.claim_id, found.payer_control_number) == (1, "ICNCB000001")


def test_what_is_taken_back_is_named_and_leaves_the_claim_unpaid() -> None:
    payment = a_payment("CB000001", [a_service("98941-AT", "-65.00", "-32.30")])
    remittance = a_remittance([payment])
    running = RunningBalances([OPEN])
    found = taken_back(CLAIM, payment, remittance, running, others_stand=False)
    assert (found.status, found.text.split(" · ")[0]) == (
        ClaimStatus.TAKEN_BACK,
        "Payment of $32.30 taken back",
    )
    assert taken_back(CLAIM, payment, remittance, running, others_stand=True).status is ClaimStatus.PART_PAID
