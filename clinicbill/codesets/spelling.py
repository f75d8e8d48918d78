"""Misspelled, unfinished and joined words, mended from the words the search index knows."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from clinicbill.codesets.wording import DENIED

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHORTEST_MENDED = 4
_SHORTEST_PART = 3
_LONG_WORD = 7
_MOST_MENDINGS = 3


class Vocabulary:
    """The words of the index; `counts` says in how many entries each stands."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self._sorted = sorted(counts)
        self._mendable = [word for word in self._sorted if len(word) >= _SHORTEST_MENDED and word.isalpha()]
        self.mended = lru_cache(maxsize=2048)(self._mended)

    def __contains__(self, word: str) -> bool:
        return word in self.counts

    def begins(self, start: str) -> bool:
        """Whether any known word begins so."""
        place = bisect_left(self._sorted, start)
        return place < len(self._sorted) and self._sorted[place].startswith(start)

    def parts(self, word: str) -> tuple[str, str] | None:
        """Two known words written as one: hammertoe is hammer toe. The commonest such pair."""
        pairs = ((word[:cut], word[cut:]) for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1))
        known = [pair for pair in pairs if pair[0] in self.counts and pair[1] in self.counts]
        return max(known, key=lambda pair: min(self.counts[part] for part in pair), default=None)

    def _mended(self, word: str, *, unfinished: bool) -> tuple[str, ...]:
        """Up to three known words near a misspelled one, nearest and commonest first.

        An unfinished word is compared with the beginnings of known words.
        """
        if len(word) < _SHORTEST_MENDED or word.startswith(DENIED) or not word.isalpha():
            return ()
        most = 2 if len(word) >= _LONG_WORD else 1
        near = self._near(word, self._mendable, most)
        if not near and unfinished:
            starts = [known[: len(word)] for known in self._mendable if len(known) > len(word)]
            near = self._near(word, sorted(set(starts)), most)
        return near

    def _near(self, word: str, known: list[str], most: int) -> tuple[str, ...]:
        found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=12)
        same_start = [
            (distance, -self.counts.get(near, 1), near) for near, distance, _ in found if near[0] == word[0]
        ]
        best = min((distance for distance, _, _ in same_start), default=0)
        return tuple(near for distance, _, near in sorted(same_start) if distance == best)[:_MOST_MENDINGS]
