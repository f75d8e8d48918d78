"""Money: exact US cents, the only way an amount travels through the program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TYPED = re.compile(
    r"(?P<sign>[-\u2212]?)\$?(?P<dollars>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.(?P<cents>[0-9]{0,2}))?"
)
_X12 = re.compile(r"(?P<sign>-?)(?P<dollars>[0-9]*)(?:\.(?P<cents>[0-9]*))?")
# Eighteen digits is the most X12 can carry in a monetary element (type R), and far below SQLite's 64 bits.
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount of US cents; it adds to Money only and multiplies by whole numbers only."""

    cents: int

    def __post_init__(self) -> None:
        """Refuse anything but whole cents, so that dollars can never pass as cents."""
        if type(self.cents) is not int:
            raise TypeError(f"Money takes whole cents as int, not {type(self.cents).__name__}")

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read what a person types: "65", "$1,234.50", "-3.2".

        Raises:
            ValueError: the text is no amount, or has more than two decimals.
        """
        match = _TYPED.fullmatch(text.strip())
        if match is None or not (match["dollars"] or match["cents"]):
            raise ValueError(f"“{text}” is not an amount; type it like 65 or 1,234.50")
        dollars = match["dollars"].replace(",", "")
        if len(dollars) > _MOST_DIGITS:
            raise ValueError(f"“{text}” is too large for an amount")
        cents = int(dollars or "0") * 100 + int((match["cents"] or "").ljust(2, "0"))
        return cls(-cents if match["sign"] else cents)

    @classmethod
    def from_x12(cls, text: str) -> Money:
        """Read an X12 decimal element (type R): "1234.5", "80", "-.24", "34.00".

        Raises:
            ValueError: the element is no amount of whole cents.
        """
        match = _X12.fullmatch(text.strip())
        if match is None or not (match["dollars"] or match["cents"]) or len(match["dollars"]) > _MOST_DIGITS:
            raise ValueError(f"“{text}” is not an X12 amount")
        decimals = (match["cents"] or "").rstrip("0")
        if len(decimals) > 2:
            raise ValueError(f"“{text}” has a fraction of a cent")
        cents = int(match["dollars"] or "0") * 100 + int(decimals.ljust(2, "0"))
        return cls(-cents if match["sign"] else cents)

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        """Add up; nothing adds up to zero."""
        return cls(sum(amount.cents for amount in amounts))

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.cents + other.cents)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.cents - other.cents)

    def __neg__(self) -> Money:
        return Money(-self.cents)

    def __abs__(self) -> Money:
        return Money(abs(self.cents))

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            return NotImplemented
        return Money(self.cents * times)

    def __bool__(self) -> bool:
        return self.cents != 0

    def share(self, rate: Decimal) -> Money:
        """The part that `rate` names (Decimal("0.02") is two percent), rounded half up.

        The only place in the program where an amount is rounded.
        """
        return Money(int((Decimal(self.cents) * rate).quantize(Decimal(1), rounding=ROUND_HALF_UP)))

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Hand the amount out in proportion to `weights`; the parts always add up to the whole.

        Cents left over go to the largest remainders, the earlier part first.

        Raises:
            ValueError: no weight, a negative weight, or weights that are all zero.
        """
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("weights are counts, at least one of them above zero")
        sign = -1 if self.cents < 0 else 1
        shares = [divmod(abs(self.cents) * weight, whole) for weight in weights]
        left = abs(self.cents) - sum(floor for floor, _ in shares)
        order = sorted(range(len(shares)), key=lambda i: (-shares[i][1], i))
        extra = set(order[:left])
        return [Money(sign * (floor + (i in extra))) for i, (floor, _) in enumerate(shares)]

    def __str__(self) -> str:
        """As in a sentence: $1,234.56, with U+2212 as the minus."""
        return ("\u2212$" if self.cents < 0 else "$") + abs(self).plain()

    def plain(self) -> str:
        """As in a column: 1,234.56, with U+2212 as the minus and no dollar sign."""
        dollars, cents = divmod(abs(self.cents), 100)
        sign = "\u2212" if self.cents < 0 else ""
        return f"{sign}{dollars:,}.{cents:02d}"

    def csv(self) -> str:
        """As a spreadsheet reads it: -1234.56."""
        dollars, cents = divmod(abs(self.cents), 100)
        return f"{'-' if self.cents < 0 else ''}{dollars}.{cents:02d}"

    def x12(self) -> str:
        """As an X12 decimal element: no sign for plus, no leading or trailing zeros, "0" for nothing."""
        text = self.csv()
        return text.rstrip("0").rstrip(".") if "." in text else text

    def cms(self) -> tuple[str, str]:
        """As the CMS-1500 wants it (items 24F, 28, 29): dollars and two digits of cents, no signs.

        Raises:
            ValueError: the amount is negative, which the form cannot carry (NUCC manual, item 28).
        """
        if self.cents < 0:
            raise ValueError("the CMS-1500 carries no negative amount")
        dollars, cents = divmod(self.cents, 100)
        return str(dollars), f"{cents:02d}"


ZERO = Money(0)
