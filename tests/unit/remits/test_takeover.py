from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.running import RunningBalances
from clinicbill.remits.takeover import takeover, to_settle
from tests.support.ledgers import a_payment, a_service
from tests.unit.remits.billing import a_billed_claim
from tests.unit.remits.planning import ON, owed, plan_of
from tests.unit.remits.test_settle import settled

CLAIM = a_billed_claim()
LINE = CLAIM.lines[0].service_line_id
CHARGE = replace(owed(CLAIM)[0], account=Account.PATIENT_RECEIVABLE, payer_id=None)


@pytest.mark.parametrize(
    ("paid", "adjustments", "credit", "kept"),
    [("41.20", "CO-45 23.80", 6500, 0), ("32.30", "CO-45 24.46, PR-2 8.24", 6500, 824)],
)
def test_what_was_paid_is_the_patients_again_but_for_the_share(
    paid: str, adjustments: str, credit: int, kept: int
) -> None:
    running = RunningBalances([], [CHARGE])
    assert to_settle(running, LINE, CLAIM) == Money(6500)
    found = takeover(running, LINE, settled(paid, adjustments), Money.parse(paid), ON)
    assert found is not None
    assert (found.amount, found.credit.cents, found.kept.cents) == (Money(6500), credit, kept)
    assert found.unapplied == Money(credit - kept)


def test_a_denial_takes_nothing_over() -> None:
    running = RunningBalances([], [CHARGE])
    assert takeover(running, LINE, settled("0", "CO-50 65.00"), ZERO, ON) is None


def test_a_charge_that_is_the_payers_is_not_taken_over() -> None:
    running = RunningBalances(owed(CLAIM))
    assert to_settle(running, LINE, CLAIM) == Money(6500)
    assert takeover(running, LINE, settled("65.00", ""), Money(6500), ON) is None


@given(paid_before=st.integers(0, 6500), paid=st.integers(1, 6500), share=st.integers(0, 6500))
def test_nothing_is_lost_whatever_was_paid_before(paid_before: int, paid: int, share: int) -> None:
    share = min(share, 6500 - paid)
    rest = 6500 - paid - share
    said = ", ".join(
        f"{reason} {Money(cents).plain()}" for reason, cents in (("PR-2", share), ("CO-45", rest)) if cents
    )
    open_now = [replace(CHARGE, amount=Money(6500 - paid_before))] if paid_before < 6500 else []
    payment = a_payment("CB000001", [a_service("98941-AT", "65.00", Money(paid).plain(), said)])
    plan = plan_of([payment], [CLAIM], balances=open_now, charged=[CHARGE])
    entries = [entry for one in plan.postings for entry in one.posting.entries]
    change = {
        account: Money.total(entry.amount for entry in entries if entry.account is account).cents
        for account in (Account.PAYER_RECEIVABLE, Account.PATIENT_RECEIVABLE, Account.UNAPPLIED)
    }
    assert change[Account.PAYER_RECEIVABLE] == 0
    patient_owes = 6500 - paid_before + change[Account.PATIENT_RECEIVABLE]
    assert patient_owes == max(share - paid_before, 0)
    assert change[Account.UNAPPLIED] == -max(paid_before - share, 0)
