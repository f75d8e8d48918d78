"""Builds X12 segments from plain values, so that no value can break a segment."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from clinicbill.basics.money import Money
from clinicbill.x12.segments import STANDARD, Delimiters

Value: TypeAlias = str | int | Decimal | Money | date | None
Element: TypeAlias = "Value | tuple[Value, ...]"

# The X12 basic set and the extended set without small letters (ASC X12.6 §3.3, 005010X222A1 appendix B.1.1.2).
_ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"&'()*+,-./:;?=%@[]_{}\\|<>#$^~")
_BLANKS = re.compile(r"\s+")
_NEEDLESS = re.compile(r"^ |  | $")
# Letters that Unicode takes apart into none of A–Z, and the signs word processors put in.
_FOLDED = str.maketrans(
    {
        "Æ": "AE", "Œ": "OE", "Ø": "O", "Ð": "D", "Đ": "D", "Þ": "TH", "Ł": "L", "Ħ": "H", "ẞ": "SS",
        "‘": "'", "’": "'", "‚": "'", "′": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "…": "...", "•": "-", "·": "-", "×": "X",
        "⁄": "/", "\u00ad": "", "\u200b": "", "\ufeff": "",
    }
)  # fmt: skip


# A fraction beside digits would read as another number (12½ is no 121/2), so a blank parts them, as on envelopes.
_FRACTIONS = str.maketrans(
    {sign: " " + unicodedata.normalize("NFKD", sign).replace("⁄", "/") for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
)
_STREET = "N3"


class UnwritableElement(ValueError):
    """A value that cannot stand in an X12 element; its text is a sentence that names the element.

    Attributes:
        tag, element: the segment and the number of the element, as in NM1 and 3.
        value: what was to be written.
    """

    def __init__(self, tag: str, element: int, value: str, reason: str) -> None:
        super().__init__(f"{tag}{element:02d} cannot be written: “{value}” {reason}.")
        self.tag, self.element, self.value = tag, element, value


def fold(text: str) -> str:
    """A text in the letters X12 knows: capitals without accents (ñ → N, ß → SS, ’ → '), one blank for any gap.

    What has no such form stays, and is refused when it is written: so does a sign that would be spelled in digits
    (½, ², ①), since beside other digits it would make another number.
    """
    if text.isascii():
        folded = text.upper()
    else:
        apart = "".join(_apart(letter) for letter in text.upper().translate(_FOLDED))
        folded = (
            "".join(letter for letter in apart if not unicodedata.combining(letter))
            .upper()
            .translate(_FOLDED)
        )
    return _BLANKS.sub(" ", folded).strip()


def _apart(letter: str) -> str:
    """A letter in its plain parts; as it is where these are digits and it is not simply another form of one digit."""
    parts = unicodedata.normalize("NFKD", letter)
    spelled = any(part.isdigit() for part in parts) and not letter.isdecimal()
    return letter if spelled else parts


def free_text(text: str, delimiters: Delimiters = STANDARD) -> str:
    """A note for NTE, CR2 or a description: folded, fractions spelled, a blank where a delimiter or unknown sign stood.

    Never for names or numbers: those are refused instead, so that nothing is changed unseen.
    """
    kept = _ALLOWED.difference(delimiters.all())
    return _BLANKS.sub(
        " ", "".join(letter if letter in kept else " " for letter in fold(text.translate(_FRACTIONS)))
    ).strip()


class SegmentWriter:
    """Collects segments: w.add("NM1", "85", "2", name, None, None, None, None, "XX", npi).

    None and "" are empty elements; empty ones at the end are left out. A tuple is a composite: ("HC", "98941", "AT").
    Money, dates, Decimal and int are formatted as X12 wants them; texts are folded (see `fold`).

    Attributes:
        count: how many segments there are; SE01 is this plus one.
    """

    def __init__(self, delimiters: Delimiters = STANDARD, line_end: str = "\n") -> None:
        self._delimiters = delimiters
        self._refused = frozenset(delimiters.all())
        self._kept = re.compile(f"[{re.escape(''.join(sorted(_ALLOWED - self._refused)))}]*")
        self._end = delimiters.terminator + line_end
        self._segments: list[str] = []
        self.count = 0

    def add(self, tag: str, *elements: Element) -> None:
        """Append one segment.

        Raises:
            UnwritableElement: an element holds a delimiter or a sign that X12 does not know.
        """
        texts = [self.element(tag, number, element) for number, element in enumerate(elements, 1)]
        self._segments.append(self._delimiters.element.join((tag, *_without_empty_end(texts))))
        self.count += 1

    def element(self, tag: str, number: int, element: Element) -> str:
        """One element as it is written; `tag` and `number` name it in the error."""
        if isinstance(element, tuple):
            parts = [self._text(tag, number, part) for part in element]
            return self._delimiters.component.join(_without_empty_end(parts))
        return self._text(tag, number, element)

    def text(self) -> str:
        """All segments, each with its terminator and the line end."""
        return "".join(segment + self._end for segment in self._segments)

    def _text(self, tag: str, number: int, value: Value) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            return _formatted(value)
        if tag == _STREET:
            value = value.translate(_FRACTIONS)
        text = value if self._kept.fullmatch(value) and not _NEEDLESS.search(value) else fold(value)
        if bad := next((letter for letter in text if letter in self._refused or letter not in _ALLOWED), ""):
            reason = "separates elements" if bad in self._refused else "is no letter of X12"
            raise UnwritableElement(tag, number, value, f"holds {bad!r}, which {reason}")
        return text


def _formatted(value: int | Decimal | Money | date) -> str:
    """Amounts and quantities without needless zeros (type R), days as CCYYMMDD (qualifier D8)."""
    if isinstance(value, Money):
        return value.x12()
    if isinstance(value, date):
        return f"{value.year:04d}{value.month:02d}{value.day:02d}"
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"
    return str(value)


def _without_empty_end(texts: list[str]) -> list[str]:
    end = len(texts)
    while end and not texts[end - 1]:
        end -= 1
    return texts[:end]
