"""Names, addresses and phones, as a person keys them; forms and files format them for themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A person's name in its parts (X12 NM103–NM107, NUCC items 2, 4, 9, 17)."""

    last: str = ""
    first: str = ""
    middle: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """As spoken: Ruth M Alvarez Jr."""
        return " ".join(part for part in (self.first, self.middle, self.last, self.suffix) if part)

    def sorted(self) -> str:
        """As in a list: Alvarez, Ruth M."""
        given = " ".join(part for part in (self.first, self.middle) if part)
        last = " ".join(part for part in (self.last, self.suffix) if part)
        return f"{last}, {given}" if given else last


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A US postal address; `zip` is five or nine digits without a hyphen."""

    street: str = ""
    street2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""

    def __bool__(self) -> bool:
        return bool(self.street or self.city or self.zip)

    def zip_shown(self) -> str:
        """97701-1234 for nine digits, 97701 for five."""
        return f"{self.zip[:5]}-{self.zip[5:]}" if len(self.zip) == 9 else self.zip

    def lines(self) -> tuple[str, ...]:
        """As on an envelope."""
        place = " ".join(part for part in (self.city, self.state, self.zip_shown()) if part)
        return tuple(line for line in (self.street, self.street2, place) if line)


def digits(text: str) -> str:
    """Only the digits of a text (phones, ZIP codes, tax ids as keyed)."""
    return "".join(letter for letter in text if letter in "0123456789")


def phone_shown(number: str) -> str:
    """541-555-0134 for ten digits; anything else as it is."""
    return f"{number[:3]}-{number[3:6]}-{number[6:]}" if len(number) == 10 and number.isdigit() else number
