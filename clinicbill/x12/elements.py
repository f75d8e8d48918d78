"""Reads amounts, days and quantities from elements; what cannot be read is told, never guessed in silence."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.x12.segments import MOST_NOTES, Position, add_note

if TYPE_CHECKING:
    from clinicbill.x12.reader import Loop
    from clinicbill.x12.segments import Segment

_WITH_FRACTION = re.compile(r"\s*(-?\d{0,15}\.\d\d)\d+\s*", re.ASCII)
_QUANTITY = re.compile(r"-?(?=\.?\d)\d{0,15}(?:\.\d{0,15})?", re.ASCII)

# Amounts and days repeat a lot within a file, and the values are immutable.
_money = lru_cache(maxsize=8192)(Money.from_x12)


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        raise ValueError(text)
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


@lru_cache(maxsize=1024)
def _quantity(text: str) -> Decimal:
    if not _QUANTITY.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


class ElementReader:
    """Reads the elements of one loop after the other and collects what is to be told.

    Attributes:
        notes: what is missing or odd and touches no sum.
        unread: amounts that could not be read: with any of them a payment must not count as proved.
    """

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.unread: list[str] = []
        self._loop: Loop = (1, [])
        self._name = ""

    def enter(self, loop: Loop, name: str = "") -> None:
        """Turn to a loop; `name` such as "claim 1042" goes before the place in every sentence."""
        self._loop, self._name = loop, name

    def place(self, segment: Segment, element: int) -> str:
        """Where an element stands: claim 1042, segment 14, CLP, element 3."""
        first, segments = self._loop
        index = next((first + n for n, one in enumerate(segments) if one is segment), first)
        where = Position(index=index, tag=segment[0][:20])
        named = where.element(element) if element else str(where)
        return f"{self._name}, {named}" if self._name else named

    def note(self, segment: Segment, element: int, sentence: str) -> None:
        """Tell something that touches no sum."""
        self._tell(self.notes, segment, element, sentence)

    def refuse(self, segment: Segment, element: int, sentence: str) -> None:
        """Tell something that makes the sums unprovable."""
        self._tell(self.unread, segment, element, sentence)

    def amount(self, segment: Segment, element: int) -> Money:
        """An amount that belongs to a sum. Unreadable it counts as nothing, or without its part of a cent."""
        try:
            return _money(segment[element])
        except (IndexError, ValueError):
            return self._unreadable_amount(segment, element)

    def informational_amount(self, segment: Segment, element: int) -> Money | None:
        """An amount that belongs to no sum; None where it is missing or (with a note) unreadable."""
        text = segment[element] if element < len(segment) else ""
        if not text:
            return None
        try:
            return _money(text)
        except ValueError:
            self.note(segment, element, f"“{text[:40]}” is no amount and was left out")
            return None

    def day(self, segment: Segment, element: int) -> date | None:
        """A day (CCYYMMDD); None where it is missing or (with a note) no day of the calendar."""
        text = segment[element] if element < len(segment) else ""
        if not text:
            return None
        try:
            return _day(text)
        except ValueError:
            self.note(segment, element, f"“{text[:40]}” is no date and was left out")
            return None

    def quantity(self, segment: Segment, element: int) -> Decimal | None:
        """A quantity; None where it is missing or (with a note) unreadable."""
        text = segment[element] if element < len(segment) else ""
        if not text:
            return None
        try:
            return _quantity(text)
        except ValueError:
            self.note(segment, element, f"“{text[:40]}” is no quantity and was left out")
            return None

    def _unreadable_amount(self, segment: Segment, element: int) -> Money:
        text = segment[element] if element < len(segment) else ""
        if not text.strip():
            self.refuse(segment, element, "the amount is missing")
        elif (cut := _WITH_FRACTION.fullmatch(text)) is not None:
            amount = Money.from_x12(cut[1])
            self.refuse(segment, element, f"“{text[:40]}” has a part of a cent; {amount} was read")
            return amount
        else:
            self.refuse(segment, element, f"“{text[:40]}” is no amount")
        return ZERO

    def _tell(self, notes: list[str], segment: Segment, element: int, sentence: str) -> None:
        # Finding the place walks through the loop, which a hostile file must not make us do without end.
        if len(notes) <= MOST_NOTES:
            place = self.place(segment, element)
            add_note(notes, f"{place[:1].upper()}{place[1:]}: {sentence}.")
