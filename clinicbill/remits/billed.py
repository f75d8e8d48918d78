"""What the practice billed and what was paid on it, as far as a remittance has to know."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ClaimId, PatientId, PayerId, PostingId, ServiceLineId
from clinicbill.basics.money import ZERO, Money
from clinicbill.basics.people import PersonName
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.posting import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledLine:
    """One service line of a claim of ours.

    Attributes:
        aged_from: from when the payer's balance of the line ages: as its charge says, else the day of service.
        next_payer_id, next_payer, next_payer_number: the insurance after this claim's one on the day of service,
            if there is one.
    """

    service_line_id: ServiceLineId
    procedure_code: str
    modifiers: tuple[str, ...]
    from_on: date
    charge: Money
    aged_from: date
    next_payer_id: PayerId | None = None
    next_payer: str = ""
    next_payer_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledClaim:
    """One claim of ours that a payer may speak about.

    Attributes:
        number: our claim number (CLM01, item 26).
        responsibility: P, S or T: as which insurance its payer was billed.
        payer_number: the payer's number as Setup has it.
        crossed_over: its payer has sent it on, and this is how the next insurance sees it.
    """

    claim_id: ClaimId
    number: str
    payer_id: PayerId
    payer: str
    payer_number: str
    responsibility: str
    patient_id: PatientId
    patient: PersonName
    member_id: str
    lines: tuple[BilledLine, ...]
    crossed_over: bool = False


def as_crossed_over(claim: BilledClaim) -> BilledClaim:
    """A claim that its payer has sent on (CLP02 19) as the next insurance answers it: our number, its account.

    As it is where its lines have no next insurance, or not all the same one.
    """
    following = {(line.next_payer_id, line.next_payer, line.next_payer_number) for line in claim.lines}
    payer_id, payer, payer_number = next(iter(following), (None, "", ""))
    if len(following) != 1 or payer_id is None:
        return claim
    lines = tuple(
        replace(line, next_payer_id=None, next_payer="", next_payer_number="") for line in claim.lines
    )
    return replace(
        claim,
        payer_id=payer_id,
        payer=payer,
        payer_number=payer_number,
        responsibility="S",
        lines=lines,
        crossed_over=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPayment:
    """A posting of an insurance payment that stands: what a reversal (CLP02 22) may take back.

    Attributes:
        paid: what was paid, per service line.
        moved: what was written off or moved, per service line, group and reason.
        entries: all entries of the posting.
    """

    posting_id: PostingId
    posted_on: date
    payer_id: PayerId
    paid: dict[ServiceLineId, Money]
    moved: dict[tuple[ServiceLineId, str, str], Money]
    entries: tuple[Entry, ...]


def past_payment(
    posting_id: PostingId, posted_on: date, payer_id: PayerId, entries: Sequence[Entry]
) -> PastPayment:
    """The entries of one posting seen as a payment of `payer_id`, who paid it."""
    paid: defaultdict[ServiceLineId, Money] = defaultdict(lambda: ZERO)
    moved: defaultdict[tuple[ServiceLineId, str, str], Money] = defaultdict(lambda: ZERO)
    for entry in entries:
        if entry.service_line_id is None or entry.payer_id != payer_id:
            continue
        if entry.account is Account.CASH:
            paid[entry.service_line_id] += entry.amount
        elif entry.account is Account.PAYER_RECEIVABLE and entry.reason:
            moved[entry.service_line_id, entry.group, entry.reason] -= entry.amount
    return PastPayment(
        posting_id=posting_id,
        posted_on=posted_on,
        payer_id=payer_id,
        paid=dict(paid),
        moved=dict(moved),
        entries=tuple(entries),
    )
