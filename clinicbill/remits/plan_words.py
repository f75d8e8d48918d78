"""The words for what a remittance does: one line's fate, and each step of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import Account
from clinicbill.remits.plan import Step, What
from clinicbill.remits.policy import Action

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.ledger.insurance_money import Takeover
    from clinicbill.ledger.posting import Entry
    from clinicbill.remits.billed import BilledLine, PastPayment
    from clinicbill.remits.policy import AdjustmentPolicy, ProviderRule
    from clinicbill.remits.remittance import ClaimPayment
    from clinicbill.remits.settle import Ruling, Settlement
    from clinicbill.remits.spread import LineResult

NOT_MATCHED = What(words="Not matched: no claim of ours", icon="help", role="amber")
LINE_NOT_MATCHED = What(words="Not matched: no line of the claim", icon="help", role="amber")
NOTHING_TO_REVERSE = What(words="Waits: its payment is not posted here", icon="warning", role="amber")
REVERSES_NOTHING = What(words="Takes back a denial: nothing to undo", icon="undo", role="blue")
PREDETERMINATION = What(words="Estimate only: never posted", icon="info", role="blue")
NOT_THEIRS = What(words="Not this payer’s: sent on", icon="info", role="blue")
UNKNOWN_STATUS = What(words="Unknown status: never posted", icon="warning", role="amber")
DENIED = What(words="To Denials, no write-off", icon="ban", role="red")
TO_INTEREST = What(words="To interest income", icon="circle-check", role="green")
ON_PAYER_ACCOUNT = What(words="On the payer’s account, no claim named", icon="warning", role="amber")

_PREDETERMINATION, _NOT_OURS = "25", "23"
# CLP02 of version 5010. The other numbers of 4010, and unknown ones, are shown and never posted.
_POSTED = frozenset({"1", "2", "3", "4", "19", "20", "21", "22", _NOT_OURS})


def never_posted(payment: ClaimPayment) -> What | None:
    """What is shown for a status that posts nothing; None for one that does."""
    if payment.status == _PREDETERMINATION:
        return PREDETERMINATION
    if payment.status == _NOT_OURS and not payment.paid:
        return NOT_THEIRS
    return None if payment.status in _POSTED else UNKNOWN_STATUS


def out_of_balance(amount: Money) -> What:
    """A line that does not add up in the file."""
    return What(words=f"Waits: out of balance by {abs(amount)}", icon="warning", role="amber")


def reverses(past_on: date) -> What:
    """A reversal whose payment is found."""
    return What(words=f"Reverses posting of {slashed(past_on)}", icon="undo", role="blue")


def line_fate(
    payment: ClaimPayment,
    result: LineResult,
    settlement: Settlement,
    left: Money,
    *,
    corrected: bool,
    takeover: Takeover | None = None,
) -> What:
    """What happens to a line that is posted; `left` is what its payer still owes afterwards."""
    if settlement.denied:
        return DENIED
    if settlement.asks:
        return What(words=f"Left open: {left.plain()}, asks you", icon="warning", role="amber")
    parts = _parts(settlement, result.line)
    if takeover is not None and takeover.unapplied:
        parts.append(f"credit of the patient {takeover.unapplied.plain()}")
    if left > ZERO:
        return What(words=", ".join([f"Left open: {left.plain()}", *parts]), icon="half-circle", role="amber")
    if left < ZERO:
        return What(words=f"Credit of the payer: {(-left).plain()}", icon="warning", role="amber")
    if payment.is_forwarded:
        to = str(payment.crossover) if payment.crossover else result.line.next_payer
        return What(words=f"Wait: crossed to {to or 'the next insurance'}", icon="clock")
    start = "Corrected: " if corrected else ""
    text = start + (", ".join(parts) or "paid in full")
    return What(words=text[0].upper() + text[1:], icon="circle-check", role="green")


def _parts(settlement: Settlement, line: BilledLine) -> list[str]:
    """Such as: write off 21.56, patient 5.78."""
    sums = dict.fromkeys(Account, ZERO)
    for move in settlement.moves:
        sums[move.to] += move.amount
    named = (
        ("write off", Account.ADJUSTMENTS),
        ("patient", Account.PATIENT_RECEIVABLE),
        (line.next_payer, Account.PAYER_RECEIVABLE),
        ("withheld", Account.PROVIDER_LEVEL),
        ("interest", Account.INTEREST),
    )
    return [
        f"{words} {abs(sums[account]).plain() if account is Account.INTEREST else sums[account].plain()}"
        for words, account in named
        if sums[account]
    ]


def settled_steps(
    result: LineResult,
    settlement: Settlement,
    policy: AdjustmentPolicy,
    takeover: Takeover | None = None,
    payer: str = "",
) -> tuple[Step, ...]:
    """The payment and every move of one line, in the order of the file; a charge that was the patient's before them."""
    steps = []
    if takeover is not None:
        words, why = f"Charge moves from patient to {payer}", "Billed to it after the patient was charged"
        steps.append(Step(words=words, why=why, payer=takeover.amount, patient=-takeover.amount))
    if result.paid:
        steps.append(Step(words="Insurance payment", why="Paid amount of the line", payer=-result.paid))
    steps += [_step(one, result.line, policy) for one in settlement.rulings if one.move is not None]
    if takeover is not None and takeover.unapplied:
        words, why = (
            "Credit of the patient, not applied",
            "Paid by the patient before the insurance was billed",
        )
        steps.append(Step(words=words, why=why, patient=takeover.unapplied))
    return tuple(steps)


