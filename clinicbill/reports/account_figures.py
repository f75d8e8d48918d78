"""Figures that can be opened: ledger entries of a patient sorted to what they mean for each service line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import PayerId, PostingId, ServiceLineId
from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import ACCOUNT_WORDS, METHOD_WORDS, POSTING_WORDS, Account, PostingKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clinicbill.ledger.entries_store import LedgerRow

PATIENT = "Patient"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One ledger entry, or what one posting did to one service line, as it stands behind a figure.

    Attributes:
        amount: with the sign of the figure, so that the rows of a figure add up to it.
        what: the posting in the screen's words; `party` the payer, or Patient.
        detail: adjustment (CO-45), or how and with which check it was paid.
        undone: the posting was reversed later, or is the reversal.
    """

    posted_on: date
    what: str
    party: str
    detail: str
    amount: Money
    posting_id: PostingId
    service_line_id: ServiceLineId | None
    aged_from: date | None
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An amount that can be opened: it is the sum of its rows, by construction."""

    rows: tuple[FigureRow, ...] = ()

    @property
    def amount(self) -> Money:
        """The sum of the rows."""
        return Money.total(row.amount for row in self.rows)

    @classmethod
    def joined(cls, figures: Iterable[Figure]) -> Figure:
        """One figure over the rows of several."""
        return cls(rows=tuple(row for figure in figures for row in figure.rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Where a charge went: charge − all that was paid or adjusted = what is owed.

    Attributes:
        other: interest, withholds and prepaid care that touched the line.
    """

    charge: Figure = field(default_factory=Figure)
    insurance_paid: Figure = field(default_factory=Figure)
    adjusted: Figure = field(default_factory=Figure)
    patient_paid: Figure = field(default_factory=Figure)
    other: Figure = field(default_factory=Figure)
    payer_owes: Figure = field(default_factory=Figure)
    patient_owes: Figure = field(default_factory=Figure)

    @property
    def balance(self) -> Money:
        """What both parties owe."""
        return self.payer_owes.amount + self.patient_owes.amount

    @classmethod
    def joined(cls, parts: Sequence[Sums]) -> Sums:
        """The sums over several lines."""
        return cls(**{name: Figure.joined(getattr(part, name) for part in parts) for name in SUMS})


SUMS = (
    "charge",
    "insurance_paid",
    "adjusted",
    "patient_paid",
    "other",
    "payer_owes",
    "patient_owes",
)

# Which sum an entry of a service line belongs to, and the sign it has there; cash is told apart by its payer.
_PLACES: dict[Account, tuple[str, int]] = {
    Account.CHARGES: ("charge", -1),
    Account.ADJUSTMENTS: ("adjusted", 1),
    Account.INTEREST: ("other", 1),
    Account.PROVIDER_LEVEL: ("other", 1),
    Account.REFUNDS: ("other", 1),
    Account.PREPAID_PLAN: ("other", 1),
    Account.UNAPPLIED: ("other", 1),
    Account.PAYER_RECEIVABLE: ("payer_owes", 1),
    Account.PATIENT_RECEIVABLE: ("patient_owes", 1),
}
# Cash, credits and refunds without a line are the patient's account, not a service.
_OFF_LINE = (
    Account.CHARGES,
    Account.ADJUSTMENTS,
    Account.INTEREST,
    Account.PROVIDER_LEVEL,
    Account.PAYER_RECEIVABLE,
    Account.PATIENT_RECEIVABLE,
)


def figure_row(
    row: LedgerRow, payers: Mapping[PayerId, str], *, sign: int = 1, amount: Money | None = None
) -> FigureRow:
    """A ledger row behind a figure; `amount` where the row stands for more than its own entry."""
    entry, posting = row.entry, row.posting
    return FigureRow(
        posted_on=posting.posted_on,
        what=POSTING_WORDS[posting.kind],
        party=payers.get(entry.payer_id, "") if entry.payer_id else PATIENT,
        detail=_detail(row),
        amount=entry.amount * sign if amount is None else amount,
        posting_id=posting.id,
        service_line_id=entry.service_line_id,
        aged_from=entry.aged_from,
        undone=posting.reversed_by_id is not None or posting.reverses_id is not None,
    )


def _detail(row: LedgerRow) -> str:
    """The adjustment (CO-45), how it was paid, or the words of the account."""
    entry = row.entry
    if entry.group and entry.reason:
        return f"{entry.group}-{entry.reason}"
    return METHOD_WORDS.get(entry.method, entry.method) or ACCOUNT_WORDS[entry.account]


def line_sums(entries: Sequence[LedgerRow], payers: Mapping[PayerId, str]) -> Sums:
    """What the entries of one service line add up to.

    A posting whose entries on the line do not sum to zero brought money from elsewhere (unapplied credit, a
    prepaid plan): that is the patient’s payment too, so charge − paid − adjusted − other = owed holds always.
    """
    found: defaultdict[str, list[FigureRow]] = defaultdict(list)
    postings: defaultdict[PostingId, list[LedgerRow]] = defaultdict(list)
    for row in entries:
        place, sign = _place(row)
        found[place].append(figure_row(row, payers, sign=sign))
        postings[row.posting.id].append(row)
    for group in postings.values():
        from_elsewhere = -Money.total(row.entry.amount for row in group)
        if from_elsewhere:
            found["patient_paid"].append(figure_row(group[0], payers, amount=from_elsewhere))
    return Sums(**{name: Figure(rows=tuple(rows)) for name, rows in found.items()})


def off_line_sums(entries: Iterable[LedgerRow], payers: Mapping[PayerId, str]) -> Sums:
    """The same for what is owed without a service line, such as a balance brought over from another program."""
    return line_sums(
        [row for row in entries if row.entry.service_line_id is None and row.entry.account in _OFF_LINE],
        payers,
    )


def _place(row: LedgerRow) -> tuple[str, int]:
    if row.entry.account is Account.CASH:
        return ("insurance_paid" if row.entry.payer_id else "patient_paid"), 1
    return _PLACES[row.entry.account]


def of_account(
    entries: Iterable[LedgerRow], account: Account, payers: Mapping[PayerId, str], *, sign: int = 1
) -> Figure:
    """The figure over the entries of one account."""
    chosen = [row for row in entries if row.entry.account is account]
    return Figure(rows=tuple(figure_row(row, payers, sign=sign) for row in chosen))


def is_payment(group: Sequence[LedgerRow]) -> bool:
    """Whether a posting belongs in the list of payments: it moved cash, or is a payer's answer that paid nothing."""
    return group[0].posting.kind is PostingKind.INSURANCE_PAYMENT or any(
        row.entry.account is Account.CASH and row.entry.amount != ZERO for row in group
    )
