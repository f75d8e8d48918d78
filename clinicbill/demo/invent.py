"""Inventing people: names, addresses, telephone numbers (555-01xx), member numbers, from one seeded source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from clinicbill.basics.people import Address, PersonName
from clinicbill.demo.script import DemoPayer, Script

# Medicare's member number: position by position a digit from 1, a letter without S L O I B Z, either, a digit …
# Source: CMS, "Understanding the Medicare Beneficiary Identifier (MBI) format".
_LETTERS = "ACDEFGHJKMNPQRTUVWXY"
_DIGITS = "0123456789"
_EITHER = _LETTERS + _DIGITS
_MBI = (
    _DIGITS[1:],
    *(_LETTERS, _EITHER, _DIGITS) * 2,
    _LETTERS,
    _LETTERS,
    _DIGITS,
    _DIGITS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented person."""

    name: PersonName
    sex: str
    birth_on: date
    address: Address
    phone: str


@dataclass(frozen=True)
class Inventor:
    """Invents from one source of chance, so that the same seed gives the same people."""

    chance: Random
    script: Script

    def person(self, *, as_of: date, youngest: int = 19, oldest: int = 78) -> Person:
        """A person of a certain age in years on a day."""
        sex = self.chance.choice("FFM")
        first = self.chance.choice(self.script.names["female" if sex == "F" else "male"])
        middle = self.chance.choice([*self.script.names["middle"], "", "", ""])
        name = PersonName(last=self.chance.choice(self.script.names["last"]), first=first, middle=middle)
        days = self.chance.randint(youngest * 366, oldest * 365)
        return Person(
            name=name,
            sex=sex,
            birth_on=as_of - timedelta(days=days),
            address=self.address(),
            phone=self.phone(),
        )

    def child_of(self, parent: Person, *, as_of: date) -> Person:
        """A child at the parent's address."""
        child = self.person(as_of=as_of, youngest=8, oldest=17)
        name = PersonName(last=parent.name.last, first=child.name.first, middle=child.name.middle)
        return Person(
            name=name, sex=child.sex, birth_on=child.birth_on, address=parent.address, phone=parent.phone
        )

    def address(self) -> Address:
        """An invented street in one of the practice's towns."""
        city, state, five = self.chance.choice(self.script.practice["towns"])
        street = f"{self.chance.randint(2, 2400)} {self.chance.choice(self.script.names['street'])}"
        return Address(street=street, city=city, state=state, zip=f"{five}{self.chance.randint(1000, 9899)}")

    def phone(self) -> str:
        """A number of the range that is kept free for stories."""
        return f"{self.script.practice['area']}55501{self.chance.randint(0, 99):02d}"

    def member_id(self, payer: DemoPayer) -> str:
        """A member number in the form the payer uses."""
        if payer.claim_filing_code == "MB":
            return "".join(self.chance.choice(letters) for letters in _MBI)
        prefix = "".join(word[0] for word in payer.name.split())[:3].upper()
        return f"{prefix}{self.chance.randint(10**8, 10**9 - 1)}"

    def case_number(self) -> str:
        """A property and casualty claim number."""
        return (
            f"{self.chance.randint(10, 99)}-{self.chance.choice(_LETTERS)}{self.chance.randint(1000, 9999)}"
        )
