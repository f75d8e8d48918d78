"""One piece that names several problems, taken apart: only where each part can be found by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.coding.notes.lookup import Match
from clinicbill.coding.notes.normalise import readable
from clinicbill.coding.notes.problems import Piece, is_instruction, part_of, trimmed
from clinicbill.coding.notes.words import SIDE_WORDS, is_symptom, names_problem, side, sites

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.coding.notes.lookup import Finder

_BREAK = re.compile(r"\s*(?:[;,:()\[\]\n]|\s[-–—]+\s|\s/\s)\s*|\s+(?=BMI\b)")
_JOIN = re.compile(
    r"\s+(?:but also|but|and|&|with|plus|as well as|together with|along with|w/|associated with|accompanied by|in the setting of)\s+|\s*\+\s+(?=[A-Za-z])|,\s+(?:and|with)\s+",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\s*,?\s+(?:due to|secondary to|caused by|because of|2/2|from|related to)\s+", re.IGNORECASE
)
_OF_SITE = re.compile(r"\b(?:of|in|at|to)\s+(?:the\s+|his\s+|her\s+|their\s+)?(.+)$", re.IGNORECASE)
# What happened is no diagnosis.
_EVENT = re.compile(r"\b(?:falls?|fell|mva|mvc|accident|collision|lifting|trauma|crash)\b", re.IGNORECASE)
# Says only which encounter a problem is named for.
_QUALIFIES = re.compile(
    r"(?:initial|subsequent|sequela|routine healing)\b|(?:nonunion|non-union|malunion|delayed (?:union|healing))$",
    re.IGNORECASE,
)
STRONG, WHOLE = 0.75, 0.93
_MOST_PARTS = 12
_PAINS = ("M25.5", "M79.6")
# Musculoskeletal diseases and injuries that are no symptoms themselves.
_DIAGNOSIS = re.compile(r"(?!M25|M79|M54|M62)[MS]")
_MOST_BARE_WORDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A problem with the words it was looked up by and what they found."""

    piece: Piece
    query: str
    matches: tuple[Match, ...]

    @property
    def fit(self) -> float:
        """How well the best answer fits."""
        return self.matches[0].fit if self.matches else 0.0


def found_in(piece: Piece, finder: Finder) -> list[Found]:
    """The problems a piece names: what stands before and behind its breaks, each whole or taken apart."""
    results: list[Found] = []
    waiting: Piece | None = None
    for segment in _segments(piece):
        if is_instruction(segment.text):
            break
        if waiting is not None:
            both = _between(piece, waiting, segment)
            waiting = None
            segment = both
        if not names_problem(segment.text) or _QUALIFIES.match(segment.text):
            whole = _joined(piece, results, segment, finder)
            if whole is None and not results:
                waiting = segment
            continue
        results.extend(_apart(segment, finder))
    if waiting is not None:
        results.extend(_apart(waiting, finder))
    return _explained(results)[:_MOST_PARTS]


def _explained(results: list[Found]) -> list[Found]:
    """The results without what others of them say already.

    Pain of a joint or limb belongs to a diagnosis named in the same words (guideline I.B.5): then an alternative.
    """
    results = _most_told(results)
    pains = [one for one in results if one.fit and one.matches[0].code.startswith(_PAINS)]
    causes = [one for one in results if one.fit >= STRONG and _DIAGNOSIS.match(one.matches[0].code)]
    if not pains or not causes:
        return results
    kept = [one for one in results if one not in pains]
    place = kept.index(causes[0])
    others = tuple(one.matches[0] for one in pains)
    matches = (*causes[0].matches[:2], *others, *causes[0].matches[2:])
    kept[place] = replace(causes[0], matches=tuple(dict.fromkeys(matches)))
    return kept


def _most_told(results: list[Found]) -> list[Found]:
    """Of two that differ in how much they tell (M51.369, M51.360) the one that tells more."""
    codes = [one.matches[0].code if one.fit else "" for one in results]
    return [
        one
        for one, code in zip(results, codes, strict=True)
        if not (
            len(code) > 6
            and code[6] == "9"
            and any(code[:6] == other[:6] and code != other for other in codes)
        )
    ]


def _segments(piece: Piece) -> Iterator[Piece]:
    start = 0
    for match in _BREAK.finditer(piece.text):
        yield from _part(piece, start, match.start())
        start = match.end()
    yield from _part(piece, start, len(piece.text))


def _part(piece: Piece, start: int, end: int) -> Iterator[Piece]:
    left, right = trimmed(piece.text, start, end)
    if left < right:
        yield part_of(piece, left, right)


def _between(piece: Piece, first: Piece, last: Piece) -> Piece:
    return part_of(piece, first.start - piece.start, last.end - piece.start)


def _joined(piece: Piece, results: list[Found], segment: Piece, finder: Finder) -> Found | None:
    """“Strain, lumbar”: words that name no problem belong to the one before them, if it is found with them."""
    if not results or len(segment.text) > 60:
        return None
    last = results[-1]
    both = _between(piece, last.piece, segment)
    query = f"{last.query} {segment.text}"
    whole = finder.find(readable(query))
    if (said := side(segment.text)) and not side(last.query) and not (whole and whole[0].fit >= last.fit):
        # “Hammertoe, left 2nd”: where the rest of the words fits nothing, the side still belongs to the problem.
        query = " ".join((SIDE_WORDS[said], *sorted(sites(segment.text)), last.query))
        whole = finder.find(readable(query))
    if (
        whole
        and whole[0].fit >= min(WHOLE, last.fit)
        and (sites(segment.text) or side(segment.text) or whole[0].code != last.matches[0].code)
    ):
        results[-1] = Found(piece=both, query=query, matches=whole)
        return results[-1]
    return None


