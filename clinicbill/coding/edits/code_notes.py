"""The codes that a note of ICD-10-CM names in its parentheses: (F45.41), (M54.4-), (P04-P96), (I10, I16.-)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_CODE = r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{0,4})?"
_NAMED = re.compile(rf"\b({_CODE})(?:(-)(?:({_CODE})-?)?)?")
_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class CodeRange:
    """Codes from one to another, both without their dot and with everything below them."""

    first: str
    last: str

    def has(self, code: str) -> bool:
        """Whether a code, with its dot, lies in it."""
        flat = code.replace(".", "")
        return self.first <= flat and flat[: len(self.last)] <= self.last


@lru_cache(maxsize=4096)
def references(text: str) -> tuple[CodeRange, ...]:
    """The codes a note names; none where it has no parenthesis with codes."""
    found = []
    for inside in _BRACKETS.findall(text):
        for first, _dash, last in _NAMED.findall(inside):
            flat = first.replace(".", "")
            found.append(CodeRange(flat, last.replace(".", "") or flat))
    return tuple(found)


def names_code(text: str, code: str) -> bool:
    """Whether a note names the code or what stands above it."""
    return any(named.has(code) for named in references(text))
