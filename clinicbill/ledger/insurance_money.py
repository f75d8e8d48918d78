"""What payers pay, write off, move and take back: pure makers of postings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ClaimId, PatientId, PayerId, RemittanceId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.posting import Entry, NewPosting, posting_or_none

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Part of what the payer does not pay, and where it goes.

    Attributes:
        to: ADJUSTMENTS (written off), INTEREST, PATIENT_RECEIVABLE, PAYER_RECEIVABLE (the next insurance, whose
            `payer_id` is given) or PROVIDER_LEVEL (withheld by the payer).
        aged_from: from when the moved amount ages; only for the two receivables.
    """

    to: Account
    amount: Money
    group: str
    reason: str
    kind: str = ""
    payer_id: PayerId | None = None
    aged_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSettlement:
    """What a payer's decision does to one service line.

    Attributes:
        aged_from: of the balance it settles: the first day of service.
    """

    service_line_id: ServiceLineId
    aged_from: date
    paid: Money
    moves: tuple[Move, ...] = ()


def insurance_payment(
    *,
    on: date,
    patient_id: PatientId,
    payer_id: PayerId,
    claim_id: ClaimId | None,
    remittance_id: RemittanceId | None,
    method: str,
    lines: Sequence[LineSettlement],
    description: str = "",
) -> NewPosting | None:
    """What a payer paid on the lines of one claim, wrote off and moved; what no move names stays open.

    None where nothing moves, as with a denial: a denied line is never written off by itself.
    """
    entries: list[Entry] = []
    for line in lines:
        about = Entry(
            account=Account.CASH,
            amount=line.paid,
            patient_id=patient_id,
            payer_id=payer_id,
            claim_id=claim_id,
            service_line_id=line.service_line_id,
        )
        entries.append(replace(about, method=method))
        entries.append(_settled(about, line.aged_from, line.paid))
        for move in line.moves:
            entries += _moved(about, line.aged_from, move)
    return posting_or_none(
        PostingKind.INSURANCE_PAYMENT,
        on=on,
        patient_id=patient_id,
        claim_id=claim_id,
        remittance_id=remittance_id,
        entries=entries,
        description=description,
    )


def _settled(about: Entry, aged_from: date, amount: Money) -> Entry:
    return replace(about, account=Account.PAYER_RECEIVABLE, amount=-amount, aged_from=aged_from)


def _moved(about: Entry, aged_from: date, move: Move) -> tuple[Entry, Entry]:
    reasoned = replace(about, amount=move.amount, group=move.group, reason=move.reason, kind=move.kind)
    # What the patient owes is one balance, whichever insurance left it; it carries no payer.
    payer_id = None if move.to is Account.PATIENT_RECEIVABLE else move.payer_id or about.payer_id
    there = replace(reasoned, account=move.to, payer_id=payer_id, aged_from=move.aged_from)
    return there, _settled(reasoned, aged_from, move.amount)


def provider_adjustment(
    *,
    on: date,
    payer_id: PayerId | None,
    remittance_id: RemittanceId | None,
    amount: Money,
    reason: str,
    account: Account = Account.PROVIDER_LEVEL,
    reference: str = "",
    method: str = "",
    description: str = "",
) -> NewPosting | None:
    """One PLB pair: `amount` as in the file, positive lowers the payment and negative raises it.

    Source: 005010X221A1, PLB04. A takeback leaves a debit (the payer has had it) until a claim explains it;
    money paid on account leaves a credit; interest is income. None for an amount of nothing.
    """
    about = Entry(account=Account.CASH, amount=-amount, payer_id=payer_id, reason=reason, note=reference)
    entries = [replace(about, method=method), replace(about, account=account, amount=amount)]
    return posting_or_none(
        PostingKind.PROVIDER_ADJUSTMENT,
        on=on,
        remittance_id=remittance_id,
        entries=entries,
        description=description,
    )
