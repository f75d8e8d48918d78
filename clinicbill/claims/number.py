"""Claim numbers: C, a running number, and a check letter, such as C000417R.

Why this form: the payer returns the number in the remittance and people read it out on the phone. A letter in front
keeps spreadsheets and payers from dropping leading zeros; digits are heard better than letters; the check letter
catches every single wrong digit and every two neighbours that changed places. Letters that look or sound like
something else are left out. Eight characters fit item 26 and CLM01 (14) with room to grow, and a number is never
used twice, because the counter only moves on, in the transaction that makes the claim.
"""

from __future__ import annotations

import re

_DIGITS = 6
# Seventeen letters (a prime above ten, so that digit and neighbour mistakes always show), none like B/8, D, G/6,
# I/1, O/0, Q/0, S/5, V, Z/2.
_CHECK_LETTERS = "ACEFHJKLMNPRTUWXY"
_NUMBER = re.compile(r"C(\d{6,12})([A-Z])")


def claim_number(sequence: int) -> str:
    """The claim number for a running number, counted from 1.

    Raises:
        ValueError: the running number is not positive, or has more than twelve digits.
    """
    digits = str(sequence).zfill(_DIGITS)
    if sequence < 1 or len(digits) > 12:
        raise ValueError("claim numbers run from 1 to 999999999999")
    return f"C{digits}{_check_letter(digits)}"


def is_claim_number(text: str) -> bool:
    """Whether the text is a claim number of ours, heard or typed without a mistake."""
    match = _NUMBER.fullmatch(text)
    return match is not None and _check_letter(match[1]) == match[2]


def _check_letter(digits: str) -> str:
    """Weighted sum modulo 17; the weights 2, 4, 8 … from the right differ for neighbours and never are 0."""
    total = sum(int(digit) * pow(2, place, 17) for place, digit in enumerate(reversed(digits), 1))
    return _CHECK_LETTERS[total % 17]
