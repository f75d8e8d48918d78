from __future__ import annotations

from datetime import date

from clinicbill.basics.identifiers import PatientId, PayerId, PostingId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.entries_store import LedgerRow, Posted
from clinicbill.ledger.posting import Entry
from clinicbill.reports.account_figures import (
    Figure,
    Sums,
    figure_row,
    is_payment,
    line_sums,
    of_account,
    off_line_sums,
)

PAYERS = {PayerId(1): "Harbor Mutual PPO"}


def row(
    account: Account,
    cents: int,
    *,
    payer: int = 0,
    line: int | None = 1,
    kind: PostingKind = PostingKind.INSURANCE_PAYMENT,
    group: str = "",
    reason: str = "",
    method: str = "",
    posting: int = 1,
) -> LedgerRow:
    posted = Posted(
        id=PostingId(posting),
        kind=kind,
        posted_on=date(2026, 11, 23),
        description="",
        user="Dana Reyes",
        patient_id=PatientId(1),
        claim_id=None,
        remittance_id=None,
        reverses_id=None,
        reversed_by_id=None,
    )
    entry = Entry(
        account=account,
        amount=Money(cents),
        patient_id=PatientId(1),
        payer_id=PayerId(payer) if payer else None,
        service_line_id=ServiceLineId(line) if line else None,
        group=group,
        reason=reason,
        method=method,
    )
    return LedgerRow(id=1, posting=posted, entry=entry)


def test_every_account_has_its_place() -> None:
    for account in Account:
        sums = line_sums([row(account, 100, payer=1)], PAYERS)
        assert sum(len(getattr(sums, name).rows) for name in ("charge", "insurance_paid", "adjusted", "other",
                                                              "payer_owes", "patient_owes")) == 1  # fmt: skip


def test_words() -> None:
    assert figure_row(row(Account.ADJUSTMENTS, 1, payer=1, group="CO", reason="45"), PAYERS).detail == "CO-45"
    assert figure_row(row(Account.CASH, 1, payer=1, method="ACH"), PAYERS).detail == "EFT"
    assert figure_row(row(Account.CHARGES, -1, payer=1), PAYERS).detail == "Charge"
    paid = figure_row(row(Account.CASH, 1), PAYERS)
    assert (paid.what, paid.party, paid.undone) == ("Insurance payment", "Patient", False)


def test_cash_is_told_apart_by_its_payer() -> None:
    sums = line_sums(
        [row(Account.CASH, 500, payer=1), row(Account.PAYER_RECEIVABLE, -500, payer=1),
         row(Account.CASH, 300, posting=2), row(Account.PATIENT_RECEIVABLE, -300, posting=2)],
        PAYERS,
    )  # fmt: skip
    assert sums.insurance_paid.amount == Money(500)
    assert sums.patient_paid.amount == Money(300)


def test_money_from_elsewhere_is_the_patients_payment() -> None:
    sums = line_sums([row(Account.PATIENT_RECEIVABLE, -300, kind=PostingKind.APPLIED)], PAYERS)
    assert sums.patient_paid.amount == Money(300)
    assert sums.balance == Money(-300)


def test_off_line_leaves_cash_and_credits_out() -> None:
    entries = [row(account, 100, payer=1, line=None) for account in Account]
    sums = off_line_sums(entries, PAYERS)
    assert sums.insurance_paid.rows == ()
    assert sums.payer_owes.amount == Money(100)
    assert off_line_sums([row(Account.PAYER_RECEIVABLE, 1, payer=1)], PAYERS) == Sums()


def test_payments() -> None:
    assert is_payment([row(Account.ADJUSTMENTS, 1, payer=1)])
    assert is_payment([row(Account.CASH, 1, kind=PostingKind.PATIENT_PAYMENT)])
    assert not is_payment([row(Account.CHARGES, 1, kind=PostingKind.CHARGE)])
    assert of_account([row(Account.UNAPPLIED, -5)], Account.UNAPPLIED, PAYERS, sign=-1).amount == Money(5)
    assert Figure().amount == Money(0)
