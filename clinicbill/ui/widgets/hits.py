"""Hits: what a search found, as code pickers and the command box show it, with the matched letters marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.ui.fonts import BOLD

if TYPE_CHECKING:
    from clinicbill.ui.colours import Role
    from clinicbill.ui.widgets.runs import Run, Runs


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found.

    Attributes:
        key: what the page needs to open or add it.
        title: its words; matched letters are marked in them.
        code: its code, in a column of its own before the words.
        detail: quiet words behind the title.
        right: at the right end: "used 41 times", a state.
        icon: before everything, in the command box.
        blocked: why it cannot be taken ("Header, needs more digits"); it stands at the right in amber.
        cap: a key shown at the right in the command box.
    """

    key: object
    title: str
    code: str = ""
    detail: str = ""
    right: str = ""
    icon: str = ""
    blocked: str = ""
    cap: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits and how many there are in all; `more` where the search stopped counting."""

    hits: Sequence[Hit]
    total: int
    more: bool = False


def matched_spans(words: str, typed: str) -> list[tuple[int, int]]:
    """Where the typed parts stand in the words, from left to right, without overlap."""
    low = words.casefold()
    spans: list[tuple[int, int]] = []
    for part in sorted(set(typed.casefold().split()), key=len, reverse=True):
        at = _at_word_start(low, part)
        if at >= 0 and all(at + len(part) <= left or at >= right for left, right in spans):
            spans.append((at, at + len(part)))
    return sorted(spans)


def _at_word_start(words: str, part: str) -> int:
    at = words.find(part)
    while at > 0 and words[at - 1].isalnum():
        later = words.find(part, at + 1)
        if later < 0:
            return words.find(part)
        at = later
    return at


def marked(words: str, typed: str, like: Run, mark: Role | None = None) -> Runs:
    """The words as runs, the matched letters bold (and in a colour of their own)."""
    runs: list[Run] = []
    begin = 0
    for left, right in matched_spans(words, typed):
        if left > begin:
            runs.append(replace(like, text=words[begin:left], gap=0))
        runs.append(replace(like, text=words[left:right], weight=BOLD, role=mark or like.role, gap=0))
        begin = right
    if begin < len(words):
        runs.append(replace(like, text=words[begin:], gap=0))
    return tuple(runs)
