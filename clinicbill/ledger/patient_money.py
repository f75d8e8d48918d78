"""What patients pay, and unapplied money put to use: pure makers of postings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.posting import Entry, NewPosting, OpenBalance, certain, posting_or_none

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.basics.identifiers import PatientId


def patient_payment(
    *,
    on: date,
    patient_id: PatientId,
    method: str,
    parts: Sequence[tuple[OpenBalance, Money]],
    rest: Money = ZERO,
    description: str = "",
) -> NewPosting:
    """Money from the patient: `parts` pay open balances, `rest` stays unapplied and ages from today.

    Raises:
        ValueError: nothing was paid.
    """
    entries = [
        Entry(
            account=Account.CASH,
            amount=amount,
            patient_id=patient_id,
            service_line_id=balance.service_line_id,
            method=method,
        )
        for balance, amount in parts
    ]
    entries += [balance.entry(-amount) for balance, amount in parts]
    about = Entry(account=Account.CASH, amount=rest, patient_id=patient_id, method=method)
    entries += [about, replace(about, account=Account.UNAPPLIED, amount=-rest, method="", aged_from=on)]
    return certain(
        posting_or_none(
            PostingKind.PATIENT_PAYMENT,
            on=on,
            patient_id=patient_id,
            entries=entries,
            description=description,
        )
    )


def apply_unapplied(
    *,
    on: date,
    patient_id: PatientId,
    credits_used: Sequence[tuple[OpenBalance, Money]],
    parts: Sequence[tuple[OpenBalance, Money]],
    description: str = "",
) -> NewPosting:
    """Unapplied money pays open balances; `credits_used` says how much of which credit, as positive amounts.

    Raises:
        ValueError: the two sides differ, or nothing is applied.
    """
    entries = [credit.entry(amount) for credit, amount in credits_used]
    entries += [balance.entry(-amount) for balance, amount in parts]
    return certain(
        posting_or_none(
            PostingKind.APPLIED, on=on, patient_id=patient_id, entries=entries, description=description
        )
    )
