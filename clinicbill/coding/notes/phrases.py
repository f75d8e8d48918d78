"""Hundreds of phrases found in a text at once, quickly: each is tried only where its first word stands."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_RUN = re.compile(r"[a-z0-9]+", re.IGNORECASE | re.ASCII)


class PhraseFinder:
    """Finds phrases as whole words, in any case, with any white space between them; the longest at each place."""

    def __init__(self, phrases: Iterable[str]) -> None:
        by_first: dict[str, list[str]] = defaultdict(list)
        for phrase in phrases:
            first = _RUN.match(phrase)
            by_first[first.group().lower() if first else ""].append(phrase)
        self._by_first = {first: _compiled(group) for first, group in by_first.items()}

    def find(self, text: str) -> list[re.Match[str]]:
        """The matches in the order of the text, none within another."""
        found: list[re.Match[str]] = []
        marks = self._by_first.get("")
        if marks is not None:
            found.extend(marks.finditer(text))
        for run in _RUN.finditer(text):
            group = self._by_first.get(run.group().lower())
            match = group.match(text, run.start()) if group is not None else None
            if match:
                found.append(match)
        return _apart(sorted(found, key=lambda match: match.start()))


def _compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    parts = []
    for phrase in sorted(phrases, key=len, reverse=True):
        written = re.escape(phrase).replace(r"\ ", r"\s+").replace("'", "['’]")
        before = r"(?<![\w-])" if phrase[0].isalnum() else ""
        after = r"(?!\w)" if phrase[-1].isalnum() else ""
        parts.append(f"{before}{written}{after}")
    return re.compile("|".join(parts), re.IGNORECASE)


def _apart(matches: Iterable[re.Match[str]]) -> list[re.Match[str]]:
    kept: list[re.Match[str]] = []
    for match in matches:
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
    return kept
