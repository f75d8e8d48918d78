"""Which characters the CMS-1500 takes, and how a keyed text is folded into them.

The rule: capital letters; accents are dropped (ñ → N, é → E), letters that are two are written as two (ß → SS,
Æ → AE), curly quotes and dashes become straight ones, invisible marks go. Names keep hyphen and apostrophe,
addresses hyphen and slash, identifiers letters and digits only. A letter that cannot be folded (emoji, Hebrew, Han)
or that would turn into digits (², ①) stays in the text, so that a finding names it and drawing refuses it; nothing
is ever replaced by a guess.

Source: NUCC 1500 instruction manual 02/12, general rules and items 1a, 2, 5, 33 (no punctuation in names and
addresses but hyphens, no hyphens in identifiers); CPM 26 §10 (capital letters).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPELLED = str.maketrans(
    {
        "Æ": "AE",
        "Œ": "OE",
        "Ø": "O",
        "Ł": "L",
        "Đ": "D",
        "Ð": "D",
        "Þ": "TH",
        "Ħ": "H",
        "Ŋ": "N",
        "Ə": "A",
        "ʼ": "'",
        "ʻ": "'",
        "‘": "'",
        "’": "'",
        "‚": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "⁄": "/",
    }
)
# A house number 12½ is no 121/2.
_SPELLED |= str.maketrans(
    {sign: " " + unicodedata.normalize("NFKD", sign).replace("⁄", "/") for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
)
_SPACES = re.compile(r"\s+")
# ASCII punctuation that goes without a trace, and what parts words and so becomes a blank.
_NOT_IN_NAME = re.compile(r"[!\"#$%&()*+.:;<=>?@\[\\\]^_`{|}~]")
_NOT_IN_ORGANIZATION = re.compile(r"[!\"#$%()*+.:;<=>?@\[\\\]^_`{|}~]")
_NOT_IN_ADDRESS = re.compile(r"[!\"#$%&'()*+.:;<=>?@\[\\\]^_`{|}~]")
_NOT_IN_ID = re.compile(r"[\x00-/:-@\[-`{-\x7f]")


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """The text in the form's capitals; a letter that cannot be folded stays as it is."""
    plain = text.upper()
    if not plain.isascii():
        apart = "".join(_apart(letter) for letter in plain.translate(_SPELLED))
        decomposed = apart.upper().translate(_SPELLED)
        plain = "".join(letter for letter in decomposed if unicodedata.category(letter) not in ("Mn", "Cf"))
    return _SPACES.sub(" ", plain).strip()


def _apart(letter: str) -> str:
    """A letter in its plain parts; as it is where these are digits that would join others (², ①)."""
    parts = unicodedata.normalize("NFKD", letter)
    spelled = any(part.isdigit() for part in parts) and not letter.isdecimal()
    return letter if spelled else parts


def unprintable(text: str) -> str:
    """The letters of a folded text that the form cannot take, each once."""
    return "" if text.isascii() and text.isprintable() else "".join(dict.fromkeys(_lost(text)))


def _lost(text: str) -> list[str]:
    return [letter for letter in text if not (letter.isascii() and letter.isprintable())]


def name_text(text: str) -> str:
    """A part of a person's name: O'BRIEN-SMITH."""
    return _cleaned(text, _NOT_IN_NAME)


def organization_text(text: str) -> str:
    """A company's name: CEDAR SPINE & WELLNESS PLLC."""
    return _cleaned(text, _NOT_IN_ORGANIZATION)


def address_text(text: str) -> str:
    """A street or town: 123 N MAIN ST 101."""
    return _cleaned(text, _NOT_IN_ADDRESS)


@lru_cache(maxsize=16384)
def id_text(text: str) -> str:
    """An identifier without hyphens, blanks or other marks."""
    return _NOT_IN_ID.sub("", folded(text))


@lru_cache(maxsize=16384)
def _cleaned(text: str, unwanted: re.Pattern[str]) -> str:
    keeps_slash = unwanted is not _NOT_IN_NAME
    spaced = folded(text).replace(",", " ")
    if not keeps_slash:
        spaced = spaced.replace("/", " ")
    return _SPACES.sub(" ", unwanted.sub("", spaced)).strip()
