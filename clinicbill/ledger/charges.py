"""Charging a visit, and moving what is open from one party to another: pure makers of postings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import PatientId, PayerId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.posting import Entry, NewPosting, OpenBalance, certain, posting_or_none

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCharge:
    """What one service line costs."""

    service_line_id: ServiceLineId
    amount: Money


def charge(
    *,
    on: date,
    patient_id: PatientId,
    payer_id: PayerId | None,
    aged_from: date,
    lines: Sequence[LineCharge],
    description: str = "",
) -> NewPosting | None:
    """Charge the lines of one visit to its primary insurance, or to the patient where there is none.

    `aged_from` is the visit's first day of service. None where nothing is charged (a visit of $0.00 lines).
    """
    owed = Account.PATIENT_RECEIVABLE if payer_id is None else Account.PAYER_RECEIVABLE
    entries: list[Entry] = []
    for line in lines:
        about = Entry(
            account=Account.CHARGES,
            amount=-line.amount,
            patient_id=patient_id,
            payer_id=payer_id,
            service_line_id=line.service_line_id,
        )
        entries += [replace(about, account=owed, amount=line.amount, aged_from=aged_from), about]
    return posting_or_none(
        PostingKind.CHARGE, on=on, patient_id=patient_id, entries=entries, description=description
    )


def transfer(
    *,
    on: date,
    balances: Sequence[OpenBalance],
    patient_id: PatientId,
    payer_id: PayerId | None,
    aged_from: date | None = None,
    description: str,
) -> NewPosting:
    """Move whole open balances to the patient (`payer_id` None) or to another insurance.

    Raises:
        ValueError: there is nothing to move.
    """
    to = Account.PATIENT_RECEIVABLE if payer_id is None else Account.PAYER_RECEIVABLE
    entries: list[Entry] = []
    for balance in balances:
        there = replace(
            balance,
            account=to,
            payer_id=payer_id,
            patient_id=patient_id,
            aged_from=aged_from or balance.aged_from,
        )
        entries += [there.entry(balance.amount), balance.entry(-balance.amount)]
    return certain(
        posting_or_none(
            PostingKind.TRANSFER, on=on, patient_id=patient_id, entries=entries, description=description
        )
    )