def _apart(segment: Piece, finder: Finder) -> list[Found]:
    whole = _find(segment, segment.text, finder)
    if whole.fit >= WHOLE:
        return [whole]
    if cause := _CAUSE.search(segment.text):
        return _caused(segment, cause, whole, finder)
    cuts = list(_JOIN.finditer(segment.text))
    if cuts:
        several = _several(segment, cuts, finder)
        if len(several) > 1 and all(found.fit >= STRONG for found in several):
            return _without_repeats(several)
        strong = [found for found in several if found.fit >= max(STRONG, whole.fit)]
        if strong:
            return strong[:1]
    return [whole]


def _find(piece: Piece, query: str, finder: Finder) -> Found:
    """Look up; a site that the list does not ask for (“plantar fasciitis of the foot”) costs little."""
    matches = finder.find(readable(query))
    named = sites(query)
    if matches and named and matches[0].fit < WHOLE:
        bare = finder.find(readable(without_words(query, named)))
        if bare and bare[0].fit >= WHOLE and _same_stem(bare[0].code, matches[0].code):
            matches = (replace(matches[0], fit=round(0.92 * bare[0].fit, 3)), *matches[1:])
    return Found(piece=piece, query=query, matches=matches)


def _same_stem(one: str, other: str) -> bool:
    return one[:5] == other[:5]


def without_words(text: str, left_out: Sequence[str]) -> str:
    """The text without some of its words."""
    for word in left_out:
        text = re.sub(rf"\b{re.escape(word)}\b", " ", text)
    return text


def _several(segment: Piece, cuts: Sequence[re.Match[str]], finder: Finder) -> list[Found]:
    """Each part with what it shares with its neighbours: “neck and low back pain”, “pain in neck and back”."""
    borders = [0, *(place for cut in cuts for place in cut.span()), len(segment.text)]
    parts = [
        part
        for start, end in zip(borders[::2], borders[1::2], strict=True)
        for part in _part(segment, start, end)
    ]
    texts = [part.text for part in parts]
    found = []
    for place, part in enumerate(parts):
        query = _completed(part.text, texts, place)
        # What is completed from a neighbour is quoted with it.
        found.append(_find(part if query == part.text else segment, query, finder))
    return found


def _completed(text: str, all_parts: Sequence[str], place: int) -> str:
    """A part with the problem or the site that it leaves to its neighbour."""
    if not names_problem(text):
        later = next((other for other in all_parts[place + 1 :] if names_problem(other)), "")
        earlier = next((other for other in reversed(all_parts[:place]) if names_problem(other)), "")
        if later:
            return f"{text} {_without_site(later)}"
        return f"{_without_site(earlier)} {text}" if earlier else text
    if not sites(text):
        later = next(
            (
                match[1]
                for other in all_parts[place + 1 :]
                if (match := _OF_SITE.search(other)) and sites(other)
            ),
            "",
        )
        if later and place < len(all_parts) - 1:
            return f"{text} {later}"
        return _at_site_before(text, all_parts[:place])
    return text


def _at_site_before(text: str, before: Sequence[str]) -> str:
    """“Left knee pain and swelling”: a bare symptom has the site and side of the one before it."""
    if not is_symptom(text) or len(text.split()) > _MOST_BARE_WORDS:
        return text
    for other in reversed(before):
        if named := sites(other):
            said = side(other)
            return f"{SIDE_WORDS.get(said, '')} {named[0]} {text}".strip()
    return text


def _without_site(text: str) -> str:
    bare = _OF_SITE.sub("", text)
    bare = without_words(bare, sites(bare))
    return re.sub(r"\b(?:right|left|bilateral|rt|lt)\b", " ", bare, flags=re.IGNORECASE)


def _caused(segment: Piece, cause: re.Match[str], whole: Found, finder: Finder) -> list[Found]:
    """“Knee pain due to osteoarthritis”: the cause is the diagnosis, at the site named before it.

    A symptom that belongs to a diagnosis is not coded beside it (guidelines I.B.4, I.B.5). Where the cause is none
    that is found, what it caused stands.
    """
    effects = list(_part(segment, 0, cause.start()))
    causes = list(_part(segment, cause.end(), len(segment.text)))
    if not effects:
        return [whole]
    effect = _find(effects[0], effects[0].text, finder)
    if not causes or not names_problem(causes[0].text) or _EVENT.search(causes[0].text):
        return [effect]
    query = causes[0].text
    if not sites(query):
        query = f"{query} {' '.join(sites(effects[0].text)[:1])}"
    if not side(query) and side(effects[0].text):
        query = f"{SIDE_WORDS[side(effects[0].text)]} {query}"
    found = _find(causes[0], query, finder)
    if found.fit >= STRONG and found.matches[0].code[0] not in "VWXY" and found.fit >= whole.fit - 0.05:
        both = part_of(segment, effects[0].start - segment.start, causes[0].end - segment.start)
        return [Found(piece=both, query=query, matches=found.matches)]
    return [whole if whole.fit > effect.fit else effect]


def _without_repeats(several: Sequence[Found]) -> list[Found]:
    kept: dict[str, Found] = {}
    for found in several:
        kept.setdefault(found.matches[0].code, found)
    return list(kept.values())
