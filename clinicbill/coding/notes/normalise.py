"""A problem's words made ready to be looked up, and what was changed for it, in words for the person who decides."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from clinicbill.basics.assets import asset

_CODE = re.compile(
    r"[(\[]?\b(?:ICD-?10(?:-CM)?:?\s*)?([A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4}))(?![\w.])[)\]]?", re.IGNORECASE
)
_BARE_CODE = re.compile(r"[(\[]\s*(?:ICD-?10(?:-CM)?:?\s*)?([A-TV-Z]\d\d)\s*[)\]]")
# Words that only say how a problem does today, or how sure its name is; never part of a code's title.
_ASIDE = re.compile(
    r"\b(?:today|currently|ongoing|persistent|intermittent|new onset|new|acute on chronic|significant|mild to moderate|"
    r"moderate to severe|mild|moderate|severe|well[- ]controlled|uncontrolled|poorly controlled|stable|improving|"
    r"improved|resolving|worsening|constant|nagging|status|nature|likely|multifactorial|episode|exacerbation of|"
    r"exacerbation|flare(?:[- ]up)?(?: of)?|known|longstanding|long-standing|history|symptomatic|pleasant|advanced|tricompartmental|bone[- ]on[- ]bone|end[- ]stage(?! (?:renal|kidney|liver|heart|lung)))\b[ \t]*",
    re.IGNORECASE,
)
_SIDE = re.compile(r"\b(?:right|left|bilateral)\b", re.IGNORECASE)
_BLANKS = re.compile(r"[\s_*#•]+")


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Spellings of notes and what the code list says instead, of resources/rules/note_spellings.toml; read once."""
    data = tomllib.loads(asset("rules/note_spellings.toml").read_text("utf-8"))
    return tuple(
        (re.compile(row["find"], re.NOFLAG if row.get("exact") else re.IGNORECASE), row["say"])
        for row in data["spelling"]
    )


def readable(text: str) -> str:
    """The words to look up: asides, codes and marks gone, some spellings of notes made those of the list."""
    plain = _BARE_CODE.sub(" ", _CODE.sub(" ", text))
    for pattern, instead in _spellings():
        plain = pattern.sub(instead, plain)
    bare = _ASIDE.sub("", plain)
    kept = _BLANKS.sub(" ", bare if bare.strip(" .,") else plain).strip(" ,;:-")
    return _side_first(kept)


def _side_first(text: str) -> str:
    """The one side named stands first, so that it parts no words that belong together."""
    named = {match.lower() for match in _SIDE.findall(text)}
    if len(named) != 1:
        return text
    return f"{named.pop()} {_BLANKS.sub(' ', _SIDE.sub(' ', text)).strip(' ,')}"


def codes_written(text: str) -> list[str]:
    """The diagnosis codes that stand in the words themselves, in capitals, with their dots."""
    return [match[1].upper() for pattern in (_CODE, _BARE_CODE) for match in pattern.finditer(text)]
