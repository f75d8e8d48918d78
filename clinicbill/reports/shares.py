"""Shares: a part of a whole as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO

if TYPE_CHECKING:
    from clinicbill.basics.money import Money


def share_words(part: Money, whole: Money) -> str:
    """A part as 13.4 %, half up to one decimal; nothing where there is no whole above zero."""
    if whole <= ZERO:
        return ""
    tenths = (part.cents * 2000 + whole.cents) // (whole.cents * 2)
    return f"{tenths / 10:,.1f} %".replace("-", "\u2212")
