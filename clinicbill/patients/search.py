"""Search as you type: what a person keys becomes words that must all begin some word of a patient's record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.dates import parse_date
from clinicbill.basics.people import digits

if TYPE_CHECKING:
    from datetime import date

_MOST_WORDS = 8
_LONGEST_WORD = 40
_DATE_LIKE = re.compile(r"\d{1,4}[/\-.]\d{1,2}[/\-.]\d{1,4}")
_PHONE_LIKE = re.compile(r"[\d()+.\-]+")
_PHONE_DIGITS = range(7, 11)


def match_expression(text: str, as_of: date) -> str:
    """The FTS5 expression for a text as keyed, or nothing where there is nothing to look for.

    Names, chart numbers and the ends of phone numbers are matched from their beginning, in any order; a whole
    date (4/17/51) means the birth date. Every word is quoted, so no letter of the text can act as an operator.
    """
    words = [_word(part, as_of) for part in _clean(text).split()]
    return " ".join(f'"{word}"*' for word in words[:_MOST_WORDS] if word)


def _clean(text: str) -> str:
    """Without quotes, control characters and halves of characters, which no name contains."""
    safe = text.encode("utf-8", "ignore").decode("utf-8").replace('"', " ")
    return "".join(letter if letter.isprintable() else " " for letter in safe)


def _word(part: str, as_of: date) -> str:
    """One word to look for; nothing for a part that holds neither letter nor digit."""
    if _DATE_LIKE.fullmatch(part):
        try:
            return parse_date(part, as_of=as_of).strftime("%m%d%Y")
        except ValueError:
            pass
    if _PHONE_LIKE.fullmatch(part) and len(digits(part)) in _PHONE_DIGITS:
        return digits(part)
    return part[:_LONGEST_WORD] if any(letter.isalnum() for letter in part) else ""
