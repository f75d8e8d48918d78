"""What the policy makes of one line's adjustments: what leaves the payer's balance, to where, and what stays.

Safe by three rules: a denied line is never written off, nothing but PR-1/2/3 reaches the patient by itself, and
nothing is written off or moved beyond what the payer still owes, so that a second payment of the same line (a
duplicate, another payer's view) can take nothing away twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.insurance_money import Move
from clinicbill.remits.policy import Action, AdjustmentPolicy, Rule
from clinicbill.remits.remittance import Adjustment

if TYPE_CHECKING:
    from clinicbill.basics.identifiers import PayerId
    from clinicbill.remits.billed import BilledLine
    from clinicbill.remits.spread import LineResult

# The patient's share goes first: it is theirs even where a write-off would leave nothing for it.
_ORDER = (
    Action.PATIENT,
    Action.NEXT_PAYER,
    Action.INTEREST,
    Action.WITHHOLD,
    Action.WRITE_OFF,
)
_TO = {
    Action.WRITE_OFF: Account.ADJUSTMENTS,
    Action.INTEREST: Account.INTEREST,
    Action.WITHHOLD: Account.PROVIDER_LEVEL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One adjustment, the rule that spoke, and the move it makes; no move where it stays open.

    Attributes:
        short: how much of it was not moved, because the payer owes no more than that.
    """

    adjustment: Adjustment
    rule: Rule
    move: Move | None = None
    short: Money = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What happens to one line. `denied`: nothing was paid, a denial stands open and nothing is written off."""

    rulings: tuple[Ruling, ...]
    denied: bool

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves, as the ledger takes them."""
        return tuple(ruling.move for ruling in self.rulings if ruling.move is not None)

    @property
    def asks(self) -> tuple[Adjustment, ...]:
        """Adjustments the biller has to decide on."""
        return tuple(one.adjustment for one in self.rulings if one.rule.action is Action.ASK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a ruling depends on beside the line itself.

    Attributes:
        on: accounting day of the posting; a share that becomes the patient's ages from it.
        paid_on: date of the payment, by which rules are chosen.
    """

    policy: AdjustmentPolicy
    payer_number: str
    on: date
    paid_on: date


def settle(result: LineResult, open_before: Money, about: Circumstances) -> Settlement:
    """Rule on every adjustment of a line on which the payer owes `open_before`."""
    ruled = [(one, _rule(one, result, about)) for one in result.adjustments if one.amount]
    denied = is_denied(result, [rule for _, rule in ruled])
    if denied:
        return Settlement(
            rulings=tuple(Ruling(adjustment=one, rule=rule) for one, rule in ruled), denied=True
        )
    room = open_before - result.paid - _raising(ruled)
    rulings: dict[int, Ruling] = {}
    for place in sorted(range(len(ruled)), key=lambda at: _rank(ruled[at][1].action)):
        one, rule = ruled[place]
        amount = _movable(one, rule, result, room)
        move = _move(one, rule, amount, result.line, about) if amount else None
        if move is not None and amount > ZERO:
            room -= amount
        short = one.amount - amount if _moves(rule) else ZERO
        rulings[place] = Ruling(adjustment=one, rule=rule, move=move, short=short)
    return Settlement(rulings=tuple(rulings[place] for place in range(len(ruled))), denied=False)


def is_denied(result: LineResult, rules: list[Rule]) -> bool:
    """Whether nothing was paid, nothing is said to be the patient's share, and a denial speaks."""
    return (
        result.paid <= ZERO
        and any(rule.denial for rule in rules)
        and not any(rule.action in (Action.PATIENT, Action.NEXT_PAYER) for rule in rules)
    )


def _rule(adjustment: Adjustment, result: LineResult, about: Circumstances) -> Rule:
    """The policy's rule; one that may take only a part of a charge is a denial where it would take the whole."""
    rule = about.policy.rule_for(adjustment, payer_number=about.payer_number, on=about.paid_on)
    if rule.part_only and result.charge > ZERO and adjustment.amount >= result.charge:
        return replace(
            rule, action=Action.LEAVE_OPEN, denial=True, why="takes the whole charge, so nothing is allowed"
        )
    return rule


def _rank(action: Action) -> int:
    return _ORDER.index(action) if action in _ORDER else len(_ORDER)


def _moves(rule: Rule) -> bool:
    return rule.action in _ORDER


def _raising(ruled: list[tuple[Adjustment, Rule]]) -> Money:
    """Adjustments below zero raise what the payer owes (a bonus, interest), and make room for its payment."""
    return Money.total(one.amount for one, rule in ruled if _moves(rule) and one.amount < ZERO)


def _movable(adjustment: Adjustment, rule: Rule, result: LineResult, room: Money) -> Money:
    """How much of an adjustment may move: never more than the payer still owes, nor than its allowed amount explains."""
    if not _moves(rule):
        return ZERO
    if adjustment.amount < ZERO:
        return adjustment.amount
    amount = min(adjustment.amount, max(room, ZERO))
    if rule.part_only and result.allowed is not None and ZERO < result.allowed < result.charge:
        amount = min(amount, result.charge - result.allowed)
    return amount


def _move(
    adjustment: Adjustment, rule: Rule, amount: Money, line: BilledLine, about: Circumstances
) -> Move | None:
    """Where the amount goes; None where the rule wants a next insurance and there is none."""
    to, payer_id, aged_from = _destination(rule.action, line, about.on)
    if to is None:
        return None
    return Move(
        to=to,
        amount=amount,
        group=adjustment.group,
        reason=adjustment.reason,
        kind=rule.kind,
        payer_id=payer_id,
        aged_from=aged_from,
    )


def _destination(
    action: Action, line: BilledLine, on: date
) -> tuple[Account | None, PayerId | None, date | None]:
    """The next insurance takes the patient's share over with its age; what becomes the patient's ages from today."""
    if action in _TO:
        return _TO[action], None, None
    if line.next_payer_id is not None:
        return Account.PAYER_RECEIVABLE, line.next_payer_id, line.aged_from
    if action is Action.PATIENT:
        return Account.PATIENT_RECEIVABLE, None, on
    return None, None, None
