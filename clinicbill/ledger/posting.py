"""A posting and its entries: zero-sum by construction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ClaimId, PatientId, PayerId, PostingId, RemittanceId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account, PostingKind

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One amount in one account; debit is positive.

    Attributes:
        group, reason: the adjustment this comes from (CAS01, CAS02); for PLB only the reason.
        method: how cash came in: cash, check, card, or 835 BPR04.
        kind: kind of adjustment, such as contractual or sequestration.
        aged_from: the day from which an open balance ages; every entry of one balance carries the same.
    """

    account: Account
    amount: Money
    patient_id: PatientId | None = None
    payer_id: PayerId | None = None
    claim_id: ClaimId | None = None
    service_line_id: ServiceLineId | None = None
    group: str = ""
    reason: str = ""
    method: str = ""
    kind: str = ""
    aged_from: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPosting:
    """A posting to be added; `posted_on` is its accounting day.

    Raises:
        ValueError: no entries, an entry of nothing, or entries that do not sum to zero.
    """

    kind: PostingKind
    posted_on: date
    entries: tuple[Entry, ...]
    description: str = ""
    patient_id: PatientId | None = None
    claim_id: ClaimId | None = None
    remittance_id: RemittanceId | None = None
    reverses_id: PostingId | None = None
    restores_id: PostingId | None = None

    def __post_init__(self) -> None:
        if not self.entries or not all(entry.amount for entry in self.entries):
            raise ValueError("a posting has entries, and each of them an amount")
        if Money.total(entry.amount for entry in self.entries):
            raise ValueError("the entries of a posting sum to zero")

    def total(self, *accounts: Account) -> Money:
        """The sum of the entries in these accounts."""
        return Money.total(entry.amount for entry in self.entries if entry.account in accounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBalance:
    """What one party owes, or is owed, for one service line since one day."""

    account: Account
    amount: Money
    patient_id: PatientId | None = None
    payer_id: PayerId | None = None
    service_line_id: ServiceLineId | None = None
    aged_from: date | None = None

    def entry(self, amount: Money, *, claim_id: ClaimId | None = None, note: str = "") -> Entry:
        """An entry that changes exactly this balance."""
        return Entry(
            account=self.account,
            amount=amount,
            patient_id=self.patient_id,
            payer_id=self.payer_id,
            claim_id=claim_id,
            service_line_id=self.service_line_id,
            aged_from=self.aged_from,
            note=note,
        )


def mirrored(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The same entries with opposite signs: what undoes them to the cent, balance by balance."""
    return tuple(replace(entry, amount=-entry.amount) for entry in entries)


def posting_or_none(
    kind: PostingKind,
    *,
    on: date,
    entries: Iterable[Entry],
    description: str,
    patient_id: PatientId | None = None,
    claim_id: ClaimId | None = None,
    remittance_id: RemittanceId | None = None,
) -> NewPosting | None:
    """A posting of those entries that carry an amount, or None where none does."""
    moving = tuple(entry for entry in entries if entry.amount)
    if not moving:
        return None
    return NewPosting(
        kind=kind,
        posted_on=on,
        entries=moving,
        description=description,
        patient_id=patient_id,
        claim_id=claim_id,
        remittance_id=remittance_id,
    )


def certain(posting: NewPosting | None) -> NewPosting:
    """The posting.

    Raises:
        ValueError: there is none.
    """
    if posting is None:
        raise ValueError("there is no amount to post")
    return posting
