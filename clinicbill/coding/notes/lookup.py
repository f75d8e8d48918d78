"""A problem's words looked up: the Alphabetic Index first, then the search; each answer with how well it fits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.codesets import icd10
from clinicbill.codesets.index_path import find_paths
from clinicbill.codesets.query import understand
from clinicbill.codesets.search import search
from clinicbill.codesets.wording import DENIED, raw_words, word_table, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.codesets.query import Term
    from clinicbill.codesets.search import CodeHit

Prior = Mapping[str, Mapping[str, int]]
_MOST_HITS = 8
_KEY_WEIGHT, _WEIGHT, _SOFT_WEIGHT, _DENIED_WEIGHT = 3.0, 2.0, 0.3, 0.2
_CONTEXT_FIT = 0.8
_LONGEST = 160
_LEAST_PRIOR = 2
_MOST_PATHS = 6
_LEAST_PATH_FIT = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One code for a phrase.

    Attributes:
        fit: 0 to 1: the share of what was said that the code's own words say too.
        shown: the title, term or index path it was found by; `source` says which of these.
    """

    code: str
    title: str
    fit: float
    source: str
    shown: str


class Finder:
    """Looks phrases up in one library on one day; each phrase once."""

    def __init__(self, library: CodeLibrary, on: date, prior: Prior) -> None:
        self.library = library
        self.on = on
        self._prior = prior
        self._kept: dict[str, tuple[Match, ...]] = {}
        self._above: dict[str, frozenset[str]] = {}

    def find(self, phrase: str) -> tuple[Match, ...]:
        """Billable codes for the words of a problem, best first; none where nothing fits at all."""
        key = " ".join(phrase.split())[:_LONGEST]
        if key not in self._kept:
            self._kept[key] = self._chosen_first(key, self._found(key))
        return self._kept[key]

    def coded(self, code: str) -> Match | None:
        """A code that was written in the note itself, where it is billable on the day."""
        found = icd10.get_code(self.library, code, self.on)
        if found is None or not found.billable:
            return None
        return Match(code=found.code, title=found.title, fit=1.0, source="code in the note", shown=code)

    def index_path(self, phrase: str, code: str) -> str:
        """The path of the Alphabetic Index that leads from the words to the code; empty where none is loaded or leads.

        The index prints stems: the path to S33.6 stands for S33.6XXA, completed from the tabular list.
        """
        for path in find_paths(self.library, phrase[:_LONGEST], self.on, limit=_MOST_PATHS):
            if code.startswith(path.code) and path.fit >= _LEAST_PATH_FIT:
                completed = "" if path.code == code else f", completed to {code} from the tabular list"
                return f"{path.shown} → {path.code}{completed}"
        return ""

    def _found(self, phrase: str) -> tuple[Match, ...]:
        hits = search(self.library, f"{phrase} ", on=self.on, limit=_MOST_HITS)
        readings = [reading.terms for reading in understand(f"{phrase} ").readings]
        return tuple(self._match(hit, readings) for hit in hits if hit.billable)

    def _match(self, hit: CodeHit, readings: Sequence[tuple[Term, ...]]) -> Match:
        own = frozenset(words(raw_words(f"{hit.title} , {hit.matched}")))
        above = self._words_above(hit.code)
        fit = max((self._fit(terms, own, above) for terms in readings), default=0.0)
        same = hit.matched.lower() == hit.title.lower()
        source = "title" if same or hit.title.startswith(hit.matched) else "wording"
        return Match(code=hit.code, title=hit.title, fit=round(fit, 3), source=source, shown=hit.matched)

    def _fit(self, terms: Iterable[Term], own: frozenset[str], above: frozenset[str]) -> float:
        got = whole = 0.0
        for term in terms:
            weight = _weight(term)
            whole += weight
            got += weight * self._term_fit(term, own, above)
        return got / whole if whole else 0.0

    def _term_fit(self, term: Term, own: frozenset[str], above: frozenset[str]) -> float:
        fits: Mapping[str, float] = term.fits
        vocabulary = self.library.vocabulary
        if not any(word in vocabulary for word in fits):
            near = vocabulary.mended(term.word, unfinished=False) or vocabulary.parts(term.word) or ()
            fits = dict.fromkeys(near, 0.9)
        best = max((fit for word, fit in fits.items() if word in own), default=0.0)
        context = max((fit for word, fit in fits.items() if word in above), default=0.0)
        return max(best, context * _CONTEXT_FIT)

    def _words_above(self, code: str) -> frozenset[str]:
        category = code[:3]
        if category not in self._above:
            found = icd10.get_code(self.library, category, self.on)
            texts = [found.title if found else ""]
            notes = icd10.notes(self.library, category, self.on, inherited=False) if found else []
            texts.extend(note.text for note in notes if note.kind in ("includes", "inclusion"))
            self._above[category] = frozenset(words(raw_words(" , ".join(texts))))
        return self._above[category]

    def _chosen_first(self, phrase: str, found: tuple[Match, ...]) -> tuple[Match, ...]:
        """What this office accepted for the same words at least twice stands first, if it still fits."""
        counts = self._prior.get(normalised(phrase), {})
        chosen = sorted(
            (code for code in counts if counts[code] >= _LEAST_PRIOR), key=lambda code: (-counts[code], code)
        )
        for code in chosen[:1]:
            match = self.coded(code)
            if match is not None:
                shown = f"chosen {counts[code]} times in this office for “{normalised(phrase)}”"
                first = replace(match, fit=0.95, source="the office's choices", shown=shown)
                return (first, *(other for other in found if other.code != code))
        return found


def normalised(phrase: str) -> str:
    """The words of a phrase as the office's choices are counted under: one shape per word, sorted, no stop words."""
    return " ".join(sorted(set(words(word for word in raw_words(phrase[:_LONGEST]) if word != ","))))


def _weight(term: Term) -> float:
    if term.word.startswith(DENIED):
        return _DENIED_WEIGHT
    if term.word in word_table().key:
        return _KEY_WEIGHT
    return _WEIGHT if term.required and term.word not in word_table().soft else _SOFT_WEIGHT


SEVENTH = re.compile(r"[A-Z][0-9A-Z]{2}\.[0-9A-Z]{3}[A-Z]")
