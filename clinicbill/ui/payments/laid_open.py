"""A remittance line by line: what will be posted while it waits, what was posted once it is; pure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, stops
from clinicbill.basics.identifiers import ClaimId, ServiceLineId
from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.remits.plan import PlanRow, What
from clinicbill.remits.spread import line_results
from clinicbill.remits.store import RemittanceStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clinicbill.ledger.entries_store import LedgerRow, Posted
    from clinicbill.remits.policy import AdjustmentPolicy
    from clinicbill.workflows.preview_remittance import Preview

_UNDOING = frozenset({PostingKind.REVERSAL, PostingKind.RESTORED})
_LINE = re.compile(r"\bline (\d+)")
_SERVICE = re.compile(r"\b(\w+) of (\d\d/\d\d/\d{4})")
_DENIED = What(words="To Denials, no write-off", icon="ban", role="red")
_NOTHING = What(words="Nothing posted", icon="minus", role="text2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One move of money on a line, to be made or made; `posted` tells which posting made it."""

    words: str
    reason: str = ""
    why: str = ""
    payer: Money = ZERO
    patient: Money = ZERO
    posted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One row of the remittance with what becomes, or became, of it.

    Attributes:
        number: from 0; what names the row.
        claim_id, line_id: ours; None where nothing was matched.
        moves: what will be posted for it, or was.
        findings: what is odd about it, the worst first.
    """

    number: int
    said: PlanRow
    claim_id: ClaimId | None
    line_id: ServiceLineId | None
    what: What
    moves: tuple[Move, ...]
    findings: tuple[Finding, ...] = ()


def lay_open(preview: Preview, made: Sequence[LedgerRow], policy: AdjustmentPolicy) -> tuple[LineRow, ...]:
    """Every row of a remittance; `made` are the entries of its postings that stand, where it is posted."""
    posted = preview.row.status is RemittanceStatus.POSTED
    by_line: defaultdict[tuple[ClaimId | None, ServiceLineId], list[LedgerRow]] = defaultdict(list)
    for row in made:
        if row.entry.service_line_id is not None:
            by_line[row.posting.claim_id, row.entry.service_line_id].append(row)
    rows = []
    for number, (said, claim_id, line_id) in enumerate(_with_ids(preview)):
        if posted and line_id is not None:
            entries = _of_payment(by_line[claim_id, line_id], said)
            moves, what = moves_of(entries, policy), what_became(said, entries)
        else:
            moves, what = _planned(said), said.what
        rows.append(
            LineRow(
                number=number,
                said=said,
                claim_id=claim_id,
                line_id=line_id,
                what=what,
                moves=moves,
                findings=() if posted else _about(preview, said, number),
            )
        )
    return tuple(rows)


def _with_ids(preview: Preview) -> list[tuple[PlanRow, ClaimId | None, ServiceLineId | None]]:
    """The rows with our claim and service line behind each."""
    by_place: defaultdict[int, list[PlanRow]] = defaultdict(list)
    others = []
    for row in preview.plan.rows:
        if row.claim_place is None:
            others.append(row)
        else:
            by_place[row.claim_place].append(row)
    found: list[tuple[PlanRow, ClaimId | None, ServiceLineId | None]] = []
    for place in sorted(by_place):
        match, payment = preview.situation.matches[place], preview.remittance.claims[place]
        lines = [one.line.service_line_id for one in line_results(payment, match)] if match.complete else []
        claim_id = match.claim.claim_id if match.claim else None
        for row, line_id in zip_longest(by_place[place], lines):
            if row is not None:
                found.append((row, claim_id, line_id))
    return [*found, *((row, None, None) for row in others)]


def standing_postings(postings: Sequence[Posted]) -> list[Posted]:
    """The postings of a remittance that were not reversed by hand; a payer's own takeback leaves them standing."""
    undoing = {posting.id for posting in postings if posting.kind in _UNDOING}
    return [one for one in postings if one.id not in undoing and one.reversed_by_id not in undoing]


def _of_payment(entries: Sequence[LedgerRow], said: PlanRow) -> list[LedgerRow]:
    """A claim taken back and paid anew in one file has two rows: each gets its own entries."""
    took_back = said.charge < ZERO
    return [row for row in entries if (row.posting.kind is PostingKind.PAYER_REVERSAL) == took_back]


def moves_of(entries: Sequence[LedgerRow], policy: AdjustmentPolicy) -> tuple[Move, ...]:
    """The entries of one line, one move for each adjustment and one for the payment."""
    groups: defaultdict[tuple[str, str], list[LedgerRow]] = defaultdict(list)
    for row in entries:
        groups[row.entry.group, row.entry.reason].append(row)
    return tuple(_move(group, reason, rows, policy) for (group, reason), rows in groups.items())


