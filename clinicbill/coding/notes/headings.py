"""The headings of a visit note: which lines and words begin a section, and of which kind."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset

if TYPE_CHECKING:
    from collections.abc import Iterator

UNHEADED = ""
_MARKS = r"[ \t\ufeff>#*_=\-•·●▪◦]*(?:\(?\d{1,2}[.)][ \t]*|[IVX]{1,4}\.[ \t]+)?[*_]*"
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Where a section begins: `start` of its heading, `end` where its text starts."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTable:
    """The word lists of resources/rules/note_sections.toml."""

    kinds: Mapping[str, str]
    letters: Mapping[str, str]
    labels: frozenset[str]
    opening: re.Pattern[str]
    at_line: re.Pattern[str]
    inside: re.Pattern[str]


@lru_cache(maxsize=1)
def section_table() -> SectionTable:
    """The word lists, read once."""
    data = tomllib.loads(asset("rules/note_sections.toml").read_text("utf-8"))
    kinds: dict[str, str] = {}
    for section in data["section"]:
        for heading in section["headings"]:
            kinds.setdefault(_plain(heading), section["kind"])
    names = _any_of(kinds)
    return SectionTable(
        kinds=kinds,
        letters=data["letters"],
        labels=frozenset(data["detail"]["labels"]),
        opening=re.compile(rf"(?:{_any_of(data['detail']['openings'])})(?![\w'-])", re.IGNORECASE),
        at_line=re.compile(
            rf"{_MARKS}(?:(?P<name>{names})(?:[ \t]*#?\d{{1,2}}(?=:))?[*_ \t]*(?:\([^()\n]{{0,80}}\)|,[^:.;\n]{{1,60}}(?=:))?[ \t]*(?P<colon>:|-{{1,2}}(?=\s)|[–—=]|/(?=\s)|\.(?=[ \t]+[A-Z]))?"
            rf"|(?P<letter>[SOAPI])[ \t]*(?P<mark>[:)]|[-–—](?=\s|$)))[*_]*[ \t]*",
            re.IGNORECASE,
        ),
        inside=re.compile(
            rf"(?<=[.;!?)])\s+(?:(?P<name>{names})|(?P<letter>[SOAP]))[ \t]*:[ \t]*", re.IGNORECASE
        ),
    )


def _any_of(words: Mapping[str, str] | list[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(_written(word) for word in ordered)


def _written(word: str) -> str:
    """A heading as a pattern: any blanks, “and” or “&”, either apostrophe."""
    blanks = re.escape(word).replace(r"\ ", r"[ \t]+").replace("'", "['’]")
    return blanks.replace(r"[ \t]+and[ \t]+", r"[ \t]*(?:\band\b|&)[ \t]*")


def _plain(heading: str) -> str:
    """A heading as the table knows it: lower case, single blanks, “and” for “&”."""
    return " ".join(heading.lower().replace("’", "'").replace("&", " and ").split())


def lines(text: str) -> Iterator[re.Match[str]]:
    """Every line that is not empty, whatever ends it."""
    return _LINE.finditer(text)


def headings(text: str) -> list[Heading]:
    """The headings of a note in its order.

    An “impression” below results belongs to them where an assessment follows later.
    """
    found: list[Heading] = []
    bare = _bare_letters(text)
    for line in lines(text):
        if mark := bare.get(line.start()):
            kind = section_table().letters[mark["letter"].lower()]
            found.append(Heading(kind=kind, start=line.start(), end=line.start() + mark.end()))
        else:
            found.extend(_of_line(line))
    return sorted((*_imaging_settled(text, found), *_own_again(text, found)), key=lambda one: one.start)


# Letters of a SOAP note set apart by blanks alone, or alone on their lines.
_BARE_LETTER = re.compile(r"[ \t]*(?P<letter>[SOAP])(?:[ \t]{2,}|\t|[ \t]*$)")


def _bare_letters(text: str) -> dict[int, re.Match[str]]:
    """The lines that begin with such letters, by their start; none unless they come in the order of a SOAP note."""
    found = {line.start(): mark for line in lines(text) if (mark := _BARE_LETTER.match(line.group()))}
    order = "".join(mark["letter"] for mark in found.values())
    return found if "A" in order and len(order) > 1 and order in "SOAP" else {}


# Sentences that come back from relatives, or from the past, to the patient of today.
_COMES_BACK = {
    "family": r"(?:has|have|is here|presents?|complains?|reports?|c/o|states)\b(?! (?:an?y? )?(?:family|history|hx))",
    "past": r"(?:(?:now|currently|today) has|is here|presents?|complains? of|c/o)\b",
}
_OF_PATIENT = {
    kind: re.compile(
        rf"(?<=[.;!?])[ \t]+(?:the )?(?:patient|pt\.?|he|she|they)(?: (?:now|currently|today|herself|himself))? {said}"
        r"|(?<=[.;!?])[ \t]+(?:today|now|currently)\b",
        re.IGNORECASE,
    )
    for kind, said in _COMES_BACK.items()
}  # fmt: skip


def _own_again(text: str, found: list[Heading]) -> Iterator[Heading]:
    """Where sentences of the family or past turn to the patient of today: from there no heading holds."""
    limits = [*(heading.start for heading in found[1:]), len(text)][: len(found)]
    for heading, limit in zip(found, limits, strict=True):
        pattern = _OF_PATIENT.get(heading.kind)
        if pattern and (match := pattern.search(text, heading.end, limit)):
            end = match.start() + len(match.group()) - len(match.group().lstrip())
            yield Heading(kind=UNHEADED, start=match.start(), end=end)


def _of_line(line: re.Match[str]) -> Iterator[Heading]:
    table = section_table()
    text, start = line.group(), line.start()
    at = table.at_line.match(text)
    begin = 0
    if at and (kind := _kind_at_line(at, text)):
        yield Heading(kind=kind, start=start, end=start + at.end())
        begin = at.end()
    elif kind := _unknown_kind(text):
        yield Heading(kind=kind, start=start, end=line.end())
        return
    for match in table.inside.finditer(text, begin):
        word = match["name"] or match["letter"]
        if word[0].isupper():
            yield Heading(kind=_kind(match), start=start + match.start(), end=start + match.end())


def _kind_at_line(match: re.Match[str], text: str) -> str:
    """The kind of a heading that begins a line; empty where its words are part of a sentence.

    Without a colon it must stand alone, or in capitals before words that are not.
    """
    if match["letter"]:
        return _kind(match) if match["letter"].isupper() else ""
    rest = text[match.end() :].strip(" \t*_:")
    name = match["name"]
    if match["colon"] or not rest:
        return _kind(match)
    shouted = name.isupper() and not text[match.end("name") :].lstrip()[:1].islower()
    return _kind(match) if shouted and len(name) > 1 and text[match.end("name")].isspace() else ""


def _kind(match: re.Match[str]) -> str:
    table = section_table()
    if match["letter"]:
        return table.letters[match["letter"].lower()]
    return table.kinds[_plain(match["name"])]


_SHOUTED = re.compile(r"[A-Z][A-Z /&,'-]{3,40}:?")


def _unknown_kind(text: str) -> str:
    """Lines in capitals with a colon are headings too, though none of ours: “WORK STATUS UPDATE:”."""
    stripped = text.strip()
    return "unknown" if stripped.endswith(":") and _SHOUTED.fullmatch(stripped) else ""


def _imaging_settled(text: str, found: list[Heading]) -> list[Heading]:
    settled: list[Heading] = []
    for place, heading in enumerate(found):
        below_results = bool(settled) and settled[-1].kind == "results"
        later = any(other.kind == "assessment" for other in found[place + 1 :])
        named = text[heading.start : heading.end].lower()
        if heading.kind == "assessment" and "impression" in named and below_results and later:
            heading = Heading(kind="results", start=heading.start, end=heading.end)
        settled.append(heading)
    return settled
