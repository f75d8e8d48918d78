"""Hits: what a search found, as code pickers and the command box show it, with the matched letters marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.ui.fonts import BOLD

if TYPE_CHECKING:
    from clinicbill.ui.colours import Role
    from clinicbill.ui.widgets.runs import Run, Runs

_EDGES = ",;:.()“”\"'’"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found.

    Attributes:
        key: what the page needs to open or add it.
        title: its words; matched letters are marked in them.
        code: its code, in a column of its own before the words.
        detail: quiet words behind the title.
        right: at the right end: "used 41 times", a state.
        icon: before everything: in the command box what it is, in a list of codes the star of a favourite.
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
    """Where typed words begin words, as searches match them, from left to right, without overlap.

    Case and accents do not count; a letter in the middle of a word is never marked.
    """
    low = "".join(_folded(letter) for letter in words)
    spans: list[tuple[int, int]] = []
    parts = {"".join(_folded(letter) for letter in part).strip(_EDGES) for part in typed.split()} - {""}
    for part in sorted(parts, key=lambda part: (-len(part), part)):
        at = next((at for at in _word_starts(low, part) if _is_free(spans, at, at + len(part))), None)
        if at is not None:
            spans.append((at, at + len(part)))
    return sorted(spans)


def _folded(letter: str) -> str:
    """One letter for one letter, so that places stay the same: small, without its accent."""
    return unicodedata.normalize("NFD", letter)[0].lower()[:1]


def _word_starts(words: str, part: str) -> Iterator[int]:
    """Where a word begins with the part."""
    at = words.find(part)
    while at >= 0:
        if at == 0 or not words[at - 1].isalnum():
            yield at
        at = words.find(part, at + 1)


def _is_free(spans: Sequence[tuple[int, int]], begin: int, end: int) -> bool:
    return all(end <= left or begin >= right for left, right in spans)


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