def _move(group: str, reason: str, rows: Sequence[LedgerRow], policy: AdjustmentPolicy) -> Move:
    payer, patient = _sum(rows, Account.PAYER_RECEIVABLE), _sum(rows, Account.PATIENT_RECEIVABLE)
    words = policy.words.get(next((row.entry.kind for row in rows if row.entry.kind), ""), "Adjustment")
    if not reason:
        words = "Insurance payment"
    elif patient:
        words = f"{words} moves to patient"
    elif not payer:
        words = f"{words} moves to the next insurance"
    posting = rows[0].posting
    if posting.kind is PostingKind.PAYER_REVERSAL:
        words += " undone"
    return Move(
        words=words,
        reason=f"{group}-{reason}" if group else reason,
        why=f"Posted {slashed(posting.posted_on)}",
        payer=payer,
        patient=patient,
        posted=f"posting {posting.id}",
    )


def _sum(rows: Sequence[LedgerRow], account: Account) -> Money:
    return Money.total(row.entry.amount for row in rows if row.entry.account is account)


def _to_next_insurance(entries: Sequence[LedgerRow]) -> Money:
    """What another insurance owes by these entries: a receivable that was charged, not paid."""
    return Money.total(
        row.entry.amount
        for row in entries
        if row.entry.account is Account.PAYER_RECEIVABLE and row.entry.reason and row.entry.amount > ZERO
    )


def what_became(said: PlanRow, entries: Sequence[LedgerRow]) -> What:
    """What was done with a line, in few words."""
    if not entries:
        return _DENIED if said.charge > ZERO and said.paid == ZERO else _NOTHING
    if entries[0].posting.kind is PostingKind.PAYER_REVERSAL:
        return What(words="Took the earlier payment back", icon="undo", role="blue")
    parts = [
        f"{words} {abs(amount).plain()}"
        for words, account in (
            ("wrote off", Account.ADJUSTMENTS),
            ("patient", Account.PATIENT_RECEIVABLE),
            ("withheld", Account.PROVIDER_LEVEL),
        )
        if (amount := _sum(entries, account))
    ]
    if following := _to_next_insurance(entries):
        parts.append(f"next insurance {following.plain()}")
    text = ", ".join(parts) or "paid"
    return What(words=text[0].upper() + text[1:], icon="circle-check", role="green")


def _planned(said: PlanRow) -> tuple[Move, ...]:
    if said.claim_place is None:  # it touches no line, so its amount stands in words
        return tuple(
            Move(words=step.words, reason=step.reason, why=f"{said.paid.plain()}  {step.why}".strip())
            for step in said.steps
        )
    return tuple(
        Move(words=step.words, reason=step.reason, why=step.why, payer=step.payer, patient=step.patient)
        for step in said.steps
    )


def _about(preview: Preview, said: PlanRow, number: int) -> tuple[Finding, ...]:
    """The findings that speak of a row: of its claim, and of its line where they name one."""
    if said.claim_place is None:
        return ()
    sent = preview.remittance.claims[said.claim_place].patient_control_number
    rows = [row for row in preview.plan.rows if row.claim_place == said.claim_place]
    place = rows.index(said) + 1 if said in rows else number
    found = [
        finding
        for finding in preview.plan.findings
        if any(
            name and re.search(rf"\b{re.escape(name)}\b", finding.where) for name in (sent, said.claim_number)
        )
        and _names_line(finding, said, place)
    ]
    return tuple(sorted(found, key=lambda finding: (not stops([finding]), not _LINE.search(finding.where))))


def _names_line(finding: Finding, said: PlanRow, place: int) -> bool:
    if line := _LINE.search(finding.where):
        return int(line.group(1)) == place
    if service := _SERVICE.search(finding.where):
        return service.groups() == (said.procedure, slashed(said.visit_on))
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What a remittance does altogether.

    Attributes:
        moves: how many moves of money.
    """

    charge: Money
    paid: Money
    written_off: Money
    denied: Money
    patient: Money
    moves: int


def sums_of(rows: Sequence[LineRow]) -> Sums:
    """Over all rows: the patient's part is what moves to patients, written off what nobody owes any more."""
    moved = [move for row in rows for move in row.moves]
    patient = Money.total(move.patient for move in moved)
    paid = Money.total(row.said.paid for row in rows)
    off = -Money.total(move.payer + move.patient for move in moved if move.reason)
    return Sums(
        charge=Money.total(row.said.charge for row in rows),
        paid=paid,
        written_off=off,
        denied=Money.total(row.said.denied for row in rows),
        patient=patient,
        moves=len(moved),
    )


def claims_matched(rows: Sequence[LineRow], places: Mapping[int, bool] | None = None) -> tuple[int, int]:
    """How many claims of the remittance have found ours, of how many."""
    by_claim: dict[int, bool] = dict(places or {})
    for row in rows:
        place = row.said.claim_place
        if place is not None:
            by_claim[place] = by_claim.get(place, True) and row.line_id is not None
    return sum(by_claim.values()), len(by_claim)
