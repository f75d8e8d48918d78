"""Words that several reports say the same way: counts, names, a sentence going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def named(names: Sequence[str], most: int = 3) -> str:
    """The first names of a list, each once, and how many more there are."""
    shown = list(dict.fromkeys(names))[:most]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def lowered(text: str) -> str:
    """To go on in a sentence; what begins in capitals, such as NPI, stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