def _step(ruling: Ruling, line: BilledLine, policy: AdjustmentPolicy) -> Step:
    one, move = ruling.adjustment, ruling.move
    amount = move.amount if move else ZERO
    kind = policy.words.get(ruling.rule.kind, "Adjustment")
    to_patient = move is not None and move.to is Account.PATIENT_RECEIVABLE
    to_next = move is not None and move.to is Account.PAYER_RECEIVABLE
    words = {True: f"{kind} moves to patient"}.get(to_patient, kind)
    if to_next:
        words = f"{kind} moves to {line.next_payer}"
    return Step(
        words=words,
        reason=f"{one.group}-{one.reason}",
        why=_why(ruling, line),
        # What moves to the next insurance is still owed by insurance.
        payer=ZERO if to_next else -amount,
        patient=amount if to_patient else ZERO,
    )


def _why(ruling: Ruling, line: BilledLine) -> str:
    if ruling.rule.action is Action.PATIENT and line.next_payer_id is None:
        return f"no further insurance on {slashed(line.from_on)}"
    if ruling.short:
        return f"{ruling.rule.why}; {ruling.short.plain()} more was named than is open"
    return ruling.rule.why


def undone_steps(past: PastPayment, line: BilledLine, policy: AdjustmentPolicy) -> tuple[Step, ...]:
    """What undoing a payment does to one line: each of its moves with the sign turned."""
    of_line = [entry for entry in past.entries if entry.service_line_id == line.service_line_id]
    moves = dict.fromkeys((entry.group, entry.reason) for entry in of_line)
    return tuple(
        _undone(past, [entry for entry in of_line if (entry.group, entry.reason) == move], policy)
        for move in moves
    )


def _undone(past: PastPayment, entries: list[Entry], policy: AdjustmentPolicy) -> Step:
    first = entries[0]
    kind = policy.words.get(first.kind, "Adjustment") if first.reason else "Insurance payment"
    return Step(
        words=f"{kind} undone",
        reason=f"{first.group}-{first.reason}" if first.reason else "",
        why=f"Posted {slashed(past.posted_on)}",
        payer=-_sum(entries, Account.PAYER_RECEIVABLE),
        patient=-_sum(entries, Account.PATIENT_RECEIVABLE),
    )


def _sum(entries: list[Entry], account: Account) -> Money:
    return Money.total(entry.amount for entry in entries if entry.account is account)


def provider_fate(rule: ProviderRule) -> What:
    """Where provider-level money (PLB) goes."""
    return TO_INTEREST if rule.account is Account.INTEREST else ON_PAYER_ACCOUNT


def provider_step(rule: ProviderRule, reference: str) -> Step:
    """The one step of provider-level money; it touches no line."""
    return Step(words=rule.words, reason=rule.reason, why=reference)
