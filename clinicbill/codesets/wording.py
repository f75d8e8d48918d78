"""Wording compared: a text becomes words of one shape, the same for titles and for what a person types."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A denied word carries this before it, so that “without myelopathy” never answers a search for myelopathy.
DENIED = "0"
SIDES = {"right": "R", "rt": "R", "r": "R", "left": "L", "lt": "L", "l": "L"}
BOTH_SIDES = frozenset({"bilateral", "bilat", "bil", "bilaterally", "both"})
_DENIES = frozenset({"without", "not", "no", "non", "denies", "denied", "lacking"})
_DENIAL_ENDS = frozenset({",", "with", "but", "and", "of", "to", "in"})
# “without loss of consciousness” denies the consciousness too, “without foreign body of hand” not the hand.
_DENIAL_GOES_ON = frozenset({"loss", "mention", "evidence", "history", "return", "presence", "use"})
_LEVELS = re.compile(r"\b([ctls])-?(\d{1,2})\s*(?:-|/|–|\bto\b)\s*([ctls]?)-?(\d{1,2})\b")
_TOKEN = re.compile(r"[a-z0-9]+|,")
_PLURAL_MARK = re.compile(r"\((?:s|es|ies)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTable:
    """The word lists of resources/codes/icd10_words.toml."""

    stop: frozenset[str]
    free: frozenset[str]
    light: frozenset[str]
    soft: frozenset[str]
    key: frozenset[str]
    same: Mapping[str, str]
    also: Mapping[str, Mapping[str, int]]


@lru_cache(maxsize=1)
def word_table() -> WordTable:
    """The word lists, read once."""
    data = tomllib.loads(asset("codes/icd10_words.toml").read_text("utf-8"))
    return WordTable(
        stop=frozenset(data["stop"]),
        free=frozenset(data["free"]),
        light=frozenset(data["light"]),
        soft=frozenset(data["soft"]),
        key=frozenset(data["key"]),
        same={singular(word): shape for word, shape in data["same"].items()},
        also=data["also"],
    )


def folded(text: str) -> str:
    """Lower case, no accents, no possessive s, vertebral levels joined: “L4-5” is l4l5."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("’", "'"))
        .encode("ascii", "ignore")
        .decode("ascii")
        .lower()
    )
    plain = _PLURAL_MARK.sub("", plain).replace("'s ", " ").replace("&", " and ")
    return _LEVELS.sub(lambda m: f" {m[1]}{m[2]}{m[3] or m[1]}{m[4]} ", plain)


def raw_words(text: str) -> list[str]:
    """The words and commas of a text in its order, folded and in the singular."""
    return [singular(word) for word in _TOKEN.findall(folded(text))]


@lru_cache(maxsize=32_768)
def singular(word: str) -> str:
    """A rough singular; it need only be the same on both sides."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("oses"):
        return word[:-2] + "is"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def words(raw: Iterable[str]) -> list[str]:
    """What is compared: stop words gone, one shape per word, denied words marked with `DENIED`."""
    table = word_table()
    found: list[str] = []
    denied, before = False, ""
    for word in raw:
        if word in _DENIES:
            denied = True
            continue
        if word in _DENIAL_ENDS:
            denied = denied and word == "of" and before in _DENIAL_GOES_ON
            continue
        if word in table.stop:
            continue
        before = word
        shaped = table.same.get(word, word)
        found.append(DENIED + shaped if denied else shaped)
    return found


def side_of(raw: Sequence[str]) -> str:
    """R, L or B when the words name a side, U when they say “unspecified”, else empty."""
    sides = {SIDES[word] for word in raw if word in SIDES}
    if BOTH_SIDES.intersection(raw) or len(sides) == 2:
        return "B"
    if sides:
        return sides.pop()
    return "U" if "unspecified" in raw else ""
