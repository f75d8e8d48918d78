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


# The kind of the entries that take a charge over from the patient; their sum says with whom it stands.
TAKEN_OVER = "taken_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """A charge the patient was asked for, taken over by the payer that settles it after all.

    Attributes:
        amount: the charge; aged_from: from when it ages.
        credit: what the patient had paid of it and now gets back.
        kept: how much of the credit pays the share the payer leaves to the patient; the rest stays unapplied.
        on: the day from which that share and the unapplied rest age.
    """

    amount: Money
    aged_from: date
    credit: Money
    kept: Money
    on: date

    @property
    def unapplied(self) -> Money:
        """What becomes the patient's unapplied money."""
        return self.credit - self.kept


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSettlement:
    """What a payer's decision does to one service line.

    Attributes:
        aged_from: of the balance it settles: the first day of service.
        takeover: the patient's charge that the payer settles, and what the patient gets back.
    """

    service_line_id: ServiceLineId
    aged_from: date
    paid: Money
    moves: tuple[Move, ...] = ()
    takeover: Takeover | None = None


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
        if line.takeover is not None:
            entries += _taken_over(about, line.aged_from, line.takeover)
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


def _taken_over(about: Entry, aged_from: date, takeover: Takeover) -> list[Entry]:
    """The charge goes from the patient to the payer; what was paid of it pays the new share, or stays unapplied."""
    payers = replace(about, account=Account.PAYER_RECEIVABLE, amount=takeover.amount, aged_from=aged_from)
    patients = replace(
        about, account=Account.PATIENT_RECEIVABLE, payer_id=None, claim_id=None, aged_from=takeover.aged_from
    )
    share = replace(patients, amount=-takeover.kept, aged_from=takeover.on)
    credit = replace(share, account=Account.UNAPPLIED, amount=-takeover.unapplied, service_line_id=None)
    return [
        replace(payers, kind=TAKEN_OVER),
        replace(patients, amount=-takeover.amount, kind=TAKEN_OVER),
        replace(patients, amount=takeover.credit),
        share,
        credit,
    ]


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
