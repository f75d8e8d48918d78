"""Which balances a payment pays: the oldest first, never more than is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.posting import OpenBalance

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """How an amount is handed out: `parts` with what each balance gets, and the `rest` that finds none."""

    parts: tuple[tuple[OpenBalance, Money], ...]
    rest: Money


def oldest_first(amount: Money, balances: Iterable[OpenBalance]) -> Allocation:
    """Pay what is owed, oldest first, then in the order of the service lines; balances in credit are passed over.

    Raises:
        ValueError: the amount is negative.
    """
    return _hand_out(amount, ((balance, balance.amount) for balance in balances))


def oldest_credits_first(amount: Money, credits_open: Iterable[OpenBalance]) -> Allocation:
    """Use up credits (negative balances), oldest first; the parts are positive amounts.

    Raises:
        ValueError: the amount is negative.
    """
    return _hand_out(amount, ((credit, -credit.amount) for credit in credits_open))


def _hand_out(amount: Money, room: Iterable[tuple[OpenBalance, Money]]) -> Allocation:
    if amount < ZERO:
        raise ValueError("only a positive amount is handed out")
    parts, rest = [], amount
    for balance, most in sorted(room, key=lambda pair: _age(pair[0])):
        part = min(rest, most)
        if part > ZERO:
            parts.append((balance, part))
            rest -= part
    return Allocation(parts=tuple(parts), rest=rest)


def _age(balance: OpenBalance) -> tuple[date, int]:
    return balance.aged_from or date.max, balance.service_line_id or 0
