"""The words of a problem: what names it, where it sits, which side; and what is prose around it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.codesets.wording import word_table

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*|\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_SIDE = re.compile(
    r"\b(?:(right|rt|r)|(left|lt|l)|(bilateral(?:ly)?|bilat|b/l|both))(?:[\s-]*sided?)?\b(?!\d)",
    re.IGNORECASE,
)
SIDE_WORDS = {"R": "right", "L": "left", "B": "bilateral"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWords:
    """The lists of note_sections.toml about words within a section."""

    problems: frozenset[str]
    endings: tuple[str, ...]
    sites: re.Pattern[str]
    symptoms: re.Pattern[str]
    triggers: re.Pattern[str]
    tails: re.Pattern[str]
    subjects: re.Pattern[str]
    general: frozenset[str]


@lru_cache(maxsize=1)
def note_words() -> NoteWords:
    """The lists, read once."""
    data = tomllib.loads(asset("rules/note_sections.toml").read_text("utf-8"))
    problem, prose = data["problem"], data["prose"]
    return NoteWords(
        problems=frozenset(problem["words"]) | word_table().key,
        endings=tuple(problem["endings"]),
        sites=_words_of(problem["sites"]),
        symptoms=_words_of(problem["symptoms"]),
        triggers=re.compile(rf"\b(?:{'|'.join(prose['triggers'])})(?=[\s:,])[\s:]*", re.IGNORECASE),
        tails=re.compile(rf"(?:(?<=[\s,(])|(?<=\s[-–]))(?:{'|'.join(prose['tails'])})", re.IGNORECASE),
        general=frozenset(problem["general"]),
        subjects=re.compile(rf"(?:{'|'.join(prose['subjects'])})\b(?!['’-]?\w)", re.IGNORECASE),
    )


def _words_of(listed: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(listed, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in ordered)})\b", re.IGNORECASE)


def names_problem(text: str) -> bool:
    """Whether any word says what is wrong with somebody."""
    table = note_words()
    return any(
        word in table.problems or (len(word) > 5 and word.endswith(table.endings))
        for word in (match.group().lower() for match in _WORD.finditer(text))
    )


def says_nothing(text: str) -> bool:
    """Whether all words are such as name nothing by themselves: “pain today”, “the injury is”."""
    return all(match.group().lower() in note_words().general for match in _LETTERS.finditer(text))


def is_symptom(text: str) -> bool:
    """Whether the words are those of a symptom rather than of a diagnosis."""
    return note_words().symptoms.search(text) is not None


def sites(text: str) -> list[str]:
    """The sites named, in the order of the text."""
    return [match.group() for match in note_words().sites.finditer(text)]


def side(text: str) -> str:
    """R, L, B, or empty: the side the words name."""
    found = {"RLB"[match.lastindex - 1] for match in _SIDE.finditer(text) if match.lastindex}
    return "B" if "B" in found or len(found) > 1 else next(iter(found), "")


_SAME_SITE = {
    "low back": "lumbar", "lower back": "lumbar", "back": "lumbar", "lumbosacral": "lumbar", "neck": "cervical",
    "mid back": "thoracic", "middle back": "thoracic", "upper back": "thoracic",
    "radius": "wrist", "humerus": "shoulder", "clavicle": "shoulder", "femur": "hip", "patella": "knee", "meniscus": "knee",
    "fibula": "ankle",
}  # fmt: skip


def regions(text: str) -> frozenset[str]:
    """The sites named, in one word for each region, in the singular: the neck is the cervical region."""
    named = (site.lower() for site in sites(text))
    return frozenset(
        _SAME_SITE.get(site, site.removesuffix("s") if site != "pelvis" else site) for site in named
    )
