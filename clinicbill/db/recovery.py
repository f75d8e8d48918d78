"""The recovery key: the database key as printed groups, each with a character that finds a typing mistake."""

from __future__ import annotations

from clinicbill.basics.errors import WrongPassword

# Crockford's base 32 (crockford.com/base32.html): no I, L, O, U, so that nothing is misread on paper.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110")
KEY_BYTES = 32
GROUPS = 13
_DATA_LETTERS = 4  # of each group; a check character follows
_BITS = 5
_SPARE_BITS = GROUPS * _DATA_LETTERS * _BITS - KEY_BYTES * 8


def recovery_text(key: bytes) -> str:
    """The 32-byte key as 13 groups of five characters joined by hyphens."""
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    number = int.from_bytes(key, "big") << _SPARE_BITS
    last = GROUPS * _DATA_LETTERS - 1
    symbols = [number >> (_BITS * (last - place)) & 31 for place in range(last + 1)]
    groups = [symbols[start : start + _DATA_LETTERS] for start in range(0, len(symbols), _DATA_LETTERS)]
    return "-".join(
        "".join(_LETTERS[symbol] for symbol in [*group, _check(place, group)])
        for place, group in enumerate(groups)
    )


def key_from_text(text: str) -> bytes:
    """Read what `recovery_text` printed; case, spaces, hyphens and line ends do not matter.

    Raises:
        WrongPassword: the text is too short or too long, or a group holds a typing mistake (its number is named).
    """
    letters = "".join(text.upper().translate(_MISREAD).replace("-", " ").split())
    size = _DATA_LETTERS + 1
    if len(letters) != GROUPS * size:
        raise WrongPassword(
            f"The recovery key has {GROUPS} groups of {size} characters, and {len(letters)} characters were typed; "
            "nothing was changed; type it again from the printed sheet."
        )
    number = 0
    for place in range(GROUPS):
        for symbol in _symbols(letters[place * size : (place + 1) * size], place):
            number = number << _BITS | symbol
    if number & (1 << _SPARE_BITS) - 1:
        raise _mistake(GROUPS - 1, letters[-size:])
    return (number >> _SPARE_BITS).to_bytes(KEY_BYTES, "big")


def _symbols(group: str, place: int) -> list[int]:
    symbols = [_LETTERS.find(letter) for letter in group]
    data, check = symbols[:_DATA_LETTERS], symbols[_DATA_LETTERS]
    if min(symbols) < 0 or check != _check(place, data):
        raise _mistake(place, group)
    return data


def _mistake(place: int, group: str) -> WrongPassword:
    return WrongPassword(
        f"Group {place + 1} of the recovery key ({group}) holds a typing mistake; nothing was changed; "
        "compare that group with the printed sheet."
    )


def _check(place: int, group: list[int]) -> int:
    """A weighted sum over the field of 32 elements, the group's place included.

    The weights differ and none is zero, so every single wrong character, every swap of two neighbours and
    every swap of two groups is found.
    """
    total = place
    for symbol in group:
        total = _doubled(total) ^ symbol
    return _doubled(total)


def _doubled(symbol: int) -> int:
    """Times x modulo x⁵ + x² + 1."""
    symbol <<= 1
    return symbol ^ 0b100101 if symbol & 32 else symbol
