"""Words that every part of the program says the same way: a number with its noun."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """As 1 claim, 1,200 claims, 1 entry, 2 entries; `many` is given where it is not `one` and an s."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
